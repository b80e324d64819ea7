#include "domain/linelist/linelist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace rufaa::linelist {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A file of whole records: all columns, and the good record with some cells changed.
class LineListTest : public testing::Test {
 protected:
  using Cells = std::map<std::string, std::string>;

  void Add(const Cells& changed = {}) {
    Cells cells = {{"Serial No", absl::StrCat("S/", ++serial_)},
                   {"Date Reported", "28-Jan-2024"},
                   {"First Name", absl::StrCat("Name", serial_)},
                   {"Surname", "Canary"},
                   {"Sex", "F"},
                   {"Date of Birth", "07-Sep-2008"},
                   {"Age", "15"},
                   {"Sub County", "Jomvu"},
                   {"Ward", "Jomvu Kuu"},
                   {"Category", "CSRG"},
                   {"Sub Category", "CEPR"},
                   {"Referred To", "Hospital"},
                   {"Referral Reason", "RMTX"},
                   {"Referral Date", "28-Jan-2024"}};
    for (const auto& [title, cell] : changed) cells[title] = cell;
    std::vector<std::string> record;
    for (const ColumnInfo& info : AllColumns()) {
      record.push_back(absl::StrCat("\"", cells[std::string(info.title)], "\""));
    }
    body_ += absl::StrJoin(record, ",") + "\n";
  }

  std::string Text() const {
    std::vector<std::string> titles;
    for (const ColumnInfo& info : AllColumns()) titles.emplace_back(info.title);
    return absl::StrJoin(titles, ",") + "\n" + body_;
  }

  // As a file without quotes, with one put in before cell `column` of record `record`.
  Outcome ResultWithStrayQuote(int record, size_t column, absl::string_view more = "") const {
    std::vector<std::string> lines =
        absl::StrSplit(absl::StrReplaceAll(Text(), {{"\"", ""}}), '\n', absl::SkipEmpty());
    std::vector<std::string> cells = absl::StrSplit(lines[static_cast<size_t>(record)], ',');
    cells[column].insert(0, "\"");
    lines[static_cast<size_t>(record)] = absl::StrJoin(cells, ",");
    return ReadText(absl::StrCat(absl::StrJoin(lines, "\n"), more, "\n"));
  }

  // Of the only finding that refuses the file.
  static std::string Swallowed(const Outcome& outcome) {
    if (!outcome.file_refused()) return "not refused";
    EXPECT_THAT(outcome.rows, IsEmpty());
    EXPECT_EQ(outcome.refused(), outcome.records);
    EXPECT_EQ(std::string(outcome.findings.back().rule->id), "records_swallowed");
    return absl::StrCat(outcome.findings.back().record, ": ", outcome.findings.back().detail);
  }

  Outcome Result() const { return ReadText(Text()); }

  static Outcome ReadText(const std::string& text, ColumnMapping mapping = {}) {
    return Read(text, {.as_of = absl::CivilDay(2026, 11, 24),
                       .areas = Areas::Of("001"),
                       .mapping = std::move(mapping)});
  }

  // "column: rule" of each finding about records.
  static std::vector<std::string> Told(const Outcome& outcome) {
    std::vector<std::string> told;
    for (const Finding& finding : outcome.findings) {
      if (finding.record > 0) {
        told.push_back(absl::StrCat(finding.column, ": ", finding.rule->id));
      }
    }
    return told;
  }

  // What is told of the good record with `changed`.
  std::vector<std::string> ToldOf(const Cells& changed) {
    body_.clear();
    Add(changed);
    const Outcome outcome = Result();
    bool refuses = false;
    for (const Finding& finding : outcome.findings) refuses |= finding.refuses();
    EXPECT_EQ(outcome.rows.empty(), refuses);
    return Told(outcome);
  }

  int serial_ = 0;
  std::string body_;
};

