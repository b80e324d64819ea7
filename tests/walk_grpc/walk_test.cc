// The whole main job through gRPC, each step as the right person of the right agency, and at each
// step what everybody else may know of it. The same over a log of this process and over one that a
// real broker gives its order.
#include <algorithm>

#include "tests/support/kafka_cluster.h"
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

template <class List>
bool Contains(const List& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The people of the walk, and what it has come to so far.
enum class Order { kOfTheProcess, kOfKafka };

class MainJobTest : public WalkTest, public ::testing::WithParamInterface<Order> {
 protected:
  void SetUp() override {
    if (GetParam() == Order::kOfKafka) {
      kafka_ = {
          .brokers = KafkaCluster::Shared(1).brokers(), .replicas = 1, .min_insync_replicas = 1};
    }
    WalkTest::SetUp();
    chv_ = SignIn("p-chv");
    officer_ = SignIn("p-officer");
    supervisor_ = SignIn("p-supervisor");
    shelter_ = SignIn("p-shelter");
    hospital_ = SignIn("p-hospital");
    clinic_ = SignIn("p-clinic");
    court_ = SignIn("p-court");
  }

  void FindChild();
  void Register();
  void ReferToRescueCentre();
  void CheckPendingReferral();
  void AcceptAtRescueCentre();
  void FindNoSecondBed();
  void DeclineAtHospital();
  void ServeAtClinic();
  void AssessAndPlan();
  void GoToCourt();
  void FollowUp();
  void CloseOnceNothingIsOpen();
  void Reopen();
  void CheckTrailAndPast();

  std::unique_ptr<Client> SignIn(const std::string& person) {
    return std::make_unique<Client>(county_->SignIn(person));
  }

  std::unique_ptr<Client> chv_, officer_, supervisor_, shelter_, hospital_, clinic_, court_;
  std::string code_;          // Of the case.
  std::string shelter_code_;  // Of the referral to the rescue centre …
  std::string medical_need_;  // … and of the need that the hospital did not meet.
  std::string matter_, order_;
  uint64_t registered_at_ = 0, sent_at_ = 0, accepted_at_ = 0, reopened_at_ = 0;
};

// Identified: the volunteer knows that it was received, and by whom; nobody else knows of it.
void MainJobTest::FindChild() {
  const auto found = chv_->Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  code_ = found.case_file().case_code();
  EXPECT_EQ(found.case_file().stage(), "identified");
  EXPECT_EQ(CaseAsSeenBy("p-chv", code_, found.revision()).owner_agency(), "sco-kisauni");
  ExpectUnknownTo("p-nyali", code_, found.revision());
  ExpectUnknownTo("p-shelter", code_, found.revision());
  ExpectUnknownTo("p-operator", code_, found.revision());
  ExpectUnknownTo("p-committee", code_, found.revision());
}

// Registered, with its risk.
void MainJobTest::Register() {
  auto reply = officer_->Must<cw::CaseReply>(&CaseStub::RegisterCase,
                                             OnCase<cw::RegisterCaseRequest>(code_));
  EXPECT_EQ(reply.case_file().stage(), "registered");
  EXPECT_FALSE(reply.case_file().serial().empty());
  auto risk = OnCase<cw::SetRiskRequest>(code_);
  risk.set_risk("RLHG");
  reply = officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
  registered_at_ = reply.revision();
  EXPECT_TRUE(Contains(reply.case_file().allowed_actions(), "SendReferral"));
  cw::ListCaseloadRequest caseload;
  caseload.set_min_revision(reply.revision());
  EXPECT_EQ(officer_->Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, caseload)
                .cases(0)
                .case_code(),
            code_);
  EXPECT_EQ(CaseAsSeenBy("p-officer", code_, reply.revision(), common::v1::PURPOSE_CASE_MGMT)
                .identity()
                .first_name(),
            "Zawadi");
}

// Referred to a rescue centre: no consent, no referral.
void MainJobTest::ReferToRescueCentre() {
  auto send = OnCase<rf::SendReferralRequest>(code_);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  rf::ReferralReply refused;
  EXPECT_REFUSED(officer_->Call(&ReferralStub::SendReferral, send, &refused), NO_CONSENT);
  Consent(*officer_, code_, "rescue-centre");
  const auto sent = Sent(*officer_, code_, "RMTS", "rescue-centre");
  shelter_code_ = sent.referral().referral_code();
  sent_at_ = sent.revision();
}

