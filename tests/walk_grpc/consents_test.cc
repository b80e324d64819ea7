// What a consent that is gone shuts, beside another that stands; and what it leaves to be done.
#include <gmock/gmock.h>

#include <vector>

#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using common::v1::Compartment;
using common::v1::COMPARTMENT_IDENTITY;
using common::v1::COMPARTMENT_LOCATION;
using common::v1::COMPARTMENT_NARRATIVE;
using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

using Scope = std::vector<Compartment>;

class ConsentsTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
  }

  // Its id. `lasting`: until it is withdrawn; else for an hour.
  std::string ConsentTo(const Scope& scope, bool lasting) {
    auto consent = OnCase<cw::GiveConsentRequest>(code_);
    consent.set_recipient_agency("rescue-centre");
    consent.set_purpose("REFERRAL_SERVICE");
    for (const Compartment part : scope) consent.add_scope(part);
    consent.set_given_by("GUARDIAN");
    if (!lasting) *consent.mutable_until_time() = In(absl::Hours(1));
    const auto given = officer_->Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
    const cw::Case kase = CaseAsSeenBy("p-officer", code_, given.revision());
    return kase.consents(kase.consents_size() - 1).consent();
  }

  std::string SentUnder(const std::string& consent, const std::string& service,
                        const Scope& scope) {
    auto send = OnCase<rf::SendReferralRequest>(code_);
    send.set_service(service);
    send.set_to_agency("rescue-centre");
    send.set_consent(consent);
    for (const Compartment part : scope) send.add_scope(part);
    const auto sent = officer_->Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
    revision_ = sent.revision();
    return sent.referral().referral_code();
  }

  template <class Method, class Request>
  rf::Referral OfReferral(Client& by, Method method, const Request& request) {
    const auto reply = by.Must<rf::ReferralReply>(method, request);
    revision_ = reply.revision();
    return reply.referral();
  }
  void Accept(Client& by, const std::string& referral) {
    OfReferral(by, &ReferralStub::AcceptReferral, OnReferral<rf::AcceptReferralRequest>(referral));
  }
  void Schedule(const std::string& referral) {
    auto schedule = OnReferral<rf::ScheduleAppointmentRequest>(referral);
    *schedule.mutable_appointment_time() = In(absl::Hours(1));
    OfReferral(*shelter_, &ReferralStub::ScheduleAppointment, schedule);
  }
  rf::Referral Declined(const std::string& referral) {
    auto decline = OnReferral<rf::DeclineReferralRequest>(referral);
    decline.set_reason("NO_CAPACITY");
    return OfReferral(*shelter_, &ReferralStub::DeclineReferral, decline);
  }

  // Entries of this type in the shelter's timeline, oldest first.
  std::vector<cw::TimelineEntry> Told(const std::string& type) {
    cw::GetTimelineRequest request;
    request.set_case_code(code_);
    request.set_min_revision(revision_);
    const auto timeline = shelter_->Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, request);
    std::vector<cw::TimelineEntry> told;
    for (const cw::TimelineEntry& entry : timeline.entries()) {
      if (entry.event_type() == type) told.push_back(entry);
    }
    return told;
  }
  // One fact of the first such entry that tells it; empty: none does.
  std::string Fact(const std::string& type, const std::string& name) {
    const std::vector<cw::TimelineEntry> told = Told(type);
    EXPECT_FALSE(told.empty()) << type;
    for (const cw::TimelineEntry& entry : told) {
      const auto fact = entry.facts().find(name);
      if (fact != entry.facts().end()) return fact->second;
    }
    return "";
  }

  google::protobuf::Timestamp In(absl::Duration later) {
    return rpc::ToProto(clock_.Now() + later);
  }

  std::unique_ptr<Client> shelter_;
};

