// The whole main job through gRPC, each step as the right person of the right agency, and at each
// step what everybody else may know of it.
#include <algorithm>

#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
namespace cm = committee::v1;

class WalkTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }

  // `person` can't tell the case from one that is not there.
  void ExpectUnknownTo(const std::string& person, const std::string& code, uint64_t revision) {
    Client client = county_->SignIn(person);
    cw::GetCaseResponse reply;
    EXPECT_REFUSED(client.Call(&CaseStub::GetCase, CaseAt(code, revision), &reply),
                   NOT_FOUND_OR_NOT_YOURS);
  }

  cw::Case CaseAsSeenBy(const std::string& person, const std::string& code, uint64_t revision,
                        common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED) {
    Client client = county_->SignIn(person);
    return client.Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code, revision, purpose))
        .case_file();
  }

  // Types of the case's events, oldest first, as an auditor reads them.
  std::vector<std::string> Trail(const std::string& code, uint64_t revision) {
    Client auditor = county_->SignIn("p-auditor");
    au::GetTrailRequest request;
    request.set_case_code(code);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    request.set_min_revision(revision);
    request.set_page_size(500);
    std::vector<std::string> types;
    for (const au::TrailEntry& entry :
         auditor.Must<au::GetTrailResponse>(&au::AuditService::Stub::GetTrail, request).entries()) {
      types.push_back(entry.event_type());
    }
    return types;
  }

  // What `agency` knew of the case at a position, all of it as one text.
  std::string KnownThen(const std::string& agency, const std::string& code, uint64_t position) {
    Client auditor = county_->SignIn("p-auditor");
    au::GetAsOfRequest request;
    request.set_agency(agency);
    request.set_case_code(code);
    request.set_as_of_position(position);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    return auditor.Must<au::GetAsOfResponse>(&au::AuditService::Stub::GetAsOf, request)
        .ShortDebugString();
  }

  std::unique_ptr<County> county_;
};

