#include "domain/programme/programme.h"

#include <gtest/gtest.h>

#include "domain/base/local_day.h"
#include "tests/support/people.h"
#include "tests/support/scenario.h"

namespace rufaa::programme {
namespace {

using people::Admin;
using people::Hospital;
using people::Noon;
using people::Officer;
using people::School;
using people::Supervisor;

const Rules kRules;

Record AtSchool() {
  return {.by = School(),
          .activity = "a-1",
          .kind = "IN_SCHOOL_REACHED",
          .count = 340,
          .on = LocalDay(Noon()) - 3,
          .subcounty = "003"};
}

Activity Recorded() { return FoldOf(Activity{}, *Decide(Activity{}, AtSchool(), kRules)); }

std::string Reason(const Decision& decision) { return ReasonOf(decision); }

TEST(Programme, AnActivityIsOfTheAgencyAndThePersonWhoReportIt) {
  const Activity activity = Recorded();
  EXPECT_EQ(activity.id, "a-1");
  EXPECT_EQ(activity.kind, "IN_SCHOOL_REACHED");
  EXPECT_EQ(activity.count, 340u);
  EXPECT_EQ(activity.on, LocalDay(Noon()) - 3);
  EXPECT_EQ(activity.subcounty, "003");
  EXPECT_EQ(activity.agency, School().agency);
  EXPECT_EQ(activity.recorded_by, School().person);
  EXPECT_EQ(activity.withdrawn, "");
  EXPECT_EQ(Reason(Decide(activity, AtSchool(), kRules)), "ALREADY_DONE");
}

TEST(Programme, AnActivityCountsAKnownKindOfSomewhereInANumberThatCanBe) {
  const auto with = [](auto change) {
    Record record = AtSchool();
    change(record);
    return Reason(Decide(Activity{}, record, kRules));
  };
  EXPECT_EQ(with([](Record& r) { r.kind = "ELEPHANTS"; }), "UNKNOWN_CODE");
  EXPECT_EQ(with([](Record& r) { r.subcounty = ""; }), "MALFORMED");
  EXPECT_EQ(with([](Record& r) { r.count = 0; }), "MALFORMED");
  EXPECT_EQ(with([](Record& r) { r.count = 1; }), "OK");
  EXPECT_EQ(with([](Record& r) { r.count = 100'000; }), "OK");
  EXPECT_EQ(with([](Record& r) { r.count = 100'001; }), "MALFORMED");
  for (const Code& kind : kRules.codes.Codes(list::kActivityKind)) {
    EXPECT_EQ(with([&](Record& r) { r.kind = kind.code; }), "OK") << kind.code;
  }
}

TEST(Programme, WhatIsStillToComeIsNotRecorded) {
  Record record = AtSchool();
  record.on = LocalDay(Noon());
  EXPECT_EQ(Reason(Decide(Activity{}, record, kRules)), "OK");
  record.on = LocalDay(Noon()) + 1;
  EXPECT_EQ(Reason(Decide(Activity{}, record, kRules)), "IN_FUTURE");
  record = AtSchool();
  record.by.occurred_at += absl::Hours(1);
  EXPECT_EQ(Reason(Decide(Activity{}, record, kRules)), "IN_FUTURE");
}

TEST(Programme, AMistakeIsWithdrawnOnceByWhoseItIsOrWhoCorrectsForAll) {
  const Activity activity = Recorded();
  for (const Acting& by : {School(), Supervisor(), Admin()}) {
    const Decision decision = Decide(activity, Withdraw{by, "ENTERED_TWICE"}, kRules);
    ASSERT_TRUE(decision.ok()) << decision.status();
    const Activity withdrawn = FoldOf(activity, *decision);
    EXPECT_EQ(withdrawn.withdrawn, "ENTERED_TWICE");
    EXPECT_EQ(Reason(Decide(withdrawn, Withdraw{by, "ENTERED_TWICE"}, kRules)), "ALREADY_DONE");
    EXPECT_EQ(Reason(Decide(withdrawn, AtSchool(), kRules)), "ALREADY_DONE");
  }
  for (const Acting& by : {Hospital(), Officer()}) {
    EXPECT_EQ(Reason(Decide(activity, Withdraw{by, "ENTERED_TWICE"}, kRules)), "NOT_PERMITTED");
  }
}

TEST(Programme, AWithdrawalSaysWhyAndOfWhatThereIs) {
  EXPECT_EQ(Reason(Decide(Recorded(), Withdraw{School(), ""}, kRules)), "REASON_REQUIRED");
  EXPECT_EQ(Reason(Decide(Recorded(), Withdraw{School(), "RAIN"}, kRules)), "UNKNOWN_CODE");
  EXPECT_EQ(Reason(Decide(Activity{}, Withdraw{School(), "ENTERED_TWICE"}, kRules)),
            "NOT_FOUND_OR_NOT_YOURS");
}

}  // namespace
}  // namespace rufaa::programme