// The first of two referrals opens the story and the place, the second the name alone.
class ConsentsApartTest : public ConsentsTest {
 protected:
  void TakeBothOn(bool lasting) {
    const Scope wide = {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE, COMPARTMENT_LOCATION};
    first_ = ConsentTo(wide, lasting);
    Accept(*shelter_, SentUnder(first_, "RMTS", wide));
    const std::string second = ConsentTo({COMPARTMENT_IDENTITY}, /*lasting=*/true);
    Accept(*shelter_, SentUnder(second, "RMPC", {COMPARTMENT_IDENTITY}));
    Client hospital = county_->SignIn("p-hospital");
    anothers_ = Sent(*officer_, code_, "RMTX", "hospital").referral().referral_code();
    Accept(hospital, anothers_);
    auto risk = OnCase<cw::SetRiskRequest>(code_);
    risk.set_risk("RLHG");
    risk.add_reasons("TRAFFICKING");
    officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
    auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
    emergency.set_place_agency("second-shelter");
    emergency.set_court("court");
    *emergency.mutable_court_time() = In(absl::Hours(24));
    officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, emergency);
    for (const char* place : {"rescue-centre", "second-shelter"}) {
      auto move = OnCase<cw::MoveChildRequest>(code_);
      move.set_place_agency(place);
      move.set_reason("NO_ROOM");
      officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, move);
    }
    auto session = OnCase<cw::RecordSessionRequest>(code_);
    session.set_service("PCNS");
    revision_ = hospital.Must<cw::CaseReply>(&CaseStub::RecordSession, session).revision();
  }

  void ExpectTheStoryAndThePlace(bool open) {
    const cw::Case kase = CaseAsSeenBy("p-shelter", code_, revision_);
    EXPECT_EQ(kase.sex(), "SFEM");
    EXPECT_EQ(kase.categories_size(), open ? 1 : 0);
    EXPECT_EQ(Fact("case.risk-set", "risk"), "RLHG");
    EXPECT_EQ(!Fact("case.risk-set", "reasons").empty(), open);
    EXPECT_EQ(Fact("case.emergency-declared", "place_agency"), open ? "second-shelter" : "");
    ASSERT_EQ(Told("case.child-moved").size(), 2u);
    const auto moved = Told("case.child-moved").back().facts();
    EXPECT_EQ(moved.contains("place_agency"), open);
    EXPECT_FALSE(moved.contains("reason"));
    EXPECT_EQ(kase.place_of_safety().kind(), "RESCUE_CENTRE");
    EXPECT_EQ(kase.place_of_safety().agency(), open ? "second-shelter" : "");
    EXPECT_EQ(Told("case.service-session").size(), open ? 1u : 0u) << "of another helper";
  }

  std::string first_;     // Consent.
  std::string anothers_;  // Referral to another helper.
};

TEST_F(ConsentsApartTest, OneThatRanOutIsNotKeptOpenByAnotherThatOpensLess) {
  TakeBothOn(/*lasting=*/false);
  ExpectTheStoryAndThePlace(true);
  clock_.Advance(absl::Hours(2));
  ExpectTheStoryAndThePlace(false);
}

TEST_F(ConsentsApartTest, WhatAnotherHelperDidStaysShutOnceItsPartHasEnded) {
  TakeBothOn(/*lasting=*/false);
  clock_.Advance(absl::Hours(2));
  Client hospital = county_->SignIn("p-hospital");
  const rf::ReferralReply completed = Served(hospital, anothers_, "RMTX");
  EXPECT_EQ(completed.referral().state(), "completed");
  revision_ = completed.revision();
  ExpectTheStoryAndThePlace(false);
}

TEST_F(ConsentsApartTest, OneThatWasWithdrawnIsNotKeptOpenByAnotherThatOpensLess) {
  TakeBothOn(/*lasting=*/true);
  ExpectTheStoryAndThePlace(true);
  auto withdraw = OnCase<cw::WithdrawConsentRequest>(code_);
  withdraw.set_consent(first_);
  revision_ = officer_->Must<cw::CaseReply>(&CaseStub::WithdrawConsent, withdraw).revision();
  ExpectTheStoryAndThePlace(false);
}

// An office that gave the case to another, and then helps it, is no helper for what it did before.
TEST_F(ConsentsTest, WhatAnOfficeDidAsOwnerIsToldToAHelperAlsoWhenItHelpsLater) {
  const Scope names = {COMPARTMENT_IDENTITY};
  Accept(*shelter_, SentUnder(ConsentTo(names, /*lasting=*/true), "RMTS", names));
  auto session = OnCase<cw::RecordSessionRequest>(code_);
  session.set_service("PCNS");
  officer_->Must<cw::CaseReply>(&CaseStub::RecordSession, session);
  auto transfer = OnCase<cw::RequestTransferRequest>(code_);
  transfer.set_to_agency("sco-nyali");
  officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
  Client nyali = county_->SignIn("p-nyali");
  nyali.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code_));
  Accept(*officer_, Sent(nyali, code_, "RMPC", "sco-kisauni").referral().referral_code());
  auto helping = OnCase<cw::RecordSessionRequest>(code_);
  helping.set_service("LEGA");
  revision_ = officer_->Must<cw::CaseReply>(&CaseStub::RecordSession, helping).revision();
  EXPECT_EQ(Told("case.service-session").size(), 1u);
  EXPECT_EQ(Fact("case.service-session", "service"), "PCNS");
}

