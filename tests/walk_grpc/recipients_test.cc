// What who was asked for help may still read: before it has decided, without consent, after the
// end; and who of the office that asks.
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

class RecipientsTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
  }

  void Send() {
    const auto sent = Sent(*officer_, code_, "RMTS", "rescue-centre");
    referral_ = sent.referral().referral_code();
    revision_ = sent.revision();
  }

  template <class Request, class Method>
  void OfReferral(Client& by, Method method, Request request) {
    revision_ = by.Must<rf::ReferralReply>(method, request).revision();
  }
  void Accept() {
    OfReferral(*shelter_, &ReferralStub::AcceptReferral,
               OnReferral<rf::AcceptReferralRequest>(referral_));
  }
  void Decline() {
    auto decline = OnReferral<rf::DeclineReferralRequest>(referral_);
    decline.set_reason("NO_CAPACITY");
    OfReferral(*shelter_, &ReferralStub::DeclineReferral, decline);
  }
  void Withdraw() {
    const cw::Case kase = CaseAsSeenBy("p-officer", code_, 0);
    auto withdraw = OnCase<cw::WithdrawConsentRequest>(code_);
    withdraw.set_consent(kase.consents(0).consent());
    revision_ = officer_->Must<cw::CaseReply>(&CaseStub::WithdrawConsent, withdraw).revision();
  }
  void RecordSession() {
    auto session = OnCase<cw::RecordSessionRequest>(code_);
    session.set_service("PCNS");
    revision_ = officer_->Must<cw::CaseReply>(&CaseStub::RecordSession, session).revision();
  }

  cw::GetTimelineRequest Timeline() {
    cw::GetTimelineRequest request;
    request.set_case_code(code_);
    request.set_min_revision(revision_);
    request.set_purpose(common::v1::PURPOSE_REFERRAL_SERVICE);
    return request;
  }

  rf::Referral Referral(const std::string& person) {
    Client client = county_->SignIn(person);
    return client
        .Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, ReferralAt(referral_, revision_))
        .referral();
  }
  void ExpectNoReferralFor(const std::string& person) {
    Client client = county_->SignIn(person);
    rf::GetReferralResponse none;
    EXPECT_REFUSED(client.Call(&ReferralStub::GetReferral, ReferralAt(referral_, revision_), &none),
                   NOT_FOUND_OR_NOT_YOURS);
    rf::FindAlternativesRequest find;
    find.set_referral_code(referral_);
    find.set_min_revision(revision_);
    rf::FindAlternativesResponse found;
    EXPECT_REFUSED(client.Call(&ReferralStub::FindAlternatives, find, &found),
                   NOT_FOUND_OR_NOT_YOURS);
  }

  rf::ListWorklistResponse Listed(const std::string& person, rf::Queue queue) {
    Client client = county_->SignIn(person);
    return client.Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                                 Worklist(queue, revision_));
  }

  // The referral's own matter stays: what is asked, of whom, how it stands.
  void ExpectNothingOfTheChild(const rf::Referral& referral) {
    EXPECT_EQ(referral.referral_code(), referral_);
    EXPECT_EQ(referral.service(), "RMTS");
    EXPECT_EQ(referral.from_agency(), "sco-kisauni");
    EXPECT_FALSE(referral.state().empty());
    EXPECT_EQ(referral.sex() + referral.age_band() + referral.subcounty() + referral.urgency() +
                  referral.need(),
              "");
  }

  // The case's code, and which of its referrals are the centre's.
  void ExpectOnlyTheHeaderOfTheCase() {
    const cw::Case kase =
        CaseAsSeenBy("p-shelter", code_, revision_, common::v1::PURPOSE_REFERRAL_SERVICE);
    cw::Case header;
    header.set_case_code(code_);
    header.set_version(kase.version());
    header.add_open_referrals(referral_);
    EXPECT_EQ(kase.ShortDebugString(), header.ShortDebugString());
    const auto told = shelter_->Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, Timeline());
    EXPECT_GE(told.entries_size(), 2);
    for (const cw::TimelineEntry& entry : told.entries()) {
      EXPECT_EQ(entry.referral_code(), referral_) << entry.event_type();
      EXPECT_TRUE(entry.facts().empty() && entry.narrative().empty()) << entry.ShortDebugString();
    }
  }

  std::unique_ptr<Client> shelter_;
  std::string referral_;
};