TEST_F(LineListTest, TakesAGoodRecord) {
  Add({{"Reporter Phone", "0712345678"},
       {"Reported By", "CHV"},
       {"Risk Level", "High"},
       {"Closed", "Y"},
       {"Closure Reason", "COEN"},
       {"Closure Date", "2025-01-01"}});
  const Outcome outcome = Result();
  EXPECT_THAT(Told(outcome), IsEmpty());
  ASSERT_EQ(outcome.rows.size(), 1u);
  const Row& row = outcome.rows[0];
  EXPECT_EQ(row.record, 1);
  EXPECT_EQ(row.serial, "S/1");
  EXPECT_EQ(row.reported_on, absl::CivilDay(2024, 1, 28));
  EXPECT_EQ(row.sex, "SFEM");
  EXPECT_EQ(row.birth_year, 2008);
  EXPECT_EQ(row.sub_county, "002");
  EXPECT_EQ(row.ward, "6");
  EXPECT_EQ(row.risk, "RLHG");
  EXPECT_EQ(row.reporter_phone, "+254712345678");
  EXPECT_EQ(row.identifier_kind, "CHV");
  EXPECT_EQ(row.referral_destination, "RDPH");
  EXPECT_EQ(row.closed_on, absl::CivilDay(2025, 1, 1));
}

TEST_F(LineListTest, RefusesWhatIsMissing) {
  EXPECT_THAT(ToldOf({{"Serial No", ""}}), ElementsAre("Serial No: value_missing"));
  EXPECT_THAT(ToldOf({{"Date Reported", ""}}), ElementsAre("Date Reported: value_missing"));
  EXPECT_THAT(ToldOf({{"Sex", ""}}), ElementsAre("Sex: sex_unknown"));
  EXPECT_THAT(ToldOf({{"Ward", " "}}), ElementsAre("Ward: value_missing"));
  EXPECT_THAT(ToldOf({{"Category", ""}}), ElementsAre("Category: category_missing"));
}

TEST_F(LineListTest, RefusesWhatItDoesNotUnderstand) {
  for (const char* title : {"Ward", "Sub County", "Category", "Risk Level", "Reported By",
                            "Referred To", "Referral Reason", "Referral Status", "In School",
                            "Disability", "Behaviour Change", "Support Given"}) {
    EXPECT_THAT(ToldOf({{title, "Zzzz"}}), ElementsAre(absl::StrCat(title, ": value_unknown")));
  }
  EXPECT_THAT(ToldOf({{"Counselling Sessions", "many"}}),
              ElementsAre("Counselling Sessions: number_nonsense"));
  EXPECT_THAT(ToldOf({{"Counselling Sessions", "501"}}),
              ElementsAre("Counselling Sessions: number_nonsense"));
  EXPECT_THAT(ToldOf({{"Counselling Sessions", "500"}}), IsEmpty());
  for (const char* title : {"Date Reported", "Date of Birth", "Referral Date", "Next Court Date"}) {
    EXPECT_THAT(ToldOf({{title, "31-Feb-2024"}}),
                ElementsAre(absl::StrCat(title, ": date_nonsense")));
  }
  EXPECT_THAT(ToldOf({{"Remarks", std::string(5000, 'x')}}), ElementsAre("Remarks: too_long"));
}

// As Excel's plain CSV writes Ng'ang'a: protobuf would send it, and no hub could read it.
TEST_F(LineListTest, RefusesACellThatIsNotUtf8AndReadsOn) {
  Add();
  Add({{"Surname", "Ng\222ang\222a"}});
  Add({{"Surname", "Ng\u2019ang\u2019a"}});
  const Outcome outcome = Result();
  EXPECT_THAT(Told(outcome), ElementsAre("Surname: not_utf8"));
  EXPECT_EQ(outcome.findings[0].record, 2);
  EXPECT_EQ(outcome.rows.size(), 2u);
}

TEST_F(LineListTest, RefusesCellsThatContradictEachOther) {
  EXPECT_THAT(ToldOf({{"Ward", "Shanzu"}}), ElementsAre("Ward: ward_not_in_subcounty"));
  EXPECT_THAT(ToldOf({{"Sub Category", "OAOG"}}),
              ElementsAre("Sub Category: subcategory_mismatch"));
  EXPECT_THAT(ToldOf({{"Referral Date", "27-Jan-2024"}}),
              ElementsAre("Referral Date: referral_before_report"));
  EXPECT_THAT(ToldOf({{"Closed", "Y"}, {"Closure Reason", "COEN"}, {"Closure Date", "2019-01-01"}}),
              ElementsAre("Closure Date: closed_before_reported"));
  EXPECT_THAT(ToldOf({{"Closed", "Y"}}), ElementsAre("Closed: closure_incomplete"));
  EXPECT_THAT(ToldOf({{"Closure Reason", "COEN"}}), ElementsAre("Closed: closure_incomplete"));
  EXPECT_THAT(ToldOf({{"Date of Birth", "2024-02-01"}}),
              ElementsAre("Date of Birth: born_after_report"));
}

