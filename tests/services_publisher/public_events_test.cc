// What may go out, event by event: nothing but what the table names, and the documents say the
// same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/codes/codes.h"
#include "eventlog/codec/event_codec.h"
#include "services/publisher/payload.h"
#include "services/publisher/public_events_docs.h"
#include "tests/services_publisher/schema_check.h"
#include "tests/support/every_event.h"

namespace rufaa::publisher {
namespace {

using Json = nlohmann::json;

std::string ACaseCode() { return MakeCaseCode(7); }
std::string AReferralCode() { return MakeReferralCode(9); }

constexpr char kCanary[] = "Zqxanaria Wkvumbali";

// Fills every field: each text is what it must never be, a name.
struct Plant {
  template <class T>
  void operator()(int number, absl::string_view name, T& value) {
    if constexpr (IsVector<T>::value) {
      (*this)(number, name, value.emplace_back());
    } else if constexpr (IsOptional<T>::value) {
      (*this)(number, name, value.emplace());
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = kCanary;
    } else if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (std::is_same_v<T, absl::Time>) {
      value = absl::FromUnixSeconds(1'790'000'000 + number);
    } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
      value = absl::CivilDay(2026, 1, 1) + number;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(1);
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(number);
    } else {
      T::Fields(value, *this);
    }
  }
};

std::vector<AnyEvent> Planted() {
  std::vector<AnyEvent> events = EveryEvent();
  for (AnyEvent& event : events) {
    std::visit([](auto& e) { std::decay_t<decltype(e)>::Fields(e, Plant{}); }, event);
  }
  return events;
}

OutgoingEvent Out(const AnyEvent& event) {
  const PublicEvent* const row = PublicEventOf(event);
  EXPECT_NE(row, nullptr);
  return MakeOutgoing({.county = "001",
                       .id = {.position = 17, .n = 2},
                       .case_code = ACaseCode(),
                       .referral = IsOfReferral(*row) ? AReferralCode() : "",
                       .occurred_at = absl::FromUnixSeconds(1'790'000'000),
                       .recorded_at = absl::FromUnixSeconds(1'790'000'060)},
                      event, *row);
}

Json DataOf(const AnyEvent& event) { return Json::parse(Out(event).data); }

TEST(PublicEvents, NoTextGoesOutThatIsNotOfItsForm) {
  size_t seen = 0;
  for (const AnyEvent& event : Planted()) {
    if (PublicEventOf(event) == nullptr) continue;
    ++seen;
    const OutgoingEvent out = Out(event);
    for (const char* word : {"Zqxanaria", "Wkvumbali"}) {
      EXPECT_FALSE(absl::StrContains(out.data, word)) << out.data;
      for (const auto& [name, value] : out.headers) EXPECT_FALSE(absl::StrContains(value, word));
    }
    EXPECT_EQ(WhatIsWrong(SchemaOfType(PublicEventOf(event)->name), out.data), "") << out.data;
  }
  EXPECT_GT(seen, 50u);
}

// Default deny, said once more by hand: whoever adds an event decides here that it stays inside, or
// gives it a row.
TEST(PublicEvents, EveryTypeIsEitherPublicOrMeantToStayInside) {
  const std::set<std::string> inside = absl::StrSplit(
      "agency.closed agency.desk-opened agency.offer-published agency.offer-withdrawn "
      "agency.registered agency.reopened capacity.counted capacity.held capacity.occupied "
      "capacity.opened capacity.released capacity.vacated case.duplicate-flagged case.imported "
      "case.note-added case.reassigned case.referral-accepted case.referral-ended "
      "case.referral-opened county.clocks-adopted county.founded county.policy-adopted "
      "import.finished import.reverted import.started person.enrolled person.left "
      "person.role-changed programme.activity-recorded programme.activity-withdrawn "
      "referral.drafted serial.taken",
      ' ');
  for (const absl::string_view type : EventTypes()) {
    EXPECT_NE(IsPublic(type), inside.contains(std::string(type)))
        << type << ": public or not? services/publisher/*_rows.cc";
  }
}

TEST(PublicEvents, WhyAReferralWasEscalatedAndToWhomIsToldWhateverItWas) {
  for (const char* reason : {"SHELTER_DECLINED", "SHELTER_WAITLISTED", "NO_ANSWER", "OVERDUE"}) {
    EXPECT_EQ(DataOf(referral::Escalated{"SUPERVISOR", reason, {}})["reason"], reason);
  }
  const std::string of_old = "COUNTY_COORDINATOR";  // Of logs that older programs wrote.
  EXPECT_EQ(DataOf(referral::Escalated{of_old, "SERVE_URGENT", {}})["to"], of_old);
}

// Names the fields of an event, with the forms that a row may give them.
struct FormsOfFields {
  std::map<std::string, std::set<Form>>& out;

  template <class T>
  void operator()(int number, absl::string_view name, T& value) {
    if constexpr (IsOptional<T>::value) {
      (*this)(number, name, value.emplace());
    } else if constexpr (std::is_same_v<T, std::string>) {
      out[std::string(name)] = {Form::kCode, Form::kWord,     Form::kPart,     Form::kAgency,
                                Form::kCase, Form::kReferral, Form::kSubcounty};
    } else if constexpr (std::is_same_v<T, Urgency>) {
      out[std::string(name)] = {Form::kWord};
    } else if constexpr (std::is_same_v<T, absl::Time>) {
      out[std::string(name)] = {Form::kDayOfTime};
    } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
      out[std::string(name)] = {Form::kDay};
    } else if constexpr (std::is_same_v<T, bool>) {
      out[std::string(name)] = {Form::kYesNo};
    } else if constexpr (std::is_integral_v<T>) {
      out[std::string(name)] = {Form::kNumber};
    } else {
      out[std::string(name)] = {};
    }
  }
};

TEST(PublicEvents, EveryRowNamesFieldsThatItsEventHasAndThatAreDescribed) {
  std::map<std::string, std::map<std::string, std::set<Form>>> forms;
  for (AnyEvent& event : EveryEvent()) {
    auto& fields = forms[std::string(TypeOf(event))];
    std::visit([&](auto& e) { std::decay_t<decltype(e)>::Fields(e, FormsOfFields{fields}); },
               event);
  }
  std::set<std::string> names;
  for (const PublicEvent& row : PublicEvents()) {
    EXPECT_TRUE(names.insert(std::string(row.name)).second) << row.name << " twice";
    EXPECT_TRUE(absl::StartsWith(row.name, "case.")) << row.name;
    EXPECT_FALSE(row.meaning.empty()) << row.name;
    ASSERT_TRUE(forms.contains(std::string(row.type))) << row.type << " is no event";
    for (const PublicField& field : row.fields) {
      EXPECT_TRUE(forms[std::string(row.type)][std::string(field.name)].contains(field.form))
          << row.type << " has no " << field.name << " of that form";
      EXPECT_FALSE(MeaningOf(field.outside()).empty()) << field.outside() << " is not described";
      const bool drawn = field.form == Form::kCode || field.form == Form::kWord;
      EXPECT_EQ(drawn, !field.of.empty()) << row.name << " " << field.name;
    }
  }
}

referral::Sent Sent(const std::string& kind, const std::string& service,
                    std::optional<bool> place_of_safety = false) {
  referral::Sent sent;
  sent.referral = AReferralCode();
  sent.case_code = ACaseCode();
  sent.service = service;
  sent.to_agency = "somewhere";
  sent.to_agency_kind = kind;
  sent.to_place_of_safety = place_of_safety;
  return sent;
}

TEST(PublicEvents, WhereAChildSleepsIsNotTold) {
  const AnyEvent to_centre = Sent("RESCUE_CENTRE", "RMPC"), to_house = Sent("CSO", "RMSH"),
                 to_clinic = Sent("HEALTH", "RMTX");
  EXPECT_EQ(PublicEventOf(to_centre)->name, "case.referred-to-rescue-centre");
  EXPECT_EQ(PublicEventOf(to_house)->name, "case.referred-to-shelter");
  EXPECT_EQ(PublicEventOf(to_clinic)->name, "case.referred");
  EXPECT_FALSE(DataOf(to_centre).contains("to_agency"));
  EXPECT_FALSE(DataOf(to_house).contains("to_agency"));
  EXPECT_EQ(DataOf(to_clinic)["to_agency"], "somewhere");
  EXPECT_EQ(DataOf(to_centre)["to_agency_kind"], "RESCUE_CENTRE");
}

// A hospital or a house of sisters takes children in, too, whatever it is asked for.
TEST(PublicEvents, APlaceOfSafetyIsNotNamedWhateverKindItIs) {
  for (const char* kind : {"HEALTH", "CSO", "CHILDREN_OFFICE", "COMMUNITY"}) {
    const AnyEvent to_safety = Sent(kind, "RMTX", true), to_another = Sent(kind, "RMTX", false);
    EXPECT_EQ(PublicEventOf(to_safety)->name, "case.referred-to-shelter") << kind;
    EXPECT_FALSE(DataOf(to_safety).contains("to_agency")) << kind;
    EXPECT_EQ(DataOf(to_another)["to_agency"], "somewhere") << kind;
    EXPECT_EQ(DataOf(to_another)["to_agency_kind"], kind);
  }
  // Of old it was not said which are.
  for (const char* kind : {"HEALTH", "CSO"}) {
    EXPECT_FALSE(DataOf(Sent(kind, "RMTX", std::nullopt)).contains("to_agency")) << kind;
  }
  EXPECT_EQ(DataOf(Sent("EDUCATION", "RMTX", std::nullopt))["to_agency"], "somewhere");
}

// A county may have one hospital that takes children in.
TEST(PublicEvents, OfAPlaceOfSafetyTheKindIsNotToldEither) {
  for (const char* kind : {"HEALTH", "CSO"}) {
    referral::Sent sent = Sent(kind, "RMTX", true);
    sent.destination = "RDPH";
    const OutgoingEvent out = Out(sent);
    EXPECT_FALSE(absl::StrContains(out.data, kind)) << out.data;
    EXPECT_FALSE(absl::StrContains(out.data, sent.destination)) << out.data;
    EXPECT_EQ(PublicEventOf(sent)->version, 3) << "its fields are others than before";
    sent.to_place_of_safety = false;
    EXPECT_EQ(DataOf(sent)["destination"], sent.destination) << "it is a code of the list";
  }
}

TEST(PublicEvents, NeitherTheKindOfPlaceNorABedTellsWhereAChildSleeps) {
  const casework::EmergencyDeclared emergency{"HOSPITAL", {}, {}, {}, {}, {}};
  EXPECT_FALSE(absl::StrContains(Out(emergency).data, "HOSPITAL"));
  EXPECT_EQ(PublicEventOf(casework::ChildMoved())->fields.size(), 1u) << "the day of a move alone";
  referral::Accepted accepted;
  accepted.holds_bed = true;
  EXPECT_FALSE(DataOf(accepted).contains("holds_bed"));
  for (const AnyEvent& event : {AnyEvent(emergency), AnyEvent(accepted)}) {
    EXPECT_EQ(PublicEventOf(event)->version, 3) << "its fields are others than before";
  }
}

// The referral named the hospital: who reads on which day the child comes waits there.
TEST(PublicEvents, WhenAChildWillBeSomewhereIsNotTold) {
  const absl::Time at = absl::FromCivil(absl::CivilMinute(2031, 7, 14, 9, 0), absl::UTCTimeZone());
  const std::vector<AnyEvent> whereabouts = {
      referral::Accepted{
          .desk = "d", .contact = "p-1", .expected_at = at, .serve_by = {}, .accepted_at = {}},
      referral::Scheduled{.at = at, .place_desk = "d", .act_by = at + absl::Hours(24)},
      referral::Escalated{"SUPERVISOR", "OVERDUE", {}, at + absl::Hours(24)},
      casework::CourtDateSet{
          .matter = "m1", .session = "STMN", .court = "court-tononoka", .at = at, .file = {}},
      casework::CourtDateMoved{.matter = "m1", .from = at, .to = at, .reason = "OTHER"},
      casework::CourtAttended{.matter = "m1", .outcome = "CADJ", .next_at = at, .attended_at = {}}};
  for (const AnyEvent& event : whereabouts) {
    const OutgoingEvent out = Out(event);
    EXPECT_FALSE(absl::StrContains(out.data, "2031")) << out.data;
    EXPECT_FALSE(absl::StrContains(out.data, "tononoka")) << out.data;
    for (const auto& [name, value] : out.headers) EXPECT_FALSE(absl::StrContains(value, "2031"));
  }
}

// Said once more by hand: whoever makes a day public decides here that no child is anywhere on it.
TEST(PublicEvents, ADayIsOneThatIsOverOrADeadline) {
  const std::set<std::string> over = absl::StrSplit(
      "accepted_on attended_on closed_on completed_on declined_on final_visit_on identified_on on "
      "made_on moved_on opened_on registered_on removed_on sent_on served_on waitlisted_on was_due",
      ' ');
  const std::set<std::string> of_papers = {"expires_on", "from", "until"};
  for (const PublicEvent& row : PublicEvents()) {
    for (const PublicField& field : row.fields) {
      if (field.form != Form::kDay && field.form != Form::kDayOfTime) continue;
      const std::string name(field.outside());
      EXPECT_TRUE(absl::EndsWith(name, "_by") || over.contains(name) || of_papers.contains(name))
          << row.name << " " << name;
    }
  }
}

TEST(PublicEvents, OfATimeOnlyTheDayInNairobiIsTold) {
  // An hour before midnight in Greenwich it is the next day in Nairobi.
  const absl::Time at = absl::FromCivil(absl::CivilMinute(2026, 5, 3, 23, 7), absl::UTCTimeZone());
  casework::Identified found;
  found.identified_at = found.register_by = at;
  const OutgoingEvent out = MakeOutgoing({.county = "001",
                                          .id = {.position = 17, .n = 1},
                                          .case_code = ACaseCode(),
                                          .referral = "",
                                          .occurred_at = at,
                                          .recorded_at = at},
                                         found, *PublicEventOf(found));
  const Json data = Json::parse(out.data);
  for (const char* name : {"identified_on", "register_by", "recorded_on"}) {
    EXPECT_EQ(data[name], "2026-05-04") << name;
  }
  EXPECT_FALSE(absl::StrContains(out.data, ":07"));
  EXPECT_THAT(out.headers,
              testing::Contains(testing::Pair("ce_time", "2026-05-04T00:00:00+03:00")));
  EXPECT_EQ(out.day, absl::CivilDay(2026, 5, 4)) << "for Kafka's own time of the record";
}

// Few children of an age in a sub-county are of the rarer sex, and one that is left out is told by
// being left out.
TEST(PublicEvents, AChildsSexIsNotTold) {
  for (const char* sex : {"SMAL", "SFEM", "SINT"}) {
    casework::Identified found;
    casework::DetailsCorrected corrected;
    found.sex = corrected.sex = sex;
    for (const AnyEvent& event : {AnyEvent(found), AnyEvent(corrected)}) {
      EXPECT_FALSE(absl::StrContains(Out(event).data, sex));
      EXPECT_FALSE(DataOf(event).contains("sex"));
    }
  }
}

// Few signs force it, and what is alleged is not told.
TEST(PublicEvents, ThatARuleForcedARiskIsNotTold) {
  const casework::RiskSet chosen{"RLHG", {}, false, {}}, forced{"RLHG", {"TRAFFICKING"}, true, {}};
  EXPECT_EQ(DataOf(forced)["risk"], "RLHG");
  EXPECT_EQ(Out(forced).data, Out(chosen).data);
  EXPECT_EQ(PublicEventOf(forced)->version, 3) << "its fields are others than before";
}

TEST(PublicEvents, ACodeThatNoListKnowsStaysInside) {
  EXPECT_EQ(DataOf(casework::Reopened{"NEW_INCIDENT", {}})["reason"], "NEW_INCIDENT");
  EXPECT_FALSE(DataOf(casework::Reopened{"JOHN", {}}).contains("reason"));
  // A part named by a client could be anything; the hub's own are numbers.
  EXPECT_EQ(DataOf(casework::NeedMet{"n12", {}})["need"], "n12");
  EXPECT_FALSE(DataOf(casework::NeedMet{"OB-12-2026", {}}).contains("need"));
}

TEST(PublicEvents, TheWholeOfOneEvent) {
  const OutgoingEvent out =
      Out(casework::Closed{.reason = "CORE",
                           .requested_by = "p-1",
                           .approved_by = "p-2",
                           .closed_at = absl::FromUnixSeconds(1'790'000'000)});
  EXPECT_EQ(out.key, ACaseCode());
  EXPECT_EQ(out.data, absl::StrCat(R"({"county":"001","case":")", ACaseCode(),
                                   R"(","position":17,"recorded_on":"2026-09-21",)",
                                   R"("reason":"CORE","closed_on":"2026-09-21"})"));
  EXPECT_THAT(out.headers,
              testing::ElementsAre(testing::Pair("ce_specversion", "1.0"),
                                   testing::Pair("ce_id", "001/17/2"),
                                   testing::Pair("ce_source", "/rufaa/counties/001"),
                                   testing::Pair("ce_type", "case.closed"),
                                   testing::Pair("ce_time", "2026-09-21T00:00:00+03:00"),
                                   testing::Pair("ce_subject", ACaseCode()),
                                   testing::Pair("ce_dataschema", "urn:rufaa:event:case.closed:2"),
                                   testing::Pair("content-type", "application/json")));
}

TEST(PublicEvents, OnlyACodeThatIsOneNamesACase) {
  EXPECT_TRUE(IsCaseCode(ACaseCode()));
  EXPECT_TRUE(IsReferralCode(AReferralCode()));
  for (const std::string& text :
       {std::string(), std::string("M"), std::string(kCanary), AReferralCode(),
        absl::AsciiStrToLower(ACaseCode()), ACaseCode() + "X", std::string("MSA-0000-00x")}) {
    EXPECT_FALSE(IsCaseCode(text)) << text;
  }
  std::string slip = ACaseCode();
  slip.back() = slip.back() == '7' ? '8' : '7';
  EXPECT_FALSE(IsCaseCode(slip));
}

TEST(PublicEvents, AnIdIsReadAsItIsWritten) {
  const std::optional<NamedId> named = ParseId(IdText("001", {.position = 17, .n = 2}));
  ASSERT_TRUE(named.has_value());
  EXPECT_EQ(named->county, "001");
  EXPECT_EQ(named->id, (EventId{.position = 17, .n = 2}));
  for (const char* text : {"", "001", "001/1", "001/0/1", "001/1/0", "/1/1", "001/1/1/1", "001/x/1",
                           "001/-1/1", "7a9f-11"}) {
    EXPECT_FALSE(ParseId(text).has_value()) << text;
  }
}

std::string FileText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(PublicEvents, TheDocumentsAreCurrent) {
  const std::map<std::string, std::string> docs = PublicEventsDocs();
  for (const auto& [path, text] : docs) {
    EXPECT_EQ(FileText(path), text)
        << path << ": run rufaa-public-events-docs in the source folder";
  }
  for (const auto& file : std::filesystem::directory_iterator("docs/schemas")) {
    EXPECT_TRUE(docs.contains(file.path().string())) << file.path() << " is of no public event";
  }
}

}  // namespace
}  // namespace rufaa::publisher