TEST_F(RecipientsTest, WhoHasNotDecidedDoesNotReadTheCaseEvenWithItsCode) {
  Consent(*officer_, code_, "rescue-centre");
  Send();
  ExpectUnknownTo("p-shelter", code_, revision_);
  cw::GetTimelineResponse none;
  EXPECT_REFUSED(shelter_->Call(&CaseStub::GetTimeline, Timeline(), &none), NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(Referral("p-shelter").case_code(), "");
  Accept();
  EXPECT_EQ(CaseAsSeenBy("p-shelter", code_, revision_).sex(), "SFEM");
}

TEST_F(RecipientsTest, AWithdrawnConsentLeavesTheReferralToBeLetGoAndNothingOfTheChild) {
  Consent(*officer_, code_, "rescue-centre");
  Send();
  Accept();
  EXPECT_EQ(Referral("p-shelter").age_band(), "10-14");
  Withdraw();
  RecordSession();
  ExpectOnlyTheHeaderOfTheCase();
  const rf::Referral referral = Referral("p-shelter");
  ExpectNothingOfTheChild(referral);
  EXPECT_EQ(referral.state(), "cancel-requested");
  EXPECT_TRUE(referral.has_due_time());
  const auto inbox = Listed("p-shelter", rf::QUEUE_INBOX);
  ASSERT_EQ(inbox.referrals_size(), 1);
  ExpectNothingOfTheChild(inbox.referrals(0));
  EXPECT_EQ(Referral("p-officer").age_band(), "10-14");
  OfReferral(*shelter_, &ReferralStub::ConfirmCancel,
             OnReferral<rf::ConfirmCancelRequest>(referral_));
}

TEST_F(RecipientsTest, AConsentThatRanOutClosesTheCaseUntilThereIsAnother) {
  auto consent = OnCase<cw::GiveConsentRequest>(code_);
  consent.set_recipient_agency("rescue-centre");
  consent.set_purpose("REFERRAL_SERVICE");
  consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
  consent.add_scope(common::v1::COMPARTMENT_NARRATIVE);
  consent.set_given_by("GUARDIAN");
  *consent.mutable_until_time() = rpc::ToProto(clock_.Now() + absl::Hours(1));
  officer_->Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
  Send();
  Accept();
  RecordSession();
  EXPECT_EQ(CaseAsSeenBy("p-shelter", code_, revision_).session_count(), 1u);
  EXPECT_EQ(Listed("p-shelter", rf::QUEUE_INBOX).referrals(0).sex(), "SFEM");
  clock_.Advance(absl::Hours(2));
  ExpectOnlyTheHeaderOfTheCase();
  ExpectNothingOfTheChild(Referral("p-shelter"));
  const auto inbox = Listed("p-shelter", rf::QUEUE_INBOX);
  ASSERT_EQ(inbox.referrals_size(), 1);
  ExpectNothingOfTheChild(inbox.referrals(0));
  EXPECT_EQ(Listed("p-officer", rf::QUEUE_OUTBOX).referrals(0).sex(), "SFEM");
  consent.set_request_id(NewUuid());
  consent.clear_until_time();
  revision_ = officer_->Must<cw::CaseReply>(&CaseStub::GiveConsent, consent).revision();
  EXPECT_EQ(CaseAsSeenBy("p-shelter", code_, revision_).session_count(), 1u);
  EXPECT_EQ(Referral("p-shelter").sex(), "SFEM");
  EXPECT_EQ(Listed("p-shelter", rf::QUEUE_INBOX).referrals(0).sex(), "SFEM");
}

TEST_F(RecipientsTest, AReferralIsOpenedByWhoIsAssignedAndTheSupervisorNotByTheWholeOffice) {
  Consent(*officer_, code_, "rescue-centre");
  Send();
  EXPECT_EQ(Referral("p-officer").state(), "sent");
  EXPECT_EQ(Referral("p-supervisor").sex(), "SFEM");
  Client colleague = county_->SignIn("p-officer2");
  rf::GetReferralResponse none;
  EXPECT_REFUSED(
      colleague.Call(&ReferralStub::GetReferral, ReferralAt(referral_, revision_), &none),
      ASSIGNED_TO_ANOTHER);
}

TEST_F(RecipientsTest, WhoWasAskedIsToldOfItForThirtyDaysAfterTheEnd) {
  Consent(*officer_, code_, "rescue-centre");
  Send();
  Decline();
  ExpectNothingOfTheChild(Referral("p-shelter"));
  const auto ended = Listed("p-shelter", rf::QUEUE_ENDED);
  ASSERT_EQ(ended.referrals_size(), 1);
  ExpectNothingOfTheChild(ended.referrals(0));
  clock_.Advance(absl::Hours(24 * 31));
  ExpectNoReferralFor("p-shelter");
  EXPECT_EQ(Listed("p-shelter", rf::QUEUE_ENDED).referrals_size(), 0);
  EXPECT_EQ(Referral("p-officer").sex(), "SFEM");
  const auto outbox = Listed("p-officer", rf::QUEUE_ENDED);
  ASSERT_EQ(outbox.referrals_size(), 1);
  EXPECT_EQ(outbox.referrals(0).sex(), "SFEM");
}

TEST_F(RecipientsTest, ACourtIsAnsweredWithItsOwnDatesAndOrders) {
  const auto set = [&](const std::string& court) {
    auto request = OnCase<cw::SetCourtDateRequest>(code_);
    request.set_court(court);
    request.set_session("STHR");
    *request.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
    const auto reply = officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, request);
    for (const cw::CourtDate& date : reply.case_file().court_dates()) {
      if (date.court() == court) return date.matter();
    }
    return std::string();
  };
  directory::v1::RegisterAgencyRequest elsewhere;
  elsewhere.set_request_id(NewUuid());
  elsewhere.set_agency("court-elsewhere");
  elsewhere.set_kind("JUDICIARY");
  elsewhere.set_display_name("Elsewhere");
  county_->SignIn("admin").Must<directory::v1::RegisterAgencyResponse>(
      &directory::v1::DirectoryService::Stub::RegisterAgency, elsewhere);
  const std::string own = set("court"), others = set("court-elsewhere");
  for (const std::string& matter : {own, others}) {
    auto order = OnCase<cw::MakeOrderRequest>(code_);
    order.set_kind("OREM");
    order.set_matter(matter);
    officer_->Must<cw::CaseReply>(&CaseStub::MakeOrder, order);
  }
  auto move = OnCase<cw::MoveCourtDateRequest>(code_);
  move.set_matter(own);
  move.set_reason("FILE_MISSING");
  *move.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(48));
  Client court = county_->SignIn("p-court");
  const auto moved = court.Must<cw::CaseReply>(&CaseStub::MoveCourtDate, move);
  ASSERT_EQ(moved.case_file().court_dates_size(), 1);
  EXPECT_EQ(moved.case_file().court_dates(0).matter(), own);
  EXPECT_EQ(moved.case_file().orders_size(), 1);
  move.set_request_id(NewUuid());
  move.set_matter(others);
  cw::CaseReply none;
  EXPECT_REFUSED(court.Call(&CaseStub::MoveCourtDate, move, &none), NOT_PERMITTED);
  move.set_request_id(NewUuid());
  EXPECT_EQ(
      officer_->Must<cw::CaseReply>(&CaseStub::MoveCourtDate, move).case_file().court_dates_size(),
      2);
}