TEST_F(LineListTest, KnowsTheFutureByTheDayItIsGiven) {
  EXPECT_THAT(ToldOf({{"Date Reported", "2026-11-25"}}),
              ElementsAre("Date Reported: reported_in_future"));
  EXPECT_THAT(ToldOf({{"Date Reported", "2026-11-24"},
                      {"Referral Date", "2026-11-25"},
                      {"Date of Birth", "2011-11-24"}}),
              ElementsAre("Referral Date: date_in_future"));
  EXPECT_THAT(ToldOf({{"Next Court Date", "2027-01-01"}}), IsEmpty());
}

TEST_F(LineListTest, RefusesAdultsAndAsksWhereAgeAndBirthDisagree) {
  EXPECT_THAT(ToldOf({{"Age", "34"}, {"Date of Birth", ""}}), ElementsAre("Age: adult"));
  EXPECT_THAT(ToldOf({{"Age", ""}, {"Date of Birth", "28-Jan-2006"}}),
              ElementsAre("Date of Birth: adult"));
  EXPECT_THAT(ToldOf({{"Age", ""}, {"Date of Birth", "29-Jan-2006"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"Age", "15"}, {"Date of Birth", "26-Aug-2005"}}),
              ElementsAre("Age: age_disagrees"));
  EXPECT_THAT(ToldOf({{"Age", "14"}}), IsEmpty());
  EXPECT_THAT(ToldOf({{"Age", ""}, {"Date of Birth", ""}}), ElementsAre("Age: age_missing"));
}

TEST_F(LineListTest, RefusesARepeatedSerialAndFlagsALikelyDuplicate) {
  Add({{"Serial No", "S/A"}, {"First Name", "Asha"}});
  Add({{"Serial No", "s/a"}, {"First Name", "Juma"}});
  Add({{"First Name", "ASHA "}, {"Date of Birth", "2008-09-07"}});
  Add({{"First Name", "Asha"}, {"Date of Birth", "2008-09-08"}});
  const Outcome outcome = Result();
  EXPECT_THAT(Told(outcome),
              ElementsAre("Serial No: serial_repeated", "Surname: same_child_twice"));
  EXPECT_EQ(outcome.findings[1].record, 3);
  EXPECT_EQ(outcome.findings[1].detail, "record 1");
  EXPECT_EQ(outcome.rows.size(), 3u);
  EXPECT_EQ(outcome.refused(), 1);
}

TEST_F(LineListTest, ASerialRepeatedWithOtherSpacesIsRepeated) {
  Add({{"Serial No", "CCO/001/003/5/29/7/2024"}});
  Add({{"Serial No", "CCO / 001/003/5/29/ 7/2024"}});
  const Outcome outcome = Result();
  EXPECT_THAT(Told(outcome), ElementsAre("Serial No: serial_repeated"));
  EXPECT_EQ(outcome.rows.size(), 1u);
}

TEST_F(LineListTest, RefusesARecordOfTheWrongFormAndReadsOn) {
  Add();
  body_ += "too,few\n\"a\"b,\n,,,,\n";
  Add();
  const Outcome outcome = Result();
  EXPECT_THAT(Told(outcome), ElementsAre(": field_count", ": record_malformed", ": field_count"));
  ASSERT_EQ(outcome.rows.size(), 2u);
  EXPECT_EQ(outcome.records, 4);
  EXPECT_EQ(outcome.rows[1].record, 5);  // The blank line keeps its number.
}

TEST_F(LineListTest, SuggestsWhatMayHaveBeenMeant) {
  Add({{"Ward", "Jomvu Ku"}, {"Category", "Sexual exploitaton and abuse"}});
  const Outcome outcome = Result();
  ASSERT_EQ(outcome.findings.size(), 2u);
  EXPECT_THAT(outcome.findings[0].detail, HasSubstr("Jomvu Kuu"));
  EXPECT_THAT(outcome.findings[1].detail, HasSubstr("Sexual exploitation and abuse"));
}

