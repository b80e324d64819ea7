// Who works a case, and who may open it: handing it to another officer or office, and consents of
// more than one referral to the same agency.
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

class OfficersTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    supervisor_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
  }

  std::vector<std::string> CaseloadOf(const std::string& person, uint64_t revision) {
    Client client = county_->SignIn(person);
    cw::ListCaseloadRequest request;
    request.set_min_revision(revision);
    const auto list = client.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
    std::vector<std::string> codes;
    for (const cw::CaseRow& row : list.cases()) codes.push_back(row.case_code());
    return codes;
  }

  // What waits to be decided, each as "CODE what".
  std::vector<std::string> UndecidedOf(const std::string& person, uint64_t revision) {
    Client client = county_->SignIn(person);
    cw::ListCaseloadRequest request;
    request.set_min_revision(revision);
    request.set_awaiting_decision(true);
    request.set_include_closed(true);  // None of which waits.
    const auto list = client.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
    std::vector<std::string> cases;
    for (const cw::CaseRow& row : list.cases()) {
      cases.push_back(row.case_code() + " " + row.awaits());
    }
    return cases;
  }

  uint64_t AskTransfer(const std::string& agency) {
    auto request = OnCase<cw::RequestTransferRequest>(code_);
    request.set_to_agency(agency);
    return officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, request).revision();
  }

  std::unique_ptr<Client> supervisor_;
};

using Codes = std::vector<std::string>;

TEST_F(OfficersTest, WhoIsAskedToTakeACaseOverFindsItAndReadsItUntilItHasAnswered) {
  uint64_t revision = AskTransfer("sco-nyali");
  EXPECT_EQ(CaseloadOf("p-nyali", revision), Codes{code_});
  EXPECT_EQ(CaseloadOf("p-officer", revision), Codes{code_});
  const cw::Case asked = CaseAsSeenBy("p-nyali", code_, revision, common::v1::PURPOSE_CASE_MGMT);
  EXPECT_EQ(asked.stage(), "transfer-pending");
  EXPECT_EQ(asked.identity().first_name(), "Zawadi");
  auto decline = OnCase<cw::DeclineTransferRequest>(code_);
  decline.set_reason("OUT_OF_AREA");
  Client nyali = county_->SignIn("p-nyali");
  revision = nyali.Must<cw::CaseReply>(&CaseStub::DeclineTransfer, decline).revision();
  EXPECT_EQ(CaseloadOf("p-nyali", revision), Codes{});
  ExpectUnknownTo("p-nyali", code_, revision);
  EXPECT_EQ(CaseloadOf("p-officer", revision), Codes{code_});
}

TEST_F(OfficersTest, ATransferIsListedForAnAnswerAtTheOfficeThatIsAskedAlone) {
  const uint64_t revision = AskTransfer("sco-nyali");
  EXPECT_EQ(UndecidedOf("p-nyali", revision), Codes{code_ + " transfer"});
  EXPECT_EQ(UndecidedOf("p-supervisor", revision), Codes{});
}

TEST_F(OfficersTest, ASupervisorListsThePlansAndClosuresThatWaitForApproval) {
  auto assess = OnCase<cw::AssessCaseRequest>(code_);
  assess.set_childs_views_recorded(true);
  officer_->Must<cw::CaseReply>(&CaseStub::AssessCase, assess);
  uint64_t revision =
      officer_->Must<cw::CaseReply>(&CaseStub::DraftPlan, OnCase<cw::DraftPlanRequest>(code_))
          .revision();
  EXPECT_EQ(UndecidedOf("p-supervisor", revision), Codes{code_ + " plan"});
  EXPECT_EQ(UndecidedOf("p-officer", revision), Codes{code_ + " plan"});
  EXPECT_EQ(UndecidedOf("p-officer2", revision), Codes{}) << "another's case";
  revision =
      supervisor_
          ->Must<cw::CaseReply>(&CaseStub::ApprovePlan, OnCase<cw::ApprovePlanRequest>(code_))
          .revision();
  EXPECT_EQ(UndecidedOf("p-supervisor", revision), Codes{});
  officer_->Must<cw::CaseReply>(&CaseStub::StartImplementation,
                                OnCase<cw::StartImplementationRequest>(code_));
  officer_->Must<cw::CaseReply>(&CaseStub::StartFollowUp, OnCase<cw::StartFollowUpRequest>(code_));
  auto visit = OnCase<cw::RecordVisitRequest>(code_);
  visit.set_final(true);
  officer_->Must<cw::CaseReply>(&CaseStub::RecordVisit, visit);
  auto close = OnCase<cw::RequestClosureRequest>(code_);
  close.set_reason("COEN");
  close.set_family_told(true);
  revision = officer_->Must<cw::CaseReply>(&CaseStub::RequestClosure, close).revision();
  EXPECT_EQ(UndecidedOf("p-supervisor", revision), Codes{code_ + " closure"});
  revision =
      supervisor_
          ->Must<cw::CaseReply>(&CaseStub::ApproveClosure, OnCase<cw::ApproveClosureRequest>(code_))
          .revision();
  EXPECT_EQ(UndecidedOf("p-supervisor", revision), Codes{});
}