template <class List>
bool Contains(const List& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

TEST_F(WalkTest, FromTheChildFoundToTheCaseClosedAndReopened) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         supervisor = county_->SignIn("p-supervisor"), shelter = county_->SignIn("p-shelter"),
         hospital = county_->SignIn("p-hospital"), court = county_->SignIn("p-court");

  // Identified: the volunteer knows that it was received, and by whom; nobody else knows of it.
  const auto found = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  const std::string code = found.case_file().case_code();
  EXPECT_EQ(found.case_file().stage(), "identified");
  EXPECT_EQ(CaseAsSeenBy("p-chv", code, found.revision()).owner_agency(), "sco-kisauni");
  ExpectUnknownTo("p-nyali", code, found.revision());
  ExpectUnknownTo("p-shelter", code, found.revision());
  ExpectUnknownTo("p-operator", code, found.revision());
  ExpectUnknownTo("p-committee", code, found.revision());

  // Registered, with its risk.
  auto reply =
      officer.Must<cw::CaseReply>(&CaseStub::RegisterCase, OnCase<cw::RegisterCaseRequest>(code));
  EXPECT_EQ(reply.case_file().stage(), "registered");
  EXPECT_FALSE(reply.case_file().serial().empty());
  auto risk = OnCase<cw::SetRiskRequest>(code);
  risk.set_risk("RLHG");
  reply = officer.Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
  EXPECT_TRUE(Contains(reply.case_file().allowed_actions(), "SendReferral"));
  cw::ListCaseloadRequest caseload;
  caseload.set_min_revision(reply.revision());
  EXPECT_EQ(officer.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, caseload)
                .cases(0)
                .case_code(),
            code);
  EXPECT_EQ(CaseAsSeenBy("p-officer", code, reply.revision(), common::v1::PURPOSE_CASE_MGMT)
                .identity()
                .first_name(),
            "Zawadi");

  // Referred to a rescue centre: no consent, no referral.
  auto send = OnCase<rf::SendReferralRequest>(code);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  rf::ReferralReply refused;
  EXPECT_REFUSED(officer.Call(&ReferralStub::SendReferral, send, &refused), NO_CONSENT);
  Consent(officer, code, "rescue-centre");
  const auto sent = Sent(officer, code, "RMTS", "rescue-centre");
  const std::string rf1 = sent.referral().referral_code();

  // It stands in the centre's inbox with a clock, and tells enough to decide and no more.
  const auto inbox = shelter.Must<rf::ListWorklistResponse>(
      &ReferralStub::ListWorklist, Worklist(rf::QUEUE_NEW, sent.revision()));
  ASSERT_EQ(inbox.referrals_size(), 1);
  EXPECT_EQ(inbox.referrals(0).referral_code(), rf1);
  EXPECT_TRUE(inbox.referrals(0).has_due_time());
  EXPECT_EQ(inbox.referrals(0).sex(), "SFEM");
  EXPECT_EQ(inbox.referrals(0).case_code(), "");
  const auto pending = shelter.Must<rf::GetReferralResponse>(
      &ReferralStub::GetReferral,
      ReferralAt(rf1, sent.revision(), common::v1::PURPOSE_REFERRAL_SERVICE));
  EXPECT_FALSE(pending.referral().has_identity());
  EXPECT_EQ(pending.referral().note(), "");
  rf::GetReferralResponse not_theirs;
  EXPECT_REFUSED(
      hospital.Call(&ReferralStub::GetReferral, ReferralAt(rf1, sent.revision()), &not_theirs),
      NOT_FOUND_OR_NOT_YOURS);

  // Accepted: a bed is held in the same commit, the identity opens to the centre and to it alone.
  const auto accepted = shelter.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                                        OnReferral<rf::AcceptReferralRequest>(rf1));
  EXPECT_TRUE(accepted.referral().bed_held());
  EXPECT_EQ(accepted.referral().case_code(), code);
  const auto opened = shelter.Must<rf::GetReferralResponse>(
      &ReferralStub::GetReferral,
      ReferralAt(rf1, accepted.revision(), common::v1::PURPOSE_REFERRAL_SERVICE));
  EXPECT_EQ(opened.referral().identity().first_name(), "Zawadi");
  EXPECT_EQ(opened.referral().note(), "Please see her today.");
  ExpectUnknownTo("p-hospital", code, accepted.revision());

  // The centre's only bed is held: a second child finds none.
  const auto other = RegisteredCase(chv, officer);
  Consent(officer, other.case_file().case_code(), "rescue-centre");
  const auto crowded = Sent(officer, other.case_file().case_code(), "RMTS", "rescue-centre");
  rf::ReferralReply full;
  EXPECT_REFUSED(
      shelter.Call(&ReferralStub::AcceptReferral,
                   OnReferral<rf::AcceptReferralRequest>(crowded.referral().referral_code()),
                   &full),
      NO_BED_FREE);

  // A hospital says no, with a reason: the need stays open, and the answer names who has room.
  const auto medical = Sent(officer, code, "RMPP", "hospital");
  auto decline = OnReferral<rf::DeclineReferralRequest>(medical.referral().referral_code());
  decline.set_reason("NO_CAPACITY");
  const auto declined = hospital.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline);
  EXPECT_EQ(declined.referral().state(), "declined");
  ASSERT_EQ(declined.alternatives_size(), 1);
  EXPECT_EQ(declined.alternatives(0).agency(), "clinic");
  const cw::Case with_needs = CaseAsSeenBy("p-officer", code, declined.revision());
  EXPECT_TRUE(std::any_of(
      with_needs.needs().begin(), with_needs.needs().end(),
      [](const cw::Need& need) { return need.code() == "RMPP" && need.state() == "open"; }));

  // Sent on to who has room, and done there.
  const auto again = [&] {
    auto request = OnCase<rf::SendReferralRequest>(code);
    request.set_service("RMPP");
    request.set_need(with_needs.needs(1).need());
    request.set_to_agency("clinic");
    return officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, request);
  }();
  Client clinic = county_->SignIn("p-clinic");
  const std::string rf2 = again.referral().referral_code();
  clinic.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                 OnReferral<rf::AcceptReferralRequest>(rf2));
  auto service = OnReferral<rf::RecordServiceRequest>(rf2);
  service.set_service("PCNS");
  clinic.Must<rf::ReferralReply>(&ReferralStub::RecordService, service);
  auto complete = OnReferral<rf::CompleteReferralRequest>(rf2);
  complete.set_outcome("SERVED");
  const auto completed = clinic.Must<rf::ReferralReply>(&ReferralStub::CompleteReferral, complete);
  EXPECT_EQ(completed.referral().state(), "completed");
  // With the end the name closes again.
  rf::GetReferralResponse ended;
  const absl::Status after_end = clinic.Call(
      &ReferralStub::GetReferral,
      ReferralAt(rf2, completed.revision(), common::v1::PURPOSE_REFERRAL_SERVICE), &ended);
  EXPECT_FALSE(ended.referral().has_identity()) << after_end;
  officer.Must<rf::ReferralReply>(&ReferralStub::ConfirmLoop,
                                  OnReferral<rf::ConfirmLoopRequest>(rf2));

  // Assessed, planned, approved, carried out.
  auto assess = OnCase<cw::AssessCaseRequest>(code);
  assess.set_childs_views_recorded(true);
  assess.set_narrative("She wants to go back to school.");
  EXPECT_EQ(officer.Must<cw::CaseReply>(&CaseStub::AssessCase, assess).case_file().stage(),
            "assessment");
  officer.Must<cw::CaseReply>(&CaseStub::DraftPlan, OnCase<cw::DraftPlanRequest>(code));
  cw::CaseReply no;
  EXPECT_REFUSED(officer.Call(&CaseStub::ApprovePlan, OnCase<cw::ApprovePlanRequest>(code), &no),
                 NOT_PERMITTED);
  supervisor.Must<cw::CaseReply>(&CaseStub::ApprovePlan, OnCase<cw::ApprovePlanRequest>(code));
  officer.Must<cw::CaseReply>(&CaseStub::StartImplementation,
                              OnCase<cw::StartImplementationRequest>(code));

  // Court: set, moved, attended; an order with its expiry.
  auto set = OnCase<cw::SetCourtDateRequest>(code);
  set.set_court("court");
  set.set_session("STMN");
  *set.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  set.set_court_file("Misc. 12 of 2026");
  const auto dated = officer.Must<cw::CaseReply>(&CaseStub::SetCourtDate, set);
  const std::string matter = dated.case_file().court_dates(0).matter();
  auto move = OnCase<cw::MoveCourtDateRequest>(code);
  move.set_matter(matter);
  *move.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(48));
  move.set_reason("MAGISTRATE_ABSENT");
  const auto moved = court.Must<cw::CaseReply>(&CaseStub::MoveCourtDate, move);
  cw::ListCourtCalendarRequest calendar;
  calendar.set_min_revision(moved.revision());
  const auto days =
      court.Must<cw::ListCourtCalendarResponse>(&CaseStub::ListCourtCalendar, calendar);
  ASSERT_EQ(days.court_dates_size(), 1);
  EXPECT_EQ(rpc::FromProto(days.court_dates(0).court_time()), clock_.Now() + absl::Hours(48));
  auto order = OnCase<cw::MakeOrderRequest>(code);
  order.set_kind("OCCI");
  order.set_matter(matter);
  order.set_expires_on("2026-04-30");
  const auto ordered = court.Must<cw::CaseReply>(&CaseStub::MakeOrder, order);

  // Sessions and follow-up.
  for (uint32_t number = 1; number <= 6; ++number) {
    auto session = OnCase<cw::RecordSessionRequest>(code);
    session.set_service("PCNS");
    session.set_number(number);
    shelter.Must<cw::CaseReply>(&CaseStub::RecordSession, session);
  }
  officer.Must<cw::CaseReply>(&CaseStub::StartFollowUp, OnCase<cw::StartFollowUpRequest>(code));
  auto visit = OnCase<cw::RecordVisitRequest>(code);
  visit.set_final(true);
  officer.Must<cw::CaseReply>(&CaseStub::RecordVisit, visit);

  // Closure: not while a referral is open, nor a date ahead, nor an order running.
  const auto ask = [&] {
    auto request = OnCase<cw::RequestClosureRequest>(code);
    request.set_reason("COEN");
    request.set_family_told(true);
    return request;
  };
  EXPECT_REFUSED(officer.Call(&CaseStub::RequestClosure, ask(), &no), OPEN_REFERRAL);
  auto served = OnReferral<rf::RecordServiceRequest>(rf1);
  served.set_service("RESC");
  shelter.Must<rf::ReferralReply>(&ReferralStub::RecordService, served);
  auto done = OnReferral<rf::CompleteReferralRequest>(rf1);
  done.set_outcome("SERVED");
  shelter.Must<rf::ReferralReply>(&ReferralStub::CompleteReferral, done);
  EXPECT_REFUSED(officer.Call(&CaseStub::RequestClosure, ask(), &no), COURT_DATE_AHEAD);
  clock_.Advance(absl::Hours(49));
  auto outcome = OnCase<cw::RecordCourtOutcomeRequest>(code);
  outcome.set_matter(matter);
  outcome.set_outcome("CRUL");
  outcome.set_supported(true);
  court.Must<cw::CaseReply>(&CaseStub::RecordCourtOutcome, outcome);
  EXPECT_REFUSED(officer.Call(&CaseStub::RequestClosure, ask(), &no), ORDER_RUNNING);
  auto end_order = OnCase<cw::EndOrderRequest>(code);
  end_order.set_order(ordered.case_file().orders(0).order());
  end_order.set_reason("REVOKED");
  officer.Must<cw::CaseReply>(&CaseStub::EndOrder, end_order);
  officer.Must<cw::CaseReply>(&CaseStub::RequestClosure, ask());
  EXPECT_REFUSED(
      officer.Call(&CaseStub::ApproveClosure, OnCase<cw::ApproveClosureRequest>(code), &no),
      NOT_PERMITTED);
  const auto closed = supervisor.Must<cw::CaseReply>(&CaseStub::ApproveClosure,
                                                     OnCase<cw::ApproveClosureRequest>(code));
  EXPECT_EQ(closed.case_file().stage(), "closed");

  // Reopened by a new event; the closure stays in its history.
  auto reopen = OnCase<cw::ReopenCaseRequest>(code);
  reopen.set_reason("NEW_INFORMATION");
  const auto reopened = officer.Must<cw::CaseReply>(&CaseStub::ReopenCase, reopen);
  EXPECT_EQ(reopened.case_file().stage(), "assessment");

  const std::vector<std::string> trail = Trail(code, reopened.revision());
  for (const char* type :
       {"case.identified", "case.registered", "referral.sent", "referral.accepted",
        "referral.declined", "case.court-date-moved", "case.closed", "case.reopened"}) {
    EXPECT_TRUE(Contains(trail, type)) << type;
  }
  // What the centre knew: nothing before it was asked, no identity before it accepted.
  EXPECT_EQ(KnownThen("rescue-centre", code, reply.revision()).find("rows"), std::string::npos);
  const std::string asked = KnownThen("rescue-centre", code, sent.revision());
  EXPECT_NE(asked.find("SFEM"), std::string::npos);
  EXPECT_EQ(asked.find("sealed:identity"), std::string::npos);
  EXPECT_NE(KnownThen("rescue-centre", code, accepted.revision()).find("sealed:identity"),
            std::string::npos);
}