TEST_F(LineListTest, RepeatsNoCellInItsFindings) {
  Add({{"Date of Birth", "canary"},
       {"Reporter Phone", "canary"},
       {"Sex", "canary"},
       {"Ward", "canary"},
       {"Referred To", "canary"},
       {"Age", "canary"}});
  for (const Finding& finding : Result().findings) {
    EXPECT_EQ(finding.detail.find("canary"), std::string::npos) << finding.rule->id;
  }
}

TEST_F(LineListTest, ReadsAFileWithTitlesAndOrderOfItsOwn) {
  const Outcome outcome = ReadText(
      "Kata,kaunti  NDOGO,Jinsia,serial-no,date reported,category,age\n"
      "Shanzu,Kisauni,Msichana,1,28/01/2024,Unajisi,12\n",
      {{"Kata", "Ward"}, {"Kaunti ndogo", "Sub County"}, {"Jinsia", "Sex"}});
  EXPECT_FALSE(outcome.file_refused());
  ASSERT_EQ(outcome.rows.size(), 1u);
  EXPECT_EQ(outcome.rows[0].ward, "15");
  EXPECT_EQ(outcome.rows[0].category, "CCDF");
}

TEST_F(LineListTest, RefusesAFileWithoutAColumnThatItNeedsAndSuggestsOne) {
  const Outcome outcome =
      ReadText("Serial No,Date Reportd,Sex,Sub County,Ward,Category,Shoe size\n1,,,,,,\n");
  EXPECT_TRUE(outcome.file_refused());
  EXPECT_TRUE(outcome.rows.empty());
  EXPECT_EQ(outcome.records, 1);
  std::map<std::string, std::string> told;
  for (const Finding& finding : outcome.findings) {
    if (finding.rule->id != "column_absent") {
      told[absl::StrCat(finding.column, ": ", finding.rule->id)] = finding.detail;
    }
  }
  EXPECT_EQ(told, (std::map<std::string, std::string>{
                      {"Date Reportd: column_unknown", "did you mean Date Reported?"},
                      {"Shoe size: column_unknown", ""},
                      {"Date Reported: column_missing", "did you mean Date Reportd?"}}));
}

TEST_F(LineListTest, RefusesAFileThatHasAColumnTwiceOrNothing) {
  EXPECT_TRUE(ReadText("").file_refused());
  const Outcome twice = ReadText("Serial No,Date Reported,Sex,Sub County,Ward,Category,ward\n");
  EXPECT_TRUE(twice.file_refused());
}

// Of a list without its header the first line is a child.
TEST_F(LineListTest, AFirstLineThatIsNoHeaderIsNotRepeated) {
  Add({{"First Name", "Canary"}, {"Village", "Canary"}, {"Remarks", "Canary"}});
  Add();
  for (const ColumnMapping& mapping : {ColumnMapping{}, ColumnMapping{{"Kata", "Ward"}}}) {
    const Outcome outcome = ReadText(body_, mapping);
    EXPECT_TRUE(outcome.file_refused());
    EXPECT_THAT(outcome.rows, IsEmpty());
    ASSERT_EQ(outcome.findings.size(), 1u);
    EXPECT_EQ(std::string(outcome.findings[0].rule->id), "header_missing");
    EXPECT_EQ(outcome.findings[0].column, "");
    EXPECT_THAT(outcome.findings[0].detail, testing::StartsWith("not known: columns 1, 2, 3, "));
    EXPECT_THAT(outcome.findings[0].detail, testing::EndsWith(", 37"));
  }
}

TEST_F(LineListTest, TitlesOfWhichFewAreKnownAreToldByNumber) {
  const Outcome outcome = ReadText("Ward,Jina,,Kijiji,Kaunti ndogo\nShanzu,Canary,,,Kisauni\n");
  EXPECT_TRUE(outcome.file_refused());
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(std::string(outcome.findings[0].rule->id), "header_missing");
  EXPECT_EQ(outcome.findings[0].detail, "not known: columns 2, 3, 4, 5");
}

TEST_F(LineListTest, AListMayHaveMoreColumnsOfItsOwnThanOfOurs) {
  const Outcome outcome = ReadText(
      "Serial No,Date Reported,Sex,Sub County,Ward,Category,Age,a,b,c,d,e,f,g,h\n"
      "1,28/01/2024,F,Kisauni,Shanzu,CCDF,12,,,,,,,,\n");
  EXPECT_FALSE(outcome.file_refused());
  EXPECT_EQ(outcome.rows.size(), 1u);
}

