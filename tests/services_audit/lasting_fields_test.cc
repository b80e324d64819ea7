#include "services/audit/lasting_fields.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

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

TEST(LastSaidTest, ACorrectionSaysOnlyWhatItCorrects) {
  LastSaid said;
  Hear(said, "case.identified", {{"subcounty", "001"}, {"sex", "SFEM"}});
  EXPECT_EQ(Hear(said, "case.details-corrected", {{"subcounty", "002"}}),
            "subcounty: 001 -> 002\n");
  EXPECT_EQ(Hear(said, "case.details-corrected", {{"sex", "SMLE"}}), "sex: SFEM -> SMLE\n");
}

// A field that is renamed, or mistyped in the table, would never have a before again.
TEST(LastingFieldsTest, AreFieldsOfTheirEvents) {
  for (const auto& [type, fields] : LastingFields()) {
    std::ifstream file(absl::StrCat("tests/golden/events/", type, ".bin"), std::ios::binary);
    ASSERT_TRUE(file) << type;
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const absl::StatusOr<AnyEvent> event = DecodeEvent(type, bytes);
    ASSERT_TRUE(event.ok()) << type;
    std::set<std::string> names;
    for (const auto& [name, text] : DescribeEvent(*event)) names.insert(name);
    for (const std::string& field : fields) EXPECT_TRUE(names.count(field)) << type << " " << field;
  }
}

}  // namespace
}  // namespace rufaa::audit_service