TEST_F(WalkTest, TheBoardCountsForTheCommitteeAndHidesSmallNumbers) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee"), op = county_->SignIn("p-operator");
  const auto kase = RegisteredCase(chv, officer);
  cm::GetBoardRequest request;
  request.set_min_revision(kase.revision());
  const auto hidden =
      committee.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
  ASSERT_EQ(hidden.cases_size(), 1);
  EXPECT_TRUE(hidden.cases(0).count().suppressed());
  EXPECT_EQ(hidden.cases(0).count().value(), 0u);
  const auto shown =
      officer.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
  ASSERT_EQ(shown.cases_size(), 1);
  EXPECT_EQ(shown.cases(0).count().value(), 1u);
  cm::GetBoardResponse none;
  EXPECT_REFUSED(op.Call(&cm::CommitteeService::Stub::GetBoard, request, &none), NOT_PERMITTED);
}

TEST_F(WalkTest, WhatIsOverdueIsListedWithMaskedCodes) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee");
  const auto kase = RegisteredCase(chv, officer);
  clock_.Advance(absl::Hours(24 * 30));
  cm::ListOverdueRequest request;
  request.set_min_revision(kase.revision());
  const auto overdue =
      committee.Must<cm::ListOverdueResponse>(&cm::CommitteeService::Stub::ListOverdue, request);
  ASSERT_EQ(overdue.items_size(), 1);
  EXPECT_EQ(overdue.items(0).turn_agency(), "sco-kisauni");
  EXPECT_NE(overdue.items(0).masked_code(), kase.case_file().case_code());
  EXPECT_EQ(overdue.items(0).masked_code().substr(0, 6), kase.case_file().case_code().substr(0, 6));
}

}  // namespace
}  // namespace rufaa::testing