TEST_F(LineListTest, TellsAMappingThatFitsNoColumn) {
  Add();
  const Outcome outcome = ReadText(Text(), {{"Kata", "Ward"}});
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].rule->id, "column_unknown");
  EXPECT_EQ(outcome.findings[0].column, "Kata");
  EXPECT_EQ(outcome.rows.size(), 1u);
}

TEST(LineListRules, EachSayWhatToDo) {
  for (const Rule& rule : AllRules()) {
    EXPECT_FALSE(rule.message.empty()) << std::string(rule.id);
    EXPECT_FALSE(rule.fix.empty()) << std::string(rule.id);
    EXPECT_EQ(&RuleNamed(rule.id), &rule) << "named twice";
  }
}

TEST_F(LineListTest, AStrayQuoteRefusesTheFileAndNamesTheLinesThatItJoins) {
  for (int i = 0; i < 9; ++i) Add();
  const size_t village = 10;
  ASSERT_EQ(AllColumns()[village].title, "Village");
  // To the end of the file; to a quote that some later cell begins with; to one that ends a cell.
  EXPECT_EQ(Swallowed(ResultWithStrayQuote(5, village)), "5: lines 6 to 10");
  EXPECT_EQ(Swallowed(ResultWithStrayQuote(5, village, "\nS/10,\"a, b\"")), "5: lines 6 to 11");
  EXPECT_EQ(Swallowed(ResultWithStrayQuote(5, village, "\nS/10\",F")), "5: lines 6 to 11");
}

TEST_F(LineListTest, AStrayQuoteIsFoundThoughTheJoinedLinesHaveTheRightNumberOfCells) {
  for (int i = 0; i < 9; ++i) Add();
  std::string text = absl::StrReplaceAll(Text(), {{"\"", ""}});
  // Both records have it before and behind the village.
  const std::string cells = ",Jomvu,Jomvu Kuu,";
  const size_t first = text.find(cells) + cells.size();
  text.insert(first, "\"5 Makadara");
  const size_t second = text.find(cells, first) + cells.size();
  text.insert(second, "6 Makadara\"");
  EXPECT_EQ(Swallowed(ReadText(text)), "1: lines 2 to 3");
}

TEST_F(LineListTest, AStrayQuoteInTheHeaderIsFoundThoughNoRecordIsLeft) {
  for (int i = 0; i < 3; ++i) Add();
  const std::string text = absl::StrReplaceAll(Text(), {{"\"", ""}});
  EXPECT_EQ(Swallowed(ReadText(absl::StrReplaceAll(text, {{"Remarks", "\"Remarks"}}))),
            "0: lines 1 to 4");
}

TEST_F(LineListTest, ACellMayHoldLineBreaksAndCommas) {
  Add({{"Remarks", "seen at home,\nwell, and in school,\nmother told"}});
  // As many commas as a record of this width has, at each of its breaks.
  const std::string many(AllColumns().size() - 1, ',');
  Add({{"Remarks", absl::StrCat("seen,\n", many.substr(1), "\nwell")}});
  Add({{"Village", absl::StrCat(many, "\n")}});
  Add();
  const Outcome outcome =
      ReadText(absl::StrReplaceAll(Text(), {{"Sub County", "\"Sub\nCounty\""}}));
  EXPECT_FALSE(outcome.file_refused());
  EXPECT_EQ(outcome.rows.size(), 4u);
}

TEST_F(LineListTest, OfANarrowFileTooALongRemarkIsTaken) {
  // With seven commas at each of its breaks, as a record has.
  const Outcome outcome = ReadText(
      "Serial No,Date Reported,Sex,Sub County,Ward,Category,Age,Remarks\n"
      "1,28/01/2024,F,Kisauni,Shanzu,CCDF,12,\"Seen, with her aunt,\nuncle, and two sisters, at\n"
      "home, in school, at church, well, told: mother, father, chief, elder, imam, teacher, \"\n");
  EXPECT_FALSE(outcome.file_refused());
  EXPECT_EQ(outcome.rows.size(), 1u);
}

}  // namespace
}  // namespace rufaa::linelist