// It stands in the centre's inbox with a clock, and tells enough to decide and no more.
void MainJobTest::CheckPendingReferral() {
  const auto inbox = shelter_->Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                                              Worklist(rf::QUEUE_NEW, sent_at_));
  ASSERT_EQ(inbox.referrals_size(), 1);
  EXPECT_EQ(inbox.referrals(0).referral_code(), shelter_code_);
  EXPECT_TRUE(inbox.referrals(0).has_due_time());
  EXPECT_EQ(inbox.referrals(0).sex(), "SFEM");
  EXPECT_EQ(inbox.referrals(0).case_code(), "");
  const auto pending = shelter_->Must<rf::GetReferralResponse>(
      &ReferralStub::GetReferral,
      ReferralAt(shelter_code_, sent_at_, common::v1::PURPOSE_REFERRAL_SERVICE));
  EXPECT_FALSE(pending.referral().has_identity());
  EXPECT_EQ(pending.referral().note(), "");
  rf::GetReferralResponse not_theirs;
  EXPECT_REFUSED(
      hospital_->Call(&ReferralStub::GetReferral, ReferralAt(shelter_code_, sent_at_), &not_theirs),
      NOT_FOUND_OR_NOT_YOURS);
}

// Accepted: a bed is held in the same commit, the identity opens to the centre and to it alone.
void MainJobTest::AcceptAtRescueCentre() {
  const auto accepted = shelter_->Must<rf::ReferralReply>(
      &ReferralStub::AcceptReferral, OnReferral<rf::AcceptReferralRequest>(shelter_code_));
  accepted_at_ = accepted.revision();
  EXPECT_TRUE(accepted.referral().bed_held());
  EXPECT_EQ(accepted.referral().case_code(), code_);
  const auto opened = shelter_->Must<rf::GetReferralResponse>(
      &ReferralStub::GetReferral,
      ReferralAt(shelter_code_, accepted.revision(), common::v1::PURPOSE_REFERRAL_SERVICE));
  EXPECT_EQ(opened.referral().identity().first_name(), "Zawadi");
  EXPECT_EQ(opened.referral().note(), "Please see her today.");
  // What may be done next is the same wherever it is read.
  EXPECT_EQ(opened.referral().allowed_actions().size(),
            accepted.referral().allowed_actions().size());
  EXPECT_TRUE(Contains(opened.referral().allowed_actions(), "RecordService"));
  ExpectUnknownTo("p-hospital", code_, accepted.revision());
}

// The centre's only bed is held: a second child finds none.
void MainJobTest::FindNoSecondBed() {
  const auto other = RegisteredCase(*chv_, *officer_);
  Consent(*officer_, other.case_file().case_code(), "rescue-centre");
  const auto crowded = Sent(*officer_, other.case_file().case_code(), "RMTS", "rescue-centre");
  rf::ReferralReply full;
  EXPECT_REFUSED(
      shelter_->Call(&ReferralStub::AcceptReferral,
                     OnReferral<rf::AcceptReferralRequest>(crowded.referral().referral_code()),
                     &full),
      NO_BED_FREE);
}

// A hospital says no, with a reason: the need stays open, and the answer names who has room.
void MainJobTest::DeclineAtHospital() {
  const auto medical = Sent(*officer_, code_, "RMPP", "hospital");
  auto decline = OnReferral<rf::DeclineReferralRequest>(medical.referral().referral_code());
  decline.set_reason("NO_CAPACITY");
  const auto declined = hospital_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline);
  EXPECT_EQ(declined.referral().state(), "declined");
  ASSERT_EQ(declined.alternatives_size(), 1);
  EXPECT_EQ(declined.alternatives(0).agency(), "clinic");
  const cw::Case with_needs = CaseAsSeenBy("p-officer", code_, declined.revision());
  const auto need = std::find_if(with_needs.needs().begin(), with_needs.needs().end(),
                                 [](const cw::Need& need) { return need.code() == "RMPP"; });
  ASSERT_NE(need, with_needs.needs().end());
  EXPECT_EQ(need->state(), "open");
  medical_need_ = need->need();
}

