#include "services/audit/lasting_fields.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/events.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa::audit_service {
namespace {

// "field: before -> after", one a line.
std::string Hear(LastSaid& said, absl::string_view type, const Description& event) {
  std::string text;
  for (const FieldChange& change : said.Hear(type, event)) {
    absl::StrAppend(&text, change.field, ": ", change.before, " -> ", change.after, "\n");
  }
  return text;
}

TEST(LastSaidTest, ASecondMatterIsNoChangeOfTheFirst) {
  LastSaid said;
  Hear(said, "case.court-date-set", {{"matter", "m1"}, {"court", "c1"}, {"at", "T1"}});
  EXPECT_EQ(Hear(said, "case.court-date-set", {{"matter", "m2"}, {"court", "c2"}, {"at", "T2"}}),
            "matter:  -> m2\ncourt:  -> c2\nat:  -> T2\n");
}

TEST(LastSaidTest, ADateThatIsMovedShowsTheOneBefore) {
  LastSaid said;
  Hear(said, "case.court-date-set", {{"matter", "m1"}, {"at", "T1"}});
  Hear(said, "case.court-date-set", {{"matter", "m2"}, {"at", "T2"}});
  EXPECT_EQ(Hear(said, "case.court-date-moved", {{"matter", "m1"}, {"to", "T3"}}),
            "matter:  -> m1\nto: T1 -> T3\n");
  EXPECT_EQ(Hear(said, "case.court-date-moved", {{"matter", "m1"}, {"to", "T4"}}),
            "matter:  -> m1\nto: T3 -> T4\n");
}

TEST(LastSaidTest, EventsOfOtherKindsThatNameTheirFieldsAlikeAreApart) {
  LastSaid said;
  Hear(said, "case.screened-out", {{"reason", "R1"}});
  EXPECT_EQ(Hear(said, "case.reopened", {{"reason", "R2"}}), "reason:  -> R2\n");
  Hear(said, "case.visit-recorded", {{"on", "2026-11-01"}, {"outcome", "O1"}});
  EXPECT_EQ(Hear(said, "case.visit-recorded", {{"on", "2026-11-08"}, {"outcome", "O2"}}),
            "on:  -> 2026-11-08\noutcome:  -> O2\n")
      << "a second visit is not the first one changed";
}

TEST(LastSaidTest, WhatIsLeftEmptyWasTakenAway) {
  LastSaid said;
  Hear(said, "case.registered", {{"owner_agency", "a"}, {"owner_desk", "d"}});
  EXPECT_EQ(Hear(said, "case.transfer-accepted", {{"owner_agency", "b"}}),
            "owner_agency: a -> b\nowner_desk: d -> \n");
  EXPECT_EQ(Hear(said, "case.transfer-accepted", {{"owner_agency", "b"}, {"owner_desk", "e"}}),
            "owner_agency: b -> b\nowner_desk:  -> e\n");
}

TEST(LastSaidTest, ADayInCourtMaySayAnewByWhenToActAndIsOfItsMatter) {
  LastSaid said;
  Hear(said, "case.court-date-set", {{"matter", "m1"}, {"at", "T1"}});
  Hear(said, "case.risk-set", {{"risk", "RLHG"}, {"act_by", "T2"}});
  EXPECT_EQ(Hear(said, "case.court-attended", {{"matter", "m1"}, {"next_at", "T3"}}),
            "matter:  -> m1\nnext_at: T1 -> T3\n");
  EXPECT_EQ(Hear(said, "case.court-attended", {{"matter", "m2"}, {"act_by", "T4"}}),
            "matter:  -> m2\nact_by: T2 -> T4\n");
}

TEST(LastSaidTest, AMoveSaysWhereTheChildWasBefore) {
  LastSaid said;
  Hear(said, "case.emergency-declared",
       {{"place_kind", "RESCUE_CENTRE"}, {"place_agency", "a"}, {"removed_at", "T1"}});
  Hear(said, "case.order-made", {{"order", "o1"}, {"place_agency", "c"}});
  EXPECT_EQ(Hear(said, "case.child-moved", {{"place_kind", "HOSPITAL"}, {"place_agency", "b"}}),
            "place_kind: RESCUE_CENTRE -> HOSPITAL\nplace_agency: a -> b\n")
      << "what an order says is no move";
}

TEST(LastSaidTest, ACorrectionSaysOnlyWhatItCorrects) {
  LastSaid said;
  Hear(said, "case.identified", {{"subcounty", "001"}, {"sex", "SFEM"}});
  EXPECT_EQ(Hear(said, "case.details-corrected", {{"subcounty", "002"}}),
            "subcounty: 001 -> 002\n");
  EXPECT_EQ(Hear(said, "case.details-corrected", {{"sex", "SMLE"}}), "sex: SFEM -> SMLE\n");
}

using Names = std::set<std::string>;

// What an event of `type` may say, in any of the forms that it was ever written in.
Names FieldsOf(const std::string& type) {
  Names names;
  std::string path = absl::StrCat("tests/golden/events/", type, ".bin");
  for (int form = 2; std::filesystem::exists(path); ++form) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const absl::StatusOr<AnyEvent> event = DecodeEvent(type, bytes);
    EXPECT_TRUE(event.ok()) << path;
    if (!event.ok()) return names;
    for (const auto& [name, text] : DescribeEvent(*event)) names.insert(name);
    path = absl::StrCat("tests/golden/events/", type, ".", form, ".bin");
  }
  EXPECT_FALSE(names.empty()) << type;
  return names;
}

// A field that is renamed, or mistyped in the table, would never have a before again.
TEST(LastingFieldsTest, AreFieldsOfTheirEvents) {
  for (const auto& [type, fields] : LastingFields()) {
    const Names names = FieldsOf(type);
    for (const std::string& field : fields) EXPECT_TRUE(names.count(field)) << type << " " << field;
  }
}

// An event that changes what another said, and is not in the table, would have no before, and the
// next one that is would have a wrong one.
TEST(LastingFieldsTest, AreSaidByNoEventThatIsNotInTheTable) {
  // Of the moment alone, though they are named as what lasts.
  const std::map<std::string, Names> of_the_moment = {
      {"case.assessed", {"narrative"}},
      {"case.order-made", {"place_agency"}},
      {"referral.completed", {"at"}},
      {"referral.declined", {"note"}},
      {"referral.no-show", {"at"}},
      {"referral.redirected", {"to_agency"}},
      {"referral.service-recorded", {"at", "note", "service"}},
  };
  const auto subject = [](const std::string& type) { return type.substr(0, type.find('.')); };
  std::map<std::string, Names> listed, lasting;
  for (const auto& [type, fields] : LastingFields()) {
    listed[type].insert(fields.begin(), fields.end());
    lasting[subject(type)].insert(fields.begin(), fields.end());
  }
  int looked_at = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/golden/events")) {
    const std::string type = entry.path().stem();
    if (absl::EndsWith(type, ".2")) continue;  // An older form of another.
    ++looked_at;
    const auto moment = of_the_moment.find(type);
    for (const std::string& field : FieldsOf(type)) {
      if (field == "matter" || field == "offer") continue;  // Which one, not what of it.
      const bool said = lasting[subject(type)].count(field) != 0;
      const bool known = listed[type].count(field) != 0 ||
                         (moment != of_the_moment.end() && moment->second.count(field) != 0);
      EXPECT_TRUE(!said || known) << type << " " << field;
    }
  }
  EXPECT_GT(looked_at, 60);
}

}  // namespace
}  // namespace rufaa::audit_service
