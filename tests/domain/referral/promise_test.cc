// What who accepted promised: by when the child is served, and what follows when it is not.
#include <gtest/gtest.h>

#include "tests/domain/referral/referral_steps.h"

namespace rufaa::referral {
namespace {

using people::Later;
using people::Noon;
using people::Shelter;
using people::Ticker;

// Of one that was accepted at noon, after its time.
Escalate Late() { return {Later(Ticker(), absl::Hours(73)), {}}; }

Schedule BookedAt(absl::Duration when, absl::Duration at) {
  return {Later(Shelter(), when), Noon() + at, {}};
}

constexpr absl::Duration kWeeks = absl::Hours(24 * 21);

TEST(Promise, MayBeQuickerThanTheClockAndNeverSlower) {
  Accept accept = AcceptBy(Shelter());
  accept.serve_by = Noon() + absl::Hours(10);
  EXPECT_EQ(Decided(SentOne(), accept).deadline->due, Noon() + absl::Hours(10));
  accept.serve_by = Noon() + absl::Hours(24 * 365);
  EXPECT_EQ(Decided(SentOne(), accept).deadline->due,
            Decided(SentOne(), AcceptBy(Shelter())).deadline->due);
  accept.serve_by = Noon() - absl::Hours(10);
  EXPECT_EQ(Refused(SentOne(), accept), "MALFORMED");
}

// Forms mark the field that a refusal names.
TEST(Promise, OfADayThatIsPastIsRefusedAsTheRequestNamesIt) {
  Accept accept = AcceptBy(Shelter());
  accept.serve_by = Noon() - absl::Hours(10);
  EXPECT_EQ(RefusalOf(Decide(SentOne(), accept, kRules).status())->details.front().second,
            "serve_by_time");
  const Schedule past{Shelter(), Noon() - absl::Hours(10), {}};
  EXPECT_EQ(RefusalOf(Decide(AcceptedOne(), past, kRules).status())->details.front().second,
            "appointment_time");
}

TEST(Promise, OfAYearThatWasMistypedIsRefused) {
  Accept accept = AcceptBy(Shelter());
  accept.expected_at = Noon() + absl::Hours(24 * 366 * 10);
  EXPECT_EQ(Refused(SentOne(), accept), "MALFORMED");
  accept.expected_at = Noon() + absl::Hours(24 * 366);
  EXPECT_EQ(Refused(SentOne(), accept), "OK");
  EXPECT_EQ(Refused(AcceptedOne(), Schedule{Shelter(), Noon() + absl::Hours(24 * 366 * 10), {}}),
            "MALFORMED");
  EXPECT_EQ(Refused(AcceptedOne(), Schedule{Shelter(), Noon() + absl::Hours(24 * 366), {}}), "OK");
}

TEST(Promise, OverdueIsEscalatedOnceAndDoesNotLapse) {
  const State accepted = AcceptedOne();
  EXPECT_EQ(Refused(accepted, Expire{Late().by}), "NOT_ALLOWED_IN_STATE");
  const State escalated = Decided(accepted, Late());
  EXPECT_EQ(escalated.stage, Stage::kAccepted);
  EXPECT_EQ(Refused(escalated, Late()), "ALREADY_DONE");
}

TEST(Promise, AnotherDeadlineMayBeEscalatedAgain) {
  const State escalated = Decided(AcceptedOne(), Late());
  const State waiting =
      Decided(escalated, Waitlist{Later(Shelter(), absl::Hours(74)), std::nullopt});
  EXPECT_EQ(Refused(waiting, Escalate{Later(Ticker(), absl::Hours(74 + 8 * 24)), {}}), "OK");
}

TEST(Promise, IsNotPutOffByAnAppointment) {
  const State accepted = AcceptedOne();
  const State soon = Decided(accepted, Schedule{Shelter(), Noon() + absl::Hours(5), {}});
  EXPECT_EQ(soon.deadline, (Deadline{"APPOINTMENT", Noon() + absl::Hours(5 + 24)}));
  const Schedule weeks_away{Shelter(), Noon() + absl::Hours(24 * 21), {}};
  const State missed = Decided(soon, RecordNoShow{Later(Shelter(), absl::Hours(5))});
  for (const State& before : {accepted, soon, missed}) {
    EXPECT_EQ(Decided(before, weeks_away).deadline, accepted.deadline);
  }
}

TEST(Promise, IsNotPutOffByAnAppointmentThatIsMissedOrCancelled) {
  const State accepted = Decided(SentOne(Urgency::kEmergency), AcceptBy(Shelter()));
  const Deadline promised{"SERVE_EMERGENCY", Noon() + absl::Hours(24)};
  EXPECT_EQ(accepted.deadline, promised);
  const State booked = Decided(accepted, BookedAt(absl::ZeroDuration(), absl::Hours(3)));
  const Acting then = Later(Shelter(), absl::Hours(3));
  const Escalate overdue{Later(Ticker(), absl::Hours(24)), {}};
  for (const Command& lost :
       {Command(RecordNoShow{then}), Command(CancelAppointment{then, "CHILD_MOVED"})}) {
    const State state = Decided(booked, lost);
    EXPECT_EQ(state.deadline, promised);
    EXPECT_TRUE(Decided(state, overdue).escalated);
    EXPECT_EQ(Refused(Decided(state, overdue), overdue), "ALREADY_DONE");
  }
}

TEST(Promise, FarAheadLeavesItsOwnClockToAnAppointmentThatIsMissed) {
  const State accepted = Decided(SentOne(Urgency::kNormal), AcceptBy(Shelter()));
  const State booked = Decided(accepted, BookedAt(absl::ZeroDuration(), absl::Hours(3)));
  EXPECT_EQ(Decided(booked, RecordNoShow{Later(Shelter(), absl::Hours(4))}).deadline,
            (Deadline{"REBOOK", Noon() + absl::Hours(4 + 72)}));
}

TEST(Promise, OverdueStaysEscalatedWhenAnAppointmentIsMade) {
  const State booked = Decided(Decided(AcceptedOne(), Late()), BookedAt(absl::Hours(74), kWeeks));
  EXPECT_TRUE(booked.escalated);
  EXPECT_EQ(Refused(booked, Late()), "NOT_DUE") << "that was told";
}

TEST(Promise, OnceToldLeavesALaterAppointmentItsOwnClock) {
  const State booked = Decided(Decided(AcceptedOne(), Late()), BookedAt(absl::Hours(74), kWeeks));
  const Deadline to_tell_who_came{"APPOINTMENT", Noon() + kWeeks + absl::Hours(24)};
  EXPECT_EQ(booked.deadline, to_tell_who_came);
  const Escalate missed{Later(Ticker(), kWeeks + absl::Hours(24)), {}};
  EXPECT_EQ(Refused(Decided(booked, missed), missed), "ALREADY_DONE");
}

TEST(Promise, ToldOfWhileAnAppointmentStandsLeavesThatItsOwnClock) {
  const State booked = Decided(AcceptedOne(), BookedAt(absl::ZeroDuration(), kWeeks));
  EXPECT_EQ(booked.deadline, AcceptedOne().deadline);
  const State told = Decided(booked, Late());
  EXPECT_TRUE(told.escalated);
  EXPECT_EQ(told.deadline, (Deadline{"APPOINTMENT", Noon() + kWeeks + absl::Hours(24)}));
  EXPECT_EQ(Refused(told, Late()), "NOT_DUE");
  EXPECT_EQ(Refused(told, Escalate{Later(Ticker(), kWeeks + absl::Hours(24)), {}}), "OK");
}

TEST(Promise, ThatWasMissedMarksTheReferralUntilTheChildIsServed) {
  State state = Decided(Decided(AcceptedOne(), Late()), BookedAt(absl::Hours(74), absl::Hours(80)));
  state = Decided(state, RecordNoShow{Later(Shelter(), absl::Hours(81))});
  EXPECT_TRUE(state.escalated);
  EXPECT_EQ(state.deadline, (Deadline{"REBOOK", Noon() + absl::Hours(81 + 72)}));
  state = Decided(state, BookedAt(absl::Hours(82), absl::Hours(100)));
  EXPECT_TRUE(state.escalated);
  const Acting then = Later(Shelter(), absl::Hours(100));
  EXPECT_FALSE(Decided(state, RecordService{then, {}, {}}).escalated);
  EXPECT_FALSE(Decided(state, Decline{then, "NO_CAPACITY", {}}).escalated);
}

TEST(Promise, MadeAnewIsKeptOrToldOfAnew) {
  const State waiting = Decided(Decided(AcceptedOne(), Late()),
                                Waitlist{Later(Shelter(), absl::Hours(74)), std::nullopt});
  EXPECT_FALSE(waiting.escalated);
  const State again = Decided(waiting, AcceptBy(Later(Shelter(), absl::Hours(75))));
  EXPECT_FALSE(again.escalated);
  const State booked = Decided(again, BookedAt(absl::Hours(76), kWeeks));
  EXPECT_EQ(booked.deadline, again.deadline);
  EXPECT_EQ(Refused(booked, Escalate{Later(Ticker(), absl::Hours(75 + 73)), {}}), "OK");
}

}  // namespace
}  // namespace rufaa::referral