// Sent on to who has room, and done there.
void MainJobTest::ServeAtClinic() {
  auto again = OnCase<rf::SendReferralRequest>(code_);
  again.set_service("RMPP");
  again.set_need(medical_need_);
  again.set_to_agency("clinic");
  const std::string rf2 = officer_->Must<rf::ReferralReply>(&ReferralStub::SendReferral, again)
                              .referral()
                              .referral_code();
  clinic_->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                   OnReferral<rf::AcceptReferralRequest>(rf2));
  const rf::ReferralReply completed = Served(*clinic_, rf2, "RMPP");
  EXPECT_EQ(completed.referral().state(), "completed");
  // With the end the name closes again.
  rf::GetReferralResponse ended;
  const absl::Status after_end = clinic_->Call(
      &ReferralStub::GetReferral,
      ReferralAt(rf2, completed.revision(), common::v1::PURPOSE_REFERRAL_SERVICE), &ended);
  EXPECT_FALSE(ended.referral().has_identity()) << after_end;
  officer_->Must<rf::ReferralReply>(&ReferralStub::ConfirmLoop,
                                    OnReferral<rf::ConfirmLoopRequest>(rf2));
}

// Assessed, planned, approved, carried out.
void MainJobTest::AssessAndPlan() {
  auto assess = OnCase<cw::AssessCaseRequest>(code_);
  assess.set_childs_views_recorded(true);
  assess.set_narrative("She wants to go back to school.");
  EXPECT_EQ(officer_->Must<cw::CaseReply>(&CaseStub::AssessCase, assess).case_file().stage(),
            "assessment");
  officer_->Must<cw::CaseReply>(&CaseStub::DraftPlan, OnCase<cw::DraftPlanRequest>(code_));
  cw::CaseReply no;
  EXPECT_REFUSED(officer_->Call(&CaseStub::ApprovePlan, OnCase<cw::ApprovePlanRequest>(code_), &no),
                 NOT_PERMITTED);
  supervisor_->Must<cw::CaseReply>(&CaseStub::ApprovePlan, OnCase<cw::ApprovePlanRequest>(code_));
  officer_->Must<cw::CaseReply>(&CaseStub::StartImplementation,
                                OnCase<cw::StartImplementationRequest>(code_));
}

// Court: set, moved, attended; an order with its expiry.
void MainJobTest::GoToCourt() {
  auto set = OnCase<cw::SetCourtDateRequest>(code_);
  set.set_court("court");
  set.set_session("STMN");
  *set.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  set.set_court_file("Misc. 12 of 2026");
  const auto dated = officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, set);
  matter_ = dated.case_file().court_dates(0).matter();
  auto move = OnCase<cw::MoveCourtDateRequest>(code_);
  move.set_matter(matter_);
  *move.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(48));
  move.set_reason("MAGISTRATE_ABSENT");
  const auto moved = court_->Must<cw::CaseReply>(&CaseStub::MoveCourtDate, move);
  cw::ListCourtCalendarRequest calendar;
  calendar.set_min_revision(moved.revision());
  const auto days =
      court_->Must<cw::ListCourtCalendarResponse>(&CaseStub::ListCourtCalendar, calendar);
  ASSERT_EQ(days.court_dates_size(), 1);
  EXPECT_EQ(rpc::FromProto(days.court_dates(0).court_time()), clock_.Now() + absl::Hours(48));
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_kind("OCCI");
  order.set_matter(matter_);
  order.set_expires_on("2026-04-30");
  order_ = court_->Must<cw::CaseReply>(&CaseStub::MakeOrder, order).case_file().orders(0).order();
}

// Sessions and follow-up.
void MainJobTest::FollowUp() {
  for (uint32_t number = 1; number <= 6; ++number) {
    auto session = OnCase<cw::RecordSessionRequest>(code_);
    session.set_service("PCNS");
    session.set_number(number);
    shelter_->Must<cw::CaseReply>(&CaseStub::RecordSession, session);
  }
  officer_->Must<cw::CaseReply>(&CaseStub::StartFollowUp, OnCase<cw::StartFollowUpRequest>(code_));
  auto visit = OnCase<cw::RecordVisitRequest>(code_);
  visit.set_final(true);
  officer_->Must<cw::CaseReply>(&CaseStub::RecordVisit, visit);
}