TEST_F(OfficersTest, ACaseTakenOverIsTheNewOfficesAlone) {
  AskTransfer("sco-nyali");
  Client nyali = county_->SignIn("p-nyali");
  const uint64_t revision =
      nyali.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code_))
          .revision();
  EXPECT_EQ(CaseloadOf("p-nyali", revision), Codes{code_});
  EXPECT_EQ(CaseloadOf("p-supervisor", revision), Codes{});
  ExpectUnknownTo("p-officer", code_, revision);
  EXPECT_EQ(CaseAsSeenBy("p-nyali", code_, revision, common::v1::PURPOSE_CASE_MGMT)
                .identity()
                .first_name(),
            "Zawadi");
}

TEST_F(OfficersTest, ATransferGoesToAChildrenOfficeThatThereIs) {
  for (const char* agency : {"sco-nowhere", "police", "hospital"}) {
    auto request = OnCase<cw::RequestTransferRequest>(code_);
    request.set_to_agency(agency);
    cw::CaseReply reply;
    EXPECT_REFUSED(officer_->Call(&CaseStub::RequestTransfer, request, &reply), MALFORMED);
  }
}

TEST_F(OfficersTest, TheSupervisorRefersWhileTheOfficerIsAwayAndGivesTheCaseToAnother) {
  Consent(*supervisor_, code_, "rescue-centre");
  EXPECT_EQ(Sent(*supervisor_, code_, "RMTS", "rescue-centre").referral().state(), "sent");
  auto assign = OnCase<cw::ReassignCaseRequest>(code_);
  assign.set_owner_person("p-officer2");
  cw::CaseReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::ReassignCase, assign, &reply), NOT_PERMITTED);
  const uint64_t revision =
      supervisor_->Must<cw::CaseReply>(&CaseStub::ReassignCase, assign).revision();
  EXPECT_EQ(CaseloadOf("p-officer2", revision), Codes{code_});
  EXPECT_EQ(CaseloadOf("p-officer", revision), Codes{});
  for (const char* other : {"p-nyali", "p-shelter", "p-nobody"}) {
    auto wrong = OnCase<cw::ReassignCaseRequest>(code_);
    wrong.set_owner_person(other);
    EXPECT_REFUSED(supervisor_->Call(&CaseStub::ReassignCase, wrong, &reply), MALFORMED);
  }
}

TEST_F(OfficersTest, ACaseIsRegisteredForAnOfficerOfTheOffice) {
  Client chv = county_->SignIn("p-chv");
  const auto found = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  auto request = OnCase<cw::RegisterCaseRequest>(found.case_file().case_code());
  for (const char* other : {"p-nyali", "p-shelter", "p-nobody"}) {
    request.set_owner_person(other);
    cw::CaseReply reply;
    EXPECT_REFUSED(supervisor_->Call(&CaseStub::RegisterCase, request, &reply), MALFORMED);
  }
  request.set_owner_person("p-officer2");
  const uint64_t revision =
      supervisor_->Must<cw::CaseReply>(&CaseStub::RegisterCase, request).revision();
  EXPECT_EQ(CaseloadOf("p-officer2", revision), Codes{request.case_code()});
}

TEST_F(OfficersTest, AnOfficeTakesACaseOverForAnOfficerOfItsOwn) {
  AskTransfer("sco-nyali");
  Client nyali = county_->SignIn("p-nyali");
  auto request = OnCase<cw::AcceptTransferRequest>(code_);
  request.set_owner_person("p-officer2");
  cw::CaseReply reply;
  EXPECT_REFUSED(nyali.Call(&CaseStub::AcceptTransfer, request, &reply), MALFORMED);
}

TEST_F(OfficersTest, WhatIsScreenedOutIsOverdueNowhereForAHearingThatNobodyRecorded) {
  Client chv = county_->SignIn("p-chv");
  const std::string code =
      chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound()).case_file().case_code();
  auto date = OnCase<cw::SetCourtDateRequest>(code);
  date.set_court("court");
  date.set_session("STMN");
  *date.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, date);
  clock_.Advance(absl::Hours(48));
  auto out = OnCase<cw::ScreenOutRequest>(code);
  out.set_reason("NOT_A_CHILD");
  cw::ListCaseloadRequest request;
  request.set_min_revision(officer_->Must<cw::CaseReply>(&CaseStub::ScreenOut, out).revision());
  request.set_include_closed(true);
  const auto list = officer_->Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
  ASSERT_EQ(list.cases_size(), 2);
  EXPECT_EQ(list.cases(1).case_code(), code);
  EXPECT_FALSE(list.cases(1).has_due_time());
}

