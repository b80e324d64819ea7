#include "domain/referral/referral.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/domain/referral/referral_steps.h"

namespace rufaa::referral {
namespace {

using people::Chv;
using people::Hospital;
using people::Later;
using people::Noon;
using people::Officer;
using people::Shelter;
using people::Ticker;
using testing::Contains;
using testing::Not;

TEST(Referral, SentIsTheRecipientsToDecideWithinTheClockOfItsUrgency) {
  EXPECT_EQ(SentOne(Urgency::kEmergency).deadline->due, Noon() + absl::Hours(24));
  EXPECT_EQ(SentOne(Urgency::kUrgent).deadline->due, Noon() + absl::Hours(72));
  EXPECT_EQ(SentOne(Urgency::kNormal).deadline->due, Noon() + absl::Hours(14 * 24));
}

TEST(Referral, OpeningDoesNotStopTheClock) {
  const State sent = SentOne();
  EXPECT_EQ(Decided(sent, Open{Shelter()}).deadline, sent.deadline);
}

TEST(Referral, AnotherAgencyIsNotToldFromOneThatDoesNotExist) {
  EXPECT_EQ(Refused(SentOne(), Open{Hospital()}), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(Refused(SentOne(), Complete{Hospital(), "SERVED"}), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Referral, ADraftIsUnknownToItsRecipient) {
  const State draft = Decided({}, Draft{.by = Officer(),
                                        .referral = "R-1",
                                        .case_code = "C-1",
                                        .need = "n1",
                                        .to_agency = "a-shelter",
                                        .service = "RMPC",
                                        .urgency = Urgency::kNormal,
                                        .note = {}});
  EXPECT_EQ(Refused(draft, Open{Shelter()}), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Referral, AVolunteerMayNotAcceptForTheirAgency) {
  Acting volunteer = Shelter();
  volunteer.role = Role::kChv;
  EXPECT_EQ(Refused(SentOne(), AcceptBy(volunteer)), "NOT_PERMITTED");
}

TEST(Referral, TheSenderMayNotAcceptIt) {
  EXPECT_EQ(Refused(SentOne(), AcceptBy(Officer())), "NOT_PERMITTED");
}

TEST(Referral, AskingForInformationTurnsItToTheSenderAndAnsweringStartsTheClockAgain) {
  const State asked = Decided(SentOne(), AskInfo{Shelter(), Secret()});
  EXPECT_EQ(InfoOf(asked.stage).turn, Party::kSender);
  const State answered = Decided(asked, GiveInfo{Later(Officer(), absl::Hours(48)), Secret()});
  EXPECT_EQ(answered.stage, Stage::kOpened);
  EXPECT_EQ(answered.deadline->due, Noon() + absl::Hours(48 + 72));
}

TEST(Referral, AQuestionIsAnsweredNoLaterThanADecisionWouldBeDue) {
  const AskInfo ask{Later(Shelter(), absl::Hours(1)), Secret()};
  const auto due = [&](Urgency urgency) { return Decided(SentOne(urgency), ask).deadline; };
  EXPECT_EQ(due(Urgency::kEmergency), (Deadline{"REPLY", Noon() + absl::Hours(1 + 24)}));
  EXPECT_EQ(due(Urgency::kUrgent), (Deadline{"REPLY", Noon() + absl::Hours(1 + 72)}));
  EXPECT_EQ(due(Urgency::kNormal), (Deadline{"REPLY", Noon() + absl::Hours(1 + 72)}));
}

TEST(Referral, WhatReachesTheHubLateLeavesWhoMustAnswerAllOfTheirTime) {
  Acting sender = Officer(), recipient = Shelter();
  sender.occurred_at -= absl::Hours(80);
  recipient.occurred_at -= absl::Hours(80);
  Send send = SendTo(AgencyOf(Shelter()), "R-1", "RMPC", sender);
  send.urgency = Urgency::kEmergency;
  const State sent = Decided({}, send);
  EXPECT_EQ(sent.sent_at, sender.occurred_at);
  EXPECT_EQ(sent.deadline->due, Noon() + absl::Hours(24));
  EXPECT_EQ(Refused(sent, Expire{Ticker()}), "NOT_DUE");
  const State asked = Decided(sent, AskInfo{recipient, Secret()});
  EXPECT_EQ(asked.deadline->due, Noon() + absl::Hours(24));
  EXPECT_EQ(Decided(asked, GiveInfo{sender, Secret()}).deadline->due, Noon() + absl::Hours(24));
  EXPECT_EQ(Decided(asked, Cancel{sender, "CHILD_MOVED"}).deadline->due, Noon() + absl::Hours(72));
  EXPECT_EQ(Decided(sent, AcceptBy(recipient)).deadline->due,
            recipient.occurred_at + absl::Hours(24))
      << "what one promises oneself runs from when it was promised";
}

TEST(Referral, DecliningNeedsACodedReason) {
  EXPECT_EQ(Refused(SentOne(), Decline{Shelter(), "", Secret()}), "REASON_REQUIRED");
  EXPECT_EQ(Refused(SentOne(), Decline{Shelter(), "BECAUSE", {}}), "UNKNOWN_CODE");
  EXPECT_EQ(Refused(SentOne(), Decline{Shelter(), "NO_CAPACITY", {}}), "OK");
}

TEST(Referral, DecliningWithOtherNeedsANote) {
  EXPECT_EQ(Refused(SentOne(), Decline{Shelter(), "OTHER", {}}), "REASON_REQUIRED");
  EXPECT_EQ(Refused(SentOne(), Decline{Shelter(), "OTHER", Secret()}), "OK");
}

TEST(Referral, AShelterThatDeclinesIsEscalatedAndACounsellorIsNot) {
  const Decline no{Shelter(), "NO_CAPACITY", {}};
  EXPECT_NE(Only<Escalated>(*Decide(SentOne(Urgency::kNormal, "RMTS"), no, kRules)), nullptr);
  EXPECT_NE(Only<Escalated>(*Decide(SentOne(Urgency::kNormal, "RMSH"), no, kRules)), nullptr);
  EXPECT_EQ(Only<Escalated>(*Decide(SentOne(Urgency::kNormal, "RMPC"), no, kRules)), nullptr);
}

// The law lets it turn no child away: to name another is a no as well.
TEST(Referral, AShelterThatPassesAChildOnIsEscalatedAsOneThatDeclines) {
  const Redirect on{Shelter(), "R-2", "a-other", "NO_CAPACITY"};
  EXPECT_EQ(Only<Escalated>(*Decide(SentOne(Urgency::kNormal, "RMPC"), on, kRules)), nullptr);
  EXPECT_NE(Only<Escalated>(*Decide(SentOne(Urgency::kNormal, "RMSH"), on, kRules)), nullptr);
  const State accepted = Decided(SentOne(Urgency::kUrgent, "RMTS"), AcceptBy(Shelter()));
  const auto events = *Decide(accepted, on, kRules);
  ASSERT_NE(Only<Escalated>(events), nullptr);
  EXPECT_EQ(Only<Escalated>(events)->to, "SUPERVISOR");
  EXPECT_EQ(Only<Escalated>(events)->reason, "SHELTER_DECLINED");
  const State redirected = FoldOf(accepted, events);
  EXPECT_EQ(redirected.stage, Stage::kRedirected);
  EXPECT_TRUE(redirected.escalated);
  EXPECT_EQ(Refused(redirected, ConfirmLoop{Officer()}), "OK");
}

TEST(Referral, TheRecipientMayStillDeclineAfterSchedulingButNotOnceServing) {
  const State scheduled = Decided(AcceptedOne(), Schedule{Shelter(), Noon() + absl::Hours(5), {}});
  EXPECT_EQ(Refused(scheduled, Decline{Shelter(), "NO_CAPACITY", {}}), "OK");
  EXPECT_EQ(Refused(InServiceOne(), Decline{Shelter(), "NO_CAPACITY", {}}), "NOT_ALLOWED_IN_STATE");
}

TEST(Referral, NobodyHasMissedAnAppointmentThatIsStillToCome) {
  const absl::Duration days = absl::Hours(72);
  const State booked = Decided(AcceptedOne(), Schedule{Shelter(), Noon() + days, {}});
  EXPECT_EQ(Refused(booked, RecordNoShow{Shelter()}), "IN_FUTURE");
  EXPECT_EQ(Refused(booked, RecordNoShow{Later(Shelter(), days - absl::Minutes(1))}), "IN_FUTURE");
  EXPECT_EQ(Refused(booked, RecordNoShow{Later(Shelter(), days)}), "OK");
}

TEST(Referral, IsEnteredInErrorForAReasonOfTheList) {
  EXPECT_EQ(Refused(AcceptedOne(), EnterInError{Shelter(), ""}), "REASON_REQUIRED");
  EXPECT_EQ(Refused(AcceptedOne(), EnterInError{Shelter(), "FOO"}), "UNKNOWN_CODE");
  EXPECT_EQ(Refused(AcceptedOne(), EnterInError{Shelter(), "SENT_IN_ERROR"}), "OK");
}

TEST(Referral, TheSenderCancelsAtOnceBeforeItIsOpened) {
  EXPECT_EQ(Decided(SentOne(), Cancel{Officer(), "CHILD_MOVED"}).stage, Stage::kCancelled);
}

TEST(Referral, OnceOpenedTheSenderOnlyAsksAndTheRecipientConfirms) {
  const State opened = Decided(SentOne(), Open{Shelter()});
  const State asked = Decided(opened, Cancel{Officer(), "CHILD_MOVED"});
  EXPECT_EQ(asked.stage, Stage::kCancelRequested);
  EXPECT_EQ(Refused(asked, ConfirmCancel{Officer()}), "NOT_DUE");
  const auto confirmed = *Decide(asked, ConfirmCancel{Shelter()}, kRules);
  EXPECT_EQ(Only<Cancelled>(confirmed)->reason, "CHILD_MOVED");
}

TEST(Referral, WhatNobodyAcceptedIsCancelledWhenTheRecipientIsSilentOnIt) {
  const State opened = Decided(SentOne(), Open{Shelter()});
  const State asked = Decided(opened, Cancel{Officer(), "CHILD_MOVED"});
  EXPECT_EQ(Refused(asked, Expire{Later(Ticker(), absl::Hours(71))}), "NOT_DUE");
  const Expire late{Later(Ticker(), absl::Hours(72))};
  EXPECT_THAT(AllowedActions(asked, late.by), Contains(Verb::kExpire));
  EXPECT_EQ(Only<Cancelled>(*Decide(asked, late, kRules))->reason, "CHILD_MOVED");
  EXPECT_EQ(Refused(asked, Expire{Later(Officer(), absl::Hours(72))}), "NOT_PERMITTED");
}

TEST(Referral, WhatWasAcceptedIsNotCancelledBySilence) {
  const State asked = Decided(AcceptedOne(), Cancel{Officer(), "CHILD_MOVED"});
  const Acting ticker = Later(Ticker(), absl::Hours(73));
  EXPECT_THAT(AllowedActions(asked, ticker), Not(Contains(Verb::kExpire)));
  EXPECT_EQ(Refused(asked, Expire{ticker}), "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(Refused(asked, Escalate{ticker, {}}), "OK");
}

TEST(Referral, TheSenderEndsWhatWasTakenOnWhereNobodyAnswersAnyMore) {
  for (const State& taken_on : {AcceptedOne(), InServiceOne()}) {
    const State asked = Decided(taken_on, Cancel{Officer(), "RECIPIENT_GONE"});
    const Acting early = Later(Officer(), absl::Hours(71));
    EXPECT_EQ(Refused(asked, ConfirmCancel{early}), "NOT_DUE");
    EXPECT_THAT(AllowedActions(asked, early), Not(Contains(Verb::kConfirmCancel)));
    const Acting late = Later(Officer(), absl::Hours(72));
    EXPECT_THAT(AllowedActions(asked, late), Contains(Verb::kConfirmCancel));
    // Told to be overdue, it is no other's to end.
    const State told = Decided(asked, Escalate{Later(Ticker(), absl::Hours(72)), {}});
    EXPECT_EQ(Refused(told, ConfirmCancel{Later(Hospital(), absl::Hours(80))}),
              "NOT_FOUND_OR_NOT_YOURS");
    EXPECT_EQ(Only<Cancelled>(*Decide(told, ConfirmCancel{late}, kRules))->reason,
              "RECIPIENT_GONE");
  }
}

TEST(Referral, WhatWaitedAgainWhenItWasAskedBackIsCancelledBySilenceAsIfNeverAccepted) {
  const State waiting = Decided(AcceptedOne(), Waitlist{Shelter(), std::nullopt});
  const Cancel back{Officer(), "CHILD_MOVED"};
  const State asked = Decided(waiting, back);
  const Expire late{Later(Ticker(), absl::Hours(72))};
  EXPECT_THAT(AllowedActions(asked, late.by), Contains(Verb::kExpire));
  EXPECT_EQ(Only<Cancelled>(*Decide(asked, late, kRules))->reason, "CHILD_MOVED");
  EXPECT_EQ(Refused(asked, RecordService{Shelter(), {}, {}}), "NOT_ALLOWED_IN_STATE");
  const State again = Decided(Decided(waiting, AcceptBy(Shelter())), back);
  EXPECT_EQ(Refused(again, late), "NOT_ALLOWED_IN_STATE") << "the recipient may have the child";
}

// A log of before, in which it was served all the same.
TEST(Referral, OnceServedItIsServedAgainWhateverWasAskedBack) {
  State asked = Decided(Decided(AcceptedOne(), Waitlist{Shelter(), std::nullopt}),
                        Cancel{Officer(), "CHILD_MOVED"});
  const State served = Evolve(
      std::move(asked),
      ServiceRecorded{
          .at = Noon(), .service = "RMPC", .first = true, .note = {}, .complete_by = Noon()});
  EXPECT_EQ(Refused(served, RecordService{Shelter(), {}, {}}), "OK");
}

TEST(Referral, AServiceGivenAnswersARequestToCancel) {
  const State asked = Decided(AcceptedOne(), Cancel{Officer(), "CHILD_MOVED"});
  EXPECT_EQ(Decided(asked, RecordService{Shelter(), {}, {}}).stage, Stage::kInService);
}

TEST(Referral, OnlyTheFirstServiceIsMarkedFirst) {
  const RecordService service{Shelter(), {}, {}};
  EXPECT_TRUE(Only<ServiceRecorded>(*Decide(AcceptedOne(), service, kRules))->first);
  EXPECT_FALSE(Only<ServiceRecorded>(*Decide(InServiceOne(), service, kRules))->first);
}

TEST(Referral, NothingIsCompletedWithoutAService) {
  EXPECT_EQ(Refused(AcceptedOne(), Complete{Shelter(), "SERVED"}), "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(Refused(InServiceOne(), Complete{Shelter(), "SERVED"}), "OK");
  EXPECT_EQ(Refused(InServiceOne(), Complete{Shelter(), "DONE"}), "UNKNOWN_CODE");
}

TEST(Referral, TheSenderConfirmsTheLoopOnce) {
  const State completed = Decided(InServiceOne(), Complete{Shelter(), "SERVED"});
  const State confirmed = Decided(completed, ConfirmLoop{Officer()});
  EXPECT_TRUE(confirmed.loop_confirmed);
  EXPECT_EQ(Refused(confirmed, ConfirmLoop{Officer()}), "ALREADY_DONE");
  EXPECT_THAT(AllowedActions(confirmed, Officer()), Not(Contains(Verb::kConfirmLoop)));
}

TEST(Referral, ALoopConfirmedTellsWhetherTheChildSaidSo) {
  const State completed = Decided(InServiceOne(), Complete{Shelter(), "SERVED"});
  EXPECT_FALSE(Only<LoopConfirmed>(*Decide(completed, ConfirmLoop{Officer()}, kRules))->with_child);
  EXPECT_TRUE(
      Only<LoopConfirmed>(*Decide(completed, ConfirmLoop{Officer(), true}, kRules))->with_child);
}

TEST(Referral, ExpiresOnlyWhenItsDeadlineIsOver) {
  const State sent = SentOne();
  EXPECT_EQ(Refused(sent, Expire{Later(Ticker(), absl::Hours(71))}), "NOT_DUE");
  const State expired = Decided(sent, Expire{Later(Ticker(), absl::Hours(72))});
  EXPECT_EQ(expired.stage, Stage::kExpired);
  EXPECT_FALSE(expired.deadline.has_value());
}

TEST(Referral, SilenceIsToldToSomebodyAboveTheDeskWhateverWasAsked) {
  for (const char* service : {"RMPC", "RMTS"}) {
    const auto events = Decide(SentOne(Urgency::kUrgent, service),
                               Command(Expire{Later(Ticker(), absl::Hours(72))}), kRules);
    ASSERT_TRUE(events.ok());
    EXPECT_TRUE(std::holds_alternative<Escalated>(events->back())) << service;
  }
}

TEST(Referral, WhatNobodyAcceptedIsNotServedOnTheWayToItsCancellation) {
  State asked = Decided(SentOne(), Open{Shelter()});
  asked = Decided(asked, Cancel{Officer(), "CHILD_MOVED"});
  EXPECT_EQ(Refused(asked, RecordService{Shelter(), {}, {}}), "NOT_ALLOWED_IN_STATE");
  EXPECT_THAT(AllowedActions(asked, Shelter()), Not(Contains(Verb::kRecordService)));
}

TEST(Referral, OnlyTheHubItselfExpires) {
  EXPECT_EQ(Refused(SentOne(), Expire{Later(Officer(), absl::Hours(100))}), "NOT_PERMITTED");
}

TEST(Referral, SilenceOnAnEmergencyIsEscalated) {
  const Expire late{Later(Ticker(), absl::Hours(24))};
  EXPECT_NE(Only<Escalated>(*Decide(SentOne(Urgency::kEmergency), late, kRules)), nullptr);
}

TEST(Referral, AWaitlistIsReviewedWithinAWeekHoweverLateTheDeskSays) {
  const State waiting =
      Decided(SentOne(Urgency::kNormal), Waitlist{Shelter(), Noon() + absl::Hours(24 * 60)});
  EXPECT_EQ(waiting.deadline->due, Noon() + absl::Hours(7 * 24));
}

TEST(Referral, AWaitlistIsReviewedNoLaterThanAnAnswerWouldBeDue) {
  Waitlist wait{Shelter(), std::nullopt};
  EXPECT_EQ(Decided(SentOne(Urgency::kEmergency), wait).deadline->due, Noon() + absl::Hours(24));
  EXPECT_EQ(Decided(SentOne(Urgency::kUrgent), wait).deadline->due, Noon() + absl::Hours(72));
  wait.by.occurred_at -= absl::Hours(80);
  EXPECT_EQ(Decided(SentOne(Urgency::kEmergency), wait).deadline->due, Noon() + absl::Hours(24))
      << "from when the hub was told";
}

TEST(Referral, AReviewKeepsItWaitingUnderANewClock) {
  const State waiting = Decided(SentOne(), Waitlist{Shelter(), std::nullopt});
  EXPECT_THAT(AllowedActions(waiting, Shelter()), Contains(Verb::kWaitlist));
  const State reviewed = Decided(waiting, Waitlist{Later(Shelter(), absl::Hours(70)), {}});
  EXPECT_EQ(reviewed.stage, Stage::kWaitlisted);
  EXPECT_EQ(reviewed.deadline->due, Noon() + absl::Hours(70 + 72));
}

TEST(Referral, AShelterThatPutsAChildOnAListIsEscalatedEachTimeAndACounsellorIsNot) {
  const Waitlist wait{Shelter(), std::nullopt};
  EXPECT_EQ(Only<Escalated>(*Decide(SentOne(), wait, kRules)), nullptr);
  const State shelter = SentOne(Urgency::kUrgent, "RMTS");
  const auto events = *Decide(shelter, wait, kRules);
  ASSERT_NE(Only<Escalated>(events), nullptr);
  EXPECT_EQ(Only<Escalated>(events)->reason, "SHELTER_WAITLISTED");
  const State waiting = FoldOf(shelter, events);
  EXPECT_TRUE(waiting.escalated);
  EXPECT_NE(Only<Escalated>(*Decide(waiting, wait, kRules)), nullptr);
  // That it waits was told; that nobody looked again is another thing.
  const Escalate late{Later(Ticker(), absl::Hours(72)), {}};
  EXPECT_EQ(Refused(Decided(waiting, late), late), "ALREADY_DONE");
}

TEST(Referral, WhatIsSaidToHappenLaterThanAPhonesClockMayRunAheadIsRefused) {
  Acting ahead = Shelter();
  ahead.occurred_at = ahead.now + absl::Minutes(16);
  EXPECT_EQ(Refused(SentOne(), Open{ahead}), "IN_FUTURE");
  ahead.occurred_at = ahead.now + absl::Minutes(15);
  EXPECT_EQ(Refused(SentOne(), Open{ahead}), "OK");
  ahead.occurred_at = ahead.now - absl::Hours(24 * 9);
  EXPECT_EQ(Refused(SentOne(), Open{ahead}), "OK");
}

TEST(Referral, MissingFieldsAreNamed) {
  Send send = SendTo(AgencyOf(Shelter()), "R-1");
  send.urgency = Urgency::kUnset;
  const absl::Status status = Decide(State{}, send, kRules).status();
  ASSERT_EQ(ReasonOf(status), "MALFORMED");
  EXPECT_EQ(RefusalOf(status)->details.front().second, "urgency");
}

TEST(Referral, AVolunteerSendsNoReferrals) {
  EXPECT_EQ(Refused({}, SendTo(AgencyOf(Shelter()), "R-1", "RMTS", Chv())), "NOT_PERMITTED");
}

TEST(Referral, AllowedActionsAreThoseOfTheTableForThisParty) {
  EXPECT_THAT(AllowedActions(SentOne(), Shelter()),
              testing::UnorderedElementsAre(Verb::kOpen, Verb::kAskInfo, Verb::kAccept,
                                            Verb::kWaitlist, Verb::kDecline, Verb::kRedirect));
  EXPECT_THAT(AllowedActions(SentOne(), Officer()),
              testing::UnorderedElementsAre(Verb::kCancel, Verb::kEnterInError));
  EXPECT_THAT(AllowedActions(SentOne(), Hospital()), testing::IsEmpty());
}

}  // namespace
}  // namespace rufaa::referral