// Closure: not while a referral is open, nor a date ahead, nor an order running.
void MainJobTest::CloseOnceNothingIsOpen() {
  const auto ask = [&] {
    auto request = OnCase<cw::RequestClosureRequest>(code_);
    request.set_reason("COEN");
    request.set_family_told(true);
    return request;
  };
  cw::CaseReply no;
  EXPECT_REFUSED(officer_->Call(&CaseStub::RequestClosure, ask(), &no), OPEN_REFERRAL);
  Served(*shelter_, shelter_code_, "RMTS");
  EXPECT_REFUSED(officer_->Call(&CaseStub::RequestClosure, ask(), &no), COURT_DATE_AHEAD);
  clock_.Advance(absl::Hours(49));
  auto outcome = OnCase<cw::RecordCourtOutcomeRequest>(code_);
  outcome.set_matter(matter_);
  outcome.set_outcome("CRUL");
  outcome.set_supported(true);
  court_->Must<cw::CaseReply>(&CaseStub::RecordCourtOutcome, outcome);
  EXPECT_REFUSED(officer_->Call(&CaseStub::RequestClosure, ask(), &no), ORDER_RUNNING);
  auto end_order = OnCase<cw::EndOrderRequest>(code_);
  end_order.set_order(order_);
  end_order.set_reason("REVOKED");
  officer_->Must<cw::CaseReply>(&CaseStub::EndOrder, end_order);
  officer_->Must<cw::CaseReply>(&CaseStub::RequestClosure, ask());
  EXPECT_REFUSED(
      officer_->Call(&CaseStub::ApproveClosure, OnCase<cw::ApproveClosureRequest>(code_), &no),
      NOT_PERMITTED);
  const auto closed = supervisor_->Must<cw::CaseReply>(&CaseStub::ApproveClosure,
                                                       OnCase<cw::ApproveClosureRequest>(code_));
  EXPECT_EQ(closed.case_file().stage(), "closed");
}

// Reopened by a new event; the closure stays in its history.
void MainJobTest::Reopen() {
  auto reopen = OnCase<cw::ReopenCaseRequest>(code_);
  reopen.set_reason("NEW_INFORMATION");
  const auto reopened = officer_->Must<cw::CaseReply>(&CaseStub::ReopenCase, reopen);
  EXPECT_EQ(reopened.case_file().stage(), "assessment");
  reopened_at_ = reopened.revision();
}

// The trail has all of it, and tells what the rescue centre knew when.
void MainJobTest::CheckTrailAndPast() {
  const std::vector<std::string> trail = Trail(code_, reopened_at_);
  for (const char* type :
       {"case.identified", "case.registered", "referral.sent", "referral.accepted",
        "referral.declined", "case.court-date-moved", "case.closed", "case.reopened"}) {
    EXPECT_TRUE(Contains(trail, type)) << type;
  }
  // What the centre knew: nothing before it was asked, no identity before it accepted.
  EXPECT_EQ(KnownThen("rescue-centre", code_, registered_at_).find("rows"), std::string::npos);
  const std::string asked = KnownThen("rescue-centre", code_, sent_at_);
  EXPECT_NE(asked.find("SFEM"), std::string::npos);
  EXPECT_EQ(asked.find("sealed:identity"), std::string::npos);
  EXPECT_NE(KnownThen("rescue-centre", code_, accepted_at_).find("sealed:identity"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Logs, MainJobTest,
                         ::testing::Values(Order::kOfTheProcess, Order::kOfKafka),
                         [](const auto& info) {
                           return info.param == Order::kOfKafka ? "Kafka" : "Embedded";
                         });

TEST_P(MainJobTest, FromTheChildFoundToTheCaseClosedAndReopened) {
  FindChild();
  Register();
  ReferToRescueCentre();
  CheckPendingReferral();
  AcceptAtRescueCentre();
  FindNoSecondBed();
  DeclineAtHospital();
  ServeAtClinic();
  AssessAndPlan();
  GoToCourt();
  FollowUp();
  CloseOnceNothingIsOpen();
  Reopen();
  CheckTrailAndPast();
}

}  // namespace
}  // namespace rufaa::testing