TEST_F(OfficersTest, WhoFoundTheChildIsNotToldThatItIsDueInCourt) {
  auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
  emergency.set_place_agency("rescue-centre");
  emergency.set_court("court");
  *emergency.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  const uint64_t revision =
      officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, emergency).revision();
  EXPECT_EQ(CaseAsSeenBy("p-officer", code_, revision).due_what(), "bring to court");
  const cw::Case told = CaseAsSeenBy("p-chv", code_, revision);
  EXPECT_FALSE(told.has_due_time());
  EXPECT_EQ(told.due_what(), "");
}

TEST_F(OfficersTest, APlacementOrderNamesAPlaceWhereAChildMayBePlaced) {
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_kind("OREM");
  order.set_matter("m1");
  order.set_place_agency("police");
  cw::CaseReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::MakeOrder, order, &reply), POLICE_STATION_NOT_SAFE);
  order.set_place_agency("nowhere");
  EXPECT_REFUSED(officer_->Call(&CaseStub::MakeOrder, order, &reply), MALFORMED);
  order.set_place_agency("court");
  EXPECT_REFUSED(officer_->Call(&CaseStub::MakeOrder, order, &reply), PLACE_OF_SAFETY_REQUIRED);
  order.set_place_agency("rescue-centre");
  officer_->Must<cw::CaseReply>(&CaseStub::MakeOrder, order);
}

// It would be told of the child, and the court would not.
TEST_F(OfficersTest, NobodyButACourtIsTakenForOne) {
  auto date = OnCase<cw::SetCourtDateRequest>(code_);
  date.set_session("STMN");
  *date.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
  emergency.set_place_agency("rescue-centre");
  *emergency.mutable_court_time() = date.court_time();
  auto consent = OnCase<cw::GiveConsentRequest>(code_);
  consent.set_recipient_agency("court-nowhere");
  consent.set_purpose("REFERRAL_SERVICE");
  consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
  consent.set_given_by("GUARDIAN");
  cw::CaseReply reply;
  for (const char* court : {"rescue-centre", "court-nowhere", "p-court"}) {
    date.set_court(court);
    EXPECT_REFUSED(officer_->Call(&CaseStub::SetCourtDate, date, &reply), MALFORMED);
    emergency.set_court(court);
    EXPECT_REFUSED(officer_->Call(&CaseStub::DeclareEmergency, emergency, &reply), MALFORMED);
  }
  EXPECT_REFUSED(officer_->Call(&CaseStub::GiveConsent, consent, &reply), MALFORMED);
  date.set_court("court");
  officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, date);
}

TEST_F(OfficersTest, AnEmergencyNeedsAPlaceThatTheDirectoryCallsSafeAndACourtDate) {
  auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
  emergency.set_place_agency("hospital");
  cw::CaseReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::DeclareEmergency, emergency, &reply),
                 PLACE_OF_SAFETY_REQUIRED);
  emergency.set_place_agency("rescue-centre");
  EXPECT_REFUSED(officer_->Call(&CaseStub::DeclareEmergency, emergency, &reply),
                 COURT_DATE_REQUIRED);
}

// Two referrals of one child to one centre, whose consents part ways.
class TwoReferralsTest : public OfficersTest {
 protected:
  void SetUp() override {
    OfficersTest::SetUp();
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
    first_consent_ = ConsentOf("GUARDIAN");
    first_ = Sent(*officer_, code_, "RMTS", "rescue-centre").referral().referral_code();
    shelter_->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                      OnReferral<rf::AcceptReferralRequest>(first_));
  }

  std::string ConsentOf(const std::string& giver, bool with_narrative = true) {
    auto consent = OnCase<cw::GiveConsentRequest>(code_);
    consent.set_recipient_agency("rescue-centre");
    consent.set_purpose("REFERRAL_SERVICE");
    consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
    if (with_narrative) consent.add_scope(common::v1::COMPARTMENT_NARRATIVE);
    consent.set_given_by(giver);
    const auto reply = officer_->Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
    const auto file = CaseAsSeenBy("p-officer", code_, reply.revision());
    return file.consents(file.consents_size() - 1).consent();
  }

  void Withdraw(const std::string& consent) {
    auto withdraw = OnCase<cw::WithdrawConsentRequest>(code_);
    withdraw.set_consent(consent);
    officer_->Must<cw::CaseReply>(&CaseStub::WithdrawConsent, withdraw);
  }

  // The second of them, under another consent.
  rf::ReferralReply SendSecond(const std::string& service, bool with_narrative = true) {
    auto send = OnCase<rf::SendReferralRequest>(code_);
    send.set_service(service);
    send.set_to_agency("rescue-centre");
    send.set_consent(ConsentOf("CHILD", with_narrative));
    return officer_->Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
  }

  absl::Status RevealToShelter(
      uint64_t revision, common::v1::Compartment compartment = common::v1::COMPARTMENT_IDENTITY) {
    cw::RevealChildRequest request;
    request.set_case_code(code_);
    request.set_purpose(common::v1::PURPOSE_REFERRAL_SERVICE);
    request.add_compartments(compartment);
    request.set_min_revision(revision);
    cw::RevealChildResponse reply;
    return shelter_->Call(&CaseStub::RevealChild, request, &reply);
  }

  std::unique_ptr<Client> shelter_;
  std::string first_consent_;
  std::string first_;  // Referral.
};

