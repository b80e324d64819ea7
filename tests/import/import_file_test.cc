#include "cli/import/import_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/import/import_report.h"
#include "cli/import/offices.h"
#include "cli/import/row_request.h"
#include "domain/base/refusal.h"
#include "services/rpc/validate.h"

namespace rufaa::cli {
namespace {

constexpr char kSample[] = "samples/linelist.csv";
constexpr char kAsOf[] = "2026-11-24";

const ImportFile& Sample() {
  static const auto* const file = [] {
    absl::StatusOr<ImportFile> read = ReadImportFile(kSample, {}, kAsOf, "");
    EXPECT_TRUE(read.ok()) << read.status();
    return new ImportFile(*std::move(read));
  }();
  return *file;
}

AgencyNames Agencies() {
  directory::v1::ListAgenciesResponse agencies;
  auto& tononoka = *agencies.add_agencies();
  tononoka.set_agency("court-tononoka");
  tononoka.set_display_name("Tononoka Children's Court");
  tononoka.set_kind("JUDICIARY");
  auto& station = *agencies.add_agencies();
  station.set_agency("police-likoni");
  station.set_display_name("Likoni Police Station");
  station.set_kind("POLICE");
  return AgencyNames(agencies);
}

TEST(ImportReport, NamesExactlyTheFaultsOfTheSample) {
  std::map<std::string, std::string> listed;
  const auto json = nlohmann::json::parse(std::ifstream("samples/linelist.faults.json"));
  for (const auto& fault : json["faults"]) {
    listed[std::to_string(fault["record"].get<int>())] = fault["fault"];
  }
  std::map<std::string, std::string> reported;
  const Table report = ReportOf(Sample().outcome);
  for (const std::vector<Cell>& row : report.rows) {
    const bool counts = row[3].text == "yes" || row[2].text == "same_child_twice";
    if (counts) reported[row[0].text] = row[2].text;
  }
  EXPECT_EQ(reported, listed);
}

TEST(ImportReport, RepeatsNoCellOfTheFile) {
  const Table report = ReportOf(Sample().outcome);
  for (const std::vector<Cell>& row : report.rows) {
    EXPECT_FALSE(row[4].text.empty());
    EXPECT_FALSE(row[6].text.empty()) << "each says how to put it right";
    EXPECT_EQ(row[5].text.find("Fatuma"), std::string::npos);
  }
}

TEST(ImportReport, NamesRecordsThatWereThereBeforeAFewToPeopleAndAllToPrograms) {
  ImportResult result;
  result.codes = {{1, "MSA-7F3K-Q2"}, {2, "MSA-9B1D-X4"}};
  result.known = {2, 3};
  result.as_first_sent = {4};
  result.repeated = 1;
  const Table people = OutcomeOf(Sample(), result, Format::kTable);
  EXPECT_EQ(people.columns.size(), people.rows[0].size());
  EXPECT_EQ(people.rows[0][2].text, "1");
  EXPECT_EQ(people.rows[0][3].text, "3");
  const Table json = OutcomeOf(Sample(), result, Format::kJson);
  ASSERT_EQ(json.columns.size(), json.rows[0].size());
  EXPECT_EQ(json.columns[6], "known_by_serial");
  EXPECT_EQ(json.rows[0][6].text, "2 MSA-9B1D-X4, 3");
  EXPECT_EQ(json.rows[0][7].text, "4");
  EXPECT_THAT(
      NotesOfThereBefore(result),
      testing::ElementsAre(
          "record 2: there before: case MSA-9B1D-X4 has its serial; nothing of it was taken",
          "record 3: there before: a case has its serial; nothing of it was taken",
          "record 4: there before, and stands as it was first sent"));
  for (int record = 5; record <= 885; ++record) result.known.insert(record);
  EXPECT_EQ(NotesOfThereBefore(result).size(), 12u);
  EXPECT_THAT(NotesOfThereBefore(result)[10], testing::StartsWith("873 more "));
}

// Scripts read the same whether a file is loaded for the first time or again.
TEST(ImportReport, OfAFileThatWasImportedBeforeHasTheSameShape) {
  casework::v1::ImportReply ended;
  ended.set_state("finished");
  ended.set_imported(837);
  for (const Format format : {Format::kTable, Format::kJson}) {
    const Table first = OutcomeOf(Sample(), ImportResult(), format);
    const Table again = OutcomeOf(Sample(), ended, format);
    EXPECT_EQ(again.columns, first.columns);
    ASSERT_EQ(again.rows.size(), 1u);
    ASSERT_EQ(again.rows[0].size(), again.columns.size());
    EXPECT_EQ(again.rows[0][0].text, Sample().import_id);
    EXPECT_EQ(again.rows[0][2].text, "0");
    EXPECT_EQ(again.rows[0][3].text, "837");
    EXPECT_EQ(again.rows[0][4].text, "48");
  }
  ended.set_state("reverted");
  ended.set_reverted(835);
  ended.set_kept(2);
  EXPECT_EQ(OutcomeOf(Sample(), ended, Format::kJson).rows[0][3].text, "2");
}

TEST(ImportFileTest, TheSameBytesAreTheSameImport) {
  const auto again = ReadImportFile(kSample, {}, "2026-12-01", "");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->import_id, Sample().import_id);
  EXPECT_EQ(RequestIdOf(again->import_id, "7"), RequestIdOf(Sample().import_id, "7"));
  EXPECT_NE(RequestIdOf(Sample().import_id, "7"), RequestIdOf(Sample().import_id, "8"));
}

TEST(ImportFileTest, OtherBytesAreAnotherImport) {
  const std::string path = testing::TempDir() + "/other_list.csv";
  std::ofstream(path) << std::ifstream(kSample).rdbuf() << "\n";
  const auto other = ReadImportFile(path, {}, kAsOf, "");
  ASSERT_TRUE(other.ok());
  EXPECT_NE(other->import_id, Sample().import_id);
}

TEST(ImportFileTest, AFileThatIsNotThereIsAMistakeOfWhoTypedIt) {
  EXPECT_TRUE(absl::IsInvalidArgument(ReadImportFile("nowhere.csv", {}, "", "").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadImportFile(kSample, {"Kata"}, "", "").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadImportFile(kSample, {}, "24/11", "").status()));
}

TEST(ImportOffices, AListOfASubCountyWithoutAnOfficeIsNotBegun) {
  linelist::Outcome outcome;
  for (const char* subcounty : {"003", "004", "001", "003"}) {
    outcome.rows.emplace_back().sub_county = subcounty;
  }
  directory::v1::ListAgenciesResponse agencies;
  const auto add = [&](const char* kind, const std::vector<std::string>& subcounties) {
    directory::v1::Agency& agency = *agencies.add_agencies();
    agency.set_kind(kind);
    for (const std::string& one : subcounties) agency.add_subcounties(one);
  };
  add("CHILDREN_OFFICE", {"003"});
  add("HEALTH", {});
  const absl::Status refused = CheckOffices(outcome, agencies);
  const absl::optional<Refusal> refusal = RefusalOf(refused);
  ASSERT_TRUE(refusal.has_value()) << refused;
  EXPECT_EQ(refusal->reason, Reason::NO_OFFICE);
  EXPECT_EQ(refusal->details, (RefusalDetails{{"subcounties", "001 004"}}));
  add("CHILDREN_OFFICE", {"001", "004"});
  EXPECT_TRUE(CheckOffices(outcome, agencies).ok());
}

TEST(ImportOffices, OneOfTheWholeCountyTakesAll) {
  linelist::Outcome outcome;
  outcome.rows.emplace_back().sub_county = "001";
  directory::v1::ListAgenciesResponse agencies;
  agencies.add_agencies()->set_kind("CHILDREN_OFFICE");
  EXPECT_TRUE(CheckOffices(outcome, agencies).ok());
}

TEST(RowRequest, OfEveryGoodRecordIsWellFormed) {
  const AgencyNames agencies = Agencies();
  for (const linelist::Row& row : Sample().outcome.rows) {
    const auto request = RequestOf(row, Sample().import_id, agencies);
    const absl::Status valid = rpc::Validate(request);
    EXPECT_TRUE(valid.ok()) << "record " << row.record << ": " << valid;
  }
}

TEST(RowRequest, KeepsTheWordsOfACourtThatNobodyKnows) {
  linelist::Row row;
  row.remarks = "seen";
  row.court = "Tononoka children's court";
  EXPECT_EQ(RequestOf(row, "li-1", Agencies()).court(), "court-tononoka");
  row.court = "Shanzu Law Courts";
  const auto request = RequestOf(row, "li-1", Agencies());
  EXPECT_EQ(request.court(), "");
  EXPECT_EQ(request.narrative(), "seen\nCourt: Shanzu Law Courts");
  row.court = "Likoni Police Station";
  EXPECT_EQ(RequestOf(row, "li-1", Agencies()).court(), "") << "it is there, and is no court";
}

TEST(RowRequest, KeepsWhatIsToldOfAReferralThatHasNeitherReasonNorState) {
  linelist::Row row;
  EXPECT_FALSE(RequestOf(row, "li-1", Agencies()).has_referral());
  row.referred_on = absl::CivilDay(2024, 2, 11);
  EXPECT_TRUE(RequestOf(row, "li-1", Agencies()).referral().has_send_time());
  row.referred_on.reset();
  row.referral_destination = "RDHO";
  EXPECT_EQ(RequestOf(row, "li-1", Agencies()).referral().to_name(), "RDHO");
}

TEST(RowRequest, ABehaviourThatDidNotChangeIsNotOneThatNobodyAssessed) {
  linelist::Row row;
  EXPECT_FALSE(RequestOf(row, "li-1", Agencies()).has_improved());
  row.behaviour_changed = false;
  EXPECT_TRUE(RequestOf(row, "li-1", Agencies()).has_improved());
  EXPECT_FALSE(RequestOf(row, "li-1", Agencies()).improved());
}

TEST(RowRequest, ABabysAgeIsNotOneThatNobodyTold) {
  linelist::Row row;
  EXPECT_FALSE(RequestOf(row, "li-1", Agencies()).has_age_years());
  row.age = 0;
  EXPECT_TRUE(RequestOf(row, "li-1", Agencies()).has_age_years());
}

TEST(RowRequest, SaysWhenThingsHappenedByTheDayInNairobi) {
  linelist::Row row;
  row.reported_on = absl::CivilDay(2024, 1, 28);
  row.closed = true;
  row.closure_reason = "COEN";
  row.closed_on = absl::CivilDay(2024, 3, 1);
  const auto request = RequestOf(row, "li-1", Agencies());
  EXPECT_EQ(
      request.report_time().seconds(),
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(2024, 1, 28, 5), absl::UTCTimeZone())));
  EXPECT_EQ(request.closure_reason(), "COEN");
  EXPECT_GT(request.close_time().seconds(), request.report_time().seconds());
}

TEST(Flagged, IsToldWithWhatTheCallerCanDoAndWithWhoDecidesOtherwise) {
  ImportResult result;
  for (int record = 1; record <= 3; ++record) {
    result.codes[record] = absl::StrCat("C-", record);
    result.flagged[record] = "C-9";
  }
  result.deciders = {{1, "sco-kisauni"}, {2, "sco-nyali"}};
  using testing::HasSubstr;
  EXPECT_THAT(NotesOfFlagged(result, "sco-kisauni"),
              testing::ElementsAre(
                  HasSubstr("rufaa case duplicate C-1 C-9"),
                  AllOf(HasSubstr("C-2"), HasSubstr("sco-nyali decides"),
                        HasSubstr("rufaa case list --awaiting-decision"),
                        testing::Not(HasSubstr("case duplicate"))),
                  AllOf(HasSubstr("its office decides"), testing::Not(HasSubstr("sco-")))));
}

}  // namespace
}  // namespace rufaa::cli