// Of a consent that ran out nobody is told: the recipient has to find its way out by itself.
class LettingGoTest : public ConsentsTest {
 protected:
  void SetUp() override {
    ConsentsTest::SetUp();
    const Scope names = {COMPARTMENT_IDENTITY};
    referral_ = SentUnder(ConsentTo(names, /*lasting=*/false), "RMTS", names);
  }
  void RunOut() { clock_.Advance(absl::Hours(2)); }
  rf::RecordServiceRequest Service() {
    auto record = OnReferral<rf::RecordServiceRequest>(referral_);
    record.set_service("RMTS");
    return record;
  }

  std::string referral_;
};

TEST_F(LettingGoTest, WhatItMayDoIsToLetGoAndTheAnswerTellsNothingOfTheChild) {
  Accept(*shelter_, referral_);
  Schedule(referral_);
  RunOut();
  const auto seen = shelter_->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                                            ReferralAt(referral_, revision_));
  EXPECT_THAT(seen.referral().allowed_actions(),
              UnorderedElementsAre("RecordNoShow", "CancelAppointment", "DeclineReferral",
                                   "MarkNotReached", "MarkEnteredInError"));
  auto redirect = OnReferral<rf::RedirectReferralRequest>(referral_);
  redirect.set_to_agency("second-shelter");
  redirect.set_reason("NO_CAPACITY");
  rf::ReferralReply none;
  EXPECT_REFUSED(shelter_->Call(&ReferralStub::RedirectReferral, redirect, &none), NOT_PERMITTED);
  EXPECT_REFUSED(shelter_->Call(&ReferralStub::RecordService, Service(), &none), NOT_PERMITTED);
  const rf::Referral missed = OfReferral(*shelter_, &ReferralStub::RecordNoShow,
                                         OnReferral<rf::RecordNoShowRequest>(referral_));
  EXPECT_EQ(missed.state(), "no-show");
  EXPECT_EQ(missed.need() + missed.urgency() + missed.subcounty(), "");
  EXPECT_THAT(missed.allowed_actions(),
              UnorderedElementsAre("DeclineReferral", "MarkNotReached", "MarkEnteredInError"));
  EXPECT_EQ(Declined(referral_).state(), "declined");
}

TEST_F(LettingGoTest, AnAppointmentIsCancelledAndTheChildSaidNotToBeReached) {
  Accept(*shelter_, referral_);
  Schedule(referral_);
  RunOut();
  auto cancel = OnReferral<rf::CancelAppointmentRequest>(referral_);
  cancel.set_reason("CHILD_MOVED");
  OfReferral(*shelter_, &ReferralStub::CancelAppointment, cancel);
  auto not_reached = OnReferral<rf::MarkNotReachedRequest>(referral_);
  not_reached.set_reason("NO_ANSWER");
  EXPECT_EQ(OfReferral(*shelter_, &ReferralStub::MarkNotReached, not_reached).state(),
            "could-not-reach");
}

TEST_F(LettingGoTest, WhatWasServedBeforeIsCompleted) {
  Accept(*shelter_, referral_);
  OfReferral(*shelter_, &ReferralStub::RecordService, Service());
  RunOut();
  auto complete = OnReferral<rf::CompleteReferralRequest>(referral_);
  complete.set_outcome("SERVED");
  EXPECT_EQ(OfReferral(*shelter_, &ReferralStub::CompleteReferral, complete).state(), "completed");
}

TEST_F(LettingGoTest, WhoHasNotDecidedDeclines) {
  RunOut();
  const auto seen = shelter_->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                                            ReferralAt(referral_, revision_));
  const auto listed = shelter_->Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                                               Worklist(rf::QUEUE_NEW, revision_));
  ASSERT_EQ(listed.referrals_size(), 1);
  EXPECT_EQ(listed.referrals(0).sex() + listed.referrals(0).urgency(), "");
  EXPECT_THAT(listed.referrals(0).allowed_actions(),
              ElementsAreArray(seen.referral().allowed_actions()));
  EXPECT_THAT(listed.referrals(0).allowed_actions(), Not(Contains("AcceptReferral")));
  rf::ReferralReply none;
  EXPECT_REFUSED(shelter_->Call(&ReferralStub::AcceptReferral,
                                OnReferral<rf::AcceptReferralRequest>(referral_), &none),
                 NOT_PERMITTED);
  EXPECT_EQ(Declined(referral_).state(), "declined");
}

}  // namespace
}  // namespace rufaa::testing