// Codes are drawn at random, so which of the two comes first is chance: both ways are tried, each
// time for another service.
constexpr const char* kDraws[] = {"RMPC", "RMTX", "RMLG", "RMSK", "RMES", "RMTE"};

TEST_F(TwoReferralsTest, AnAgencyIsAskedForAServiceOnceAtATime) {
  auto send = OnCase<rf::SendReferralRequest>(code_);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  rf::ReferralReply reply;
  const absl::Status refused = officer_->Call(&ReferralStub::SendReferral, send, &reply);
  EXPECT_REFUSED(refused, OPEN_REFERRAL);
  const RefusalDetails first = {{"referrals", first_}};
  EXPECT_EQ(RefusalOf(refused)->details, first);
  auto decline = OnReferral<rf::DeclineReferralRequest>(first_);
  decline.set_reason("NO_CAPACITY");
  shelter_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline);
  officer_->Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
}

TEST_F(TwoReferralsTest, AWithdrawnConsentOpensNothingByTheOtherThatWaits) {
  Withdraw(first_consent_);
  for (const char* service : kDraws) {
    EXPECT_REFUSED(RevealToShelter(SendSecond(service).revision()), NOT_PERMITTED);
  }
}

TEST_F(TwoReferralsTest, OneConsentWithdrawnShutsNothingThatAnotherOpens) {
  for (const char* service : kDraws) {
    const std::string pending = ConsentOf("CHILD");
    auto send = OnCase<rf::SendReferralRequest>(code_);
    send.set_service(service);
    send.set_to_agency("rescue-centre");
    send.set_consent(pending);
    const std::string second = officer_->Must<rf::ReferralReply>(&ReferralStub::SendReferral, send)
                                   .referral()
                                   .referral_code();
    shelter_->Must<rf::ReferralReply>(&ReferralStub::OpenReferral,
                                      OnReferral<rf::OpenReferralRequest>(second));
    Withdraw(pending);
    EXPECT_TRUE(RevealToShelter(0).ok());
  }
}

TEST_F(TwoReferralsTest, WhatOneOpenedIsNotOpenedByTheOtherThatOpensLess) {
  const std::string second = SendSecond("RMPC", false).referral().referral_code();
  const uint64_t accepted =
      shelter_
          ->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                    OnReferral<rf::AcceptReferralRequest>(second))
          .revision();
  EXPECT_TRUE(RevealToShelter(accepted, common::v1::COMPARTMENT_NARRATIVE).ok());
  Withdraw(first_consent_);
  EXPECT_TRUE(RevealToShelter(0).ok());
  EXPECT_REFUSED(RevealToShelter(0, common::v1::COMPARTMENT_NARRATIVE), NOT_PERMITTED);
}

TEST_F(OfficersTest, AReferralGoesToTheOfferThatTakesTheChild) {
  Client shelter = county_->SignIn("p-shelter");
  // Comes before the girls' beds by its name, and takes boys only.
  directory::v1::PublishOfferRequest boys;
  boys.set_request_id(NewUuid());
  boys.set_offer("a-boys");
  boys.set_agency("rescue-centre");
  boys.add_services("RMTS");
  boys.set_destination("RDNG");
  boys.set_display_name("Boys' wing");
  boys.set_sex("SMAL");
  boys.set_has_beds(true);
  boys.set_total(3);
  boys.set_unit("BED");
  shelter.Must<directory::v1::PublishOfferResponse>(
      &directory::v1::DirectoryService::Stub::PublishOffer, boys);
  Consent(*officer_, code_, "rescue-centre");
  const auto sent = Sent(*officer_, code_, "RMTS", "rescue-centre");
  EXPECT_EQ(sent.referral().offer(), "beds-rc");
}

}  // namespace
}  // namespace rufaa::testing