// FHIR's Task expects a reason of what was cancelled, too; it was told to nobody but the trail.
TEST_F(RecipientsTest, BothSidesAreToldWhyAReferralEnded) {
  Consent(*officer_, code_, "rescue-centre");
  Send();
  auto back = OnReferral<rf::RequestCancelRequest>(referral_);
  back.set_reason("NEED_MET_ELSEWHERE");
  OfReferral(*officer_, &ReferralStub::RequestCancel, back);
  EXPECT_EQ(Referral("p-shelter").state(), "cancelled");
  for (const char* person : {"p-shelter", "p-officer"}) {
    EXPECT_EQ(Referral(person).cancel_reason(), "NEED_MET_ELSEWHERE") << person;
    EXPECT_EQ(Referral(person).decline_reason(), "") << person;
  }

  Send();
  Accept();
  auto asked = OnReferral<rf::RequestCancelRequest>(referral_);
  asked.set_reason("CHILD_MOVED");
  OfReferral(*officer_, &ReferralStub::RequestCancel, asked);
  EXPECT_EQ(Referral("p-shelter").cancel_reason(), "CHILD_MOVED") << "it is to answer that";
  OfReferral(*shelter_, &ReferralStub::ConfirmCancel,
             OnReferral<rf::ConfirmCancelRequest>(referral_));
  EXPECT_EQ(Referral("p-officer").cancel_reason(), "CHILD_MOVED");

  Send();
  Accept();
  auto not_reached = OnReferral<rf::MarkNotReachedRequest>(referral_);
  not_reached.set_reason("NO_ANSWER");
  OfReferral(*shelter_, &ReferralStub::MarkNotReached, not_reached);
  EXPECT_EQ(Referral("p-officer").not_reached_reason(), "NO_ANSWER");
  EXPECT_EQ(Referral("p-officer").cancel_reason(), "");

  Send();
  Accept();
  revision_ = Served(*shelter_, referral_, "RMTS").revision();
  EXPECT_EQ(Referral("p-officer").outcome(), "SERVED");
}

}  // namespace
}  // namespace rufaa::testing
