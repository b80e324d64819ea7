// What was once recorded is read again by whoever may know it, and by nobody else.
#include <map>

#include "domain/base/local_day.h"
#include "gmock/gmock.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::UnorderedElementsAre;

class FactsTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    Client chv = county_->SignIn("p-chv"), officer = Officer();
    const auto kase = RegisteredCase(chv, officer);
    code_ = kase.case_file().case_code();
    revision_ = kase.revision();
  }

  Client Officer() { return county_->SignIn("p-officer"); }

  template <class Method, class Request>
  cw::Case OfCase(Client& by, Method method, const Request& request) {
    const auto reply = by.Must<cw::CaseReply>(method, request);
    revision_ = reply.revision();
    return reply.case_file();
  }

  template <class Method, class Request>
  void OfReferral(Client& by, Method method, const Request& request) {
    revision_ = by.Must<rf::ReferralReply>(method, request).revision();
  }

  cw::Case Seen(const std::string& person) {
    Client client = county_->SignIn(person);
    return client.Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code_, revision_))
        .case_file();
  }

  rf::Referral Referral(const std::string& person, const std::string& referral) {
    Client client = county_->SignIn(person);
    return client
        .Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, ReferralAt(referral, revision_))
        .referral();
  }

  std::string SendTo(const std::string& agency, const std::string& service) {
    Client officer = Officer();
    Consent(officer, code_, agency);
    const auto sent = Sent(officer, code_, service, agency);
    revision_ = sent.revision();
    return sent.referral().referral_code();
  }

  google::protobuf::Timestamp In(absl::Duration later) {
    return rpc::ToProto(clock_.Now() + later);
  }

  std::unique_ptr<County> county_;
  std::string code_;
  uint64_t revision_ = 0;
};

TEST_F(FactsTest, WhatIsAllegedIsForTheOwnerAndWhoMayKnowTheStory) {
  const cw::Case owner = Seen("p-officer");
  ASSERT_EQ(owner.categories_size(), 1);
  EXPECT_EQ(owner.categories(0).category(), "CSRG");
  EXPECT_EQ(owner.categories(0).nature(), "OCGE");
  const std::string referral = SendTo("rescue-centre", "RMTS");
  Client shelter = county_->SignIn("p-shelter");
  cw::GetCaseResponse none;
  EXPECT_REFUSED(shelter.Call(&CaseStub::GetCase, CaseAt(code_, revision_), &none),
                 NOT_FOUND_OR_NOT_YOURS);  // It has not decided yet.
  EXPECT_EQ(Seen("p-chv").categories_size(), 0);
  auto accept = OnReferral<rf::AcceptReferralRequest>(referral);
  accept.set_contact("p-shelter");
  OfReferral(shelter, &ReferralStub::AcceptReferral, accept);
  EXPECT_EQ(Seen("p-shelter").categories_size(), 1) << "the narrative is in the consent's scope";
  EXPECT_EQ(Seen("p-shelter").consents_size(), 0);
  EXPECT_EQ(Referral("p-officer", referral).contact(), "p-shelter");
}

TEST_F(FactsTest, SessionsNeedsAndConsentsSayWhatWasRecorded) {
  Client officer = Officer();
  SendTo("rescue-centre", "RMTS");
  auto session = OnCase<cw::RecordSessionRequest>(code_);
  session.set_service("PCNS");
  OfCase(officer, &CaseStub::RecordSession, session);
  session.set_request_id(NewUuid());
  OfCase(officer, &CaseStub::RecordSession, session);
  cw::Case kase = Seen("p-officer");
  EXPECT_EQ(kase.session_count(), 2u);
  ASSERT_EQ(kase.needs_size(), 1);
  EXPECT_EQ(rpc::FromProto(kase.needs(0).open_time()), clock_.Now());
  ASSERT_EQ(kase.consents_size(), 1);
  EXPECT_EQ(kase.consents(0).given_by(), "GUARDIAN");
  EXPECT_EQ(kase.consents(0).basis(), "CONSENT");
  EXPECT_FALSE(kase.consents(0).has_withdraw_time());
  auto withdraw = OnCase<cw::WithdrawConsentRequest>(code_);
  withdraw.set_consent(kase.consents(0).consent());
  OfCase(officer, &CaseStub::WithdrawConsent, withdraw);
  kase = Seen("p-officer");
  EXPECT_EQ(rpc::FromProto(kase.consents(0).withdraw_time()), clock_.Now());
  EXPECT_EQ(Seen("p-chv").session_count(), 0u);
}

// Who moves a date out of the calendar can't undo what a colleague did to it meanwhile.
TEST_F(FactsTest, ADayInCourtSaysOfWhichVersionItIsAndWhatMayBeDone) {
  Client officer = Officer(), court = county_->SignIn("p-court");
  auto set = OnCase<cw::SetCourtDateRequest>(code_);
  set.set_court("court");
  set.set_session("STHR");
  *set.mutable_court_time() = In(absl::Hours(24));
  const cw::Case kase = OfCase(officer, &CaseStub::SetCourtDate, set);
  cw::ListCourtCalendarRequest calendar;
  calendar.set_min_revision(revision_);
  const auto listed = [&](Client& by) {
    const auto list =
        by.Must<cw::ListCourtCalendarResponse>(&CaseStub::ListCourtCalendar, calendar);
    EXPECT_EQ(list.court_dates_size(), 1);
    return list.court_dates(0);
  };
  const cw::CourtDate seen = listed(officer);
  EXPECT_EQ(seen.version(), kase.version());
  EXPECT_THAT(seen.allowed_actions(), UnorderedElementsAre("MoveCourtDate", "VacateCourtDate"));
  auto move = OnCase<cw::MoveCourtDateRequest>(code_);
  move.set_matter(seen.matter());
  move.set_reason("FILE_MISSING");
  move.set_expected_version(listed(court).version());
  *move.mutable_court_time() = In(absl::Hours(48));
  OfCase(court, &CaseStub::MoveCourtDate, move);
  auto late = OnCase<cw::MoveCourtDateRequest>(code_);
  late.set_matter(seen.matter());
  late.set_reason("FILE_MISSING");
  late.set_expected_version(seen.version());
  *late.mutable_court_time() = In(absl::Hours(72));
  cw::CaseReply none;
  EXPECT_REFUSED(officer.Call(&CaseStub::MoveCourtDate, late, &none), WRONG_VERSION);
}

TEST_F(FactsTest, DaysInCourtKeepWhatCameOfThem) {
  Client officer = Officer();
  auto set = OnCase<cw::SetCourtDateRequest>(code_);
  set.set_court("court");
  set.set_session("STHR");
  *set.mutable_court_time() = In(absl::Hours(24));
  const std::string matter = OfCase(officer, &CaseStub::SetCourtDate, set).court_dates(0).matter();
  auto move = OnCase<cw::MoveCourtDateRequest>(code_);
  move.set_matter(matter);
  move.set_reason("FILE_MISSING");
  *move.mutable_court_time() = In(absl::Hours(48));
  OfCase(officer, &CaseStub::MoveCourtDate, move);
  cw::ListCourtCalendarRequest calendar;
  calendar.set_min_revision(revision_);
  EXPECT_EQ(officer.Must<cw::ListCourtCalendarResponse>(&CaseStub::ListCourtCalendar, calendar)
                .court_dates(0)
                .moves(),
            1u);
  clock_.Advance(absl::Hours(50));
  officer = Officer();
  auto outcome = OnCase<cw::RecordCourtOutcomeRequest>(code_);
  outcome.set_matter(matter);
  outcome.set_outcome("CADJ");
  *outcome.mutable_next_time() = In(absl::Hours(24 * 7));
  OfCase(officer, &CaseStub::RecordCourtOutcome, outcome);
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_kind("OREM");
  order.set_matter(matter);
  OfCase(officer, &CaseStub::MakeOrder, order);
  const cw::Case kase = Seen("p-officer");
  ASSERT_EQ(kase.court_dates_size(), 2);
  EXPECT_EQ(kase.court_dates(0).state(), "attended");
  EXPECT_EQ(kase.court_dates(0).outcome(), "CADJ");
  EXPECT_EQ(kase.court_dates(0).moves(), 1u);
  EXPECT_EQ(kase.court_dates(1).state(), "set");
  EXPECT_EQ(kase.court_dates(1).outcome(), "");
  EXPECT_EQ(kase.court_dates(1).moves(), 0u);
  EXPECT_EQ(kase.orders(0).matter(), matter);
}

TEST_F(FactsTest, AnOrderSaysHowItStandsAndTheCaseThatItRunsOut) {
  Client officer = Officer();
  auto assess = OnCase<cw::AssessCaseRequest>(code_);
  assess.set_childs_views_recorded(true);
  OfCase(officer, &CaseStub::AssessCase, assess);
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_matter("m1");
  order.set_kind("OCCR");
  const absl::CivilDay last = LocalDay(clock_.Now()) + 5;
  order.set_expires_on(absl::FormatCivilTime(last));
  const cw::Case made = OfCase(officer, &CaseStub::MakeOrder, order);
  ASSERT_EQ(made.orders_size(), 1);
  EXPECT_EQ(made.orders(0).state(), "running");
  auto release = OnCase<cw::MakeOrderRequest>(code_);
  release.set_matter("m1");
  release.set_kind("CORR");
  OfCase(officer, &CaseStub::MakeOrder, release);
  cw::ListCaseloadRequest caseload;
  caseload.set_min_revision(revision_);
  const auto due = officer.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, caseload);
  ASSERT_EQ(due.cases_size(), 1);
  EXPECT_EQ(due.cases(0).due_what(), "order");
  EXPECT_EQ(rpc::FromProto(due.cases(0).due_time()), StartOfLocalDay(last + 1));
  const auto states = [&] {
    std::map<std::string, std::string> found;
    const cw::Case kase = Seen("p-officer");
    for (const cw::Order& one : kase.orders()) found[one.kind()] = one.state();
    return found;
  };
  using States = std::map<std::string, std::string>;
  EXPECT_EQ(states(), (States{{"CORR", "made"}, {"OCCR", "running"}}));
  clock_.Advance(absl::Hours(24 * 5));
  EXPECT_EQ(states()["OCCR"], "running") << "it is its last day";
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(states()["OCCR"], "expired");
  officer = Officer();
  auto end = OnCase<cw::EndOrderRequest>(code_);
  end.set_order(made.orders(0).order());
  end.set_reason("EXPIRED");
  OfCase(officer, &CaseStub::EndOrder, end);
  EXPECT_EQ(states()["OCCR"], "ended");
}

TEST_F(FactsTest, AReferralCountsWhatWasDoneAndNamesWhereItWentOn) {
  const std::string referral = SendTo("clinic", "RMPP");
  Client clinic = county_->SignIn("p-clinic");
  OfReferral(clinic, &ReferralStub::AcceptReferral,
             OnReferral<rf::AcceptReferralRequest>(referral));
  auto schedule = OnReferral<rf::ScheduleAppointmentRequest>(referral);
  *schedule.mutable_appointment_time() = In(absl::Hours(2));
  OfReferral(clinic, &ReferralStub::ScheduleAppointment, schedule);
  clock_.Advance(absl::Hours(3));
  OfReferral(clinic, &ReferralStub::RecordNoShow, OnReferral<rf::RecordNoShowRequest>(referral));
  auto service = OnReferral<rf::RecordServiceRequest>(referral);
  service.set_service("RMPP");
  OfReferral(clinic, &ReferralStub::RecordService, service);
  const rf::Referral seen = Referral("p-officer", referral);
  EXPECT_EQ(seen.no_shows(), 1u);
  EXPECT_EQ(seen.services_recorded(), 1u);
  const auto inbox = clinic.Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                                           Worklist(rf::QUEUE_INBOX, revision_));
  ASSERT_EQ(inbox.referrals_size(), 1);
  EXPECT_EQ(inbox.referrals(0).version(), seen.version());

  const std::string full = SendTo("hospital", "RMTX");
  auto redirect = OnReferral<rf::RedirectReferralRequest>(full);
  redirect.set_to_agency("clinic");
  redirect.set_reason("NO_CAPACITY");
  Client hospital = county_->SignIn("p-hospital"), officer = Officer();
  Consent(officer, code_, "clinic");
  const auto redirected =
      hospital.Must<rf::ReferralReply>(&ReferralStub::RedirectReferral, redirect);
  revision_ = redirected.revision();
  EXPECT_EQ(Referral("p-officer", full).redirected_to(), redirected.redirected().referral_code());
  EXPECT_EQ(Referral("p-officer", full).decline_reason(), "NO_CAPACITY");
}

TEST_F(FactsTest, WhoElseHasRoomIsNobodyWhoWasAskedBefore) {
  Client hospital = county_->SignIn("p-hospital"), clinic = county_->SignIn("p-clinic");
  directory::v1::PublishOfferRequest offer;
  offer.set_request_id(NewUuid());
  offer.set_offer("pep-centre");
  offer.set_agency("rescue-centre");
  offer.add_services("RMPP");
  offer.set_destination("RDNG");
  offer.set_display_name("pep-centre");
  Client shelter = county_->SignIn("p-shelter");
  shelter.Must<directory::v1::PublishOfferResponse>(
      &directory::v1::DirectoryService::Stub::PublishOffer, offer);
  auto redirect = OnReferral<rf::RedirectReferralRequest>(SendTo("hospital", "RMPP"));
  redirect.set_to_agency("clinic");
  redirect.set_reason("NO_CAPACITY");
  const auto passed_on =
      hospital.Must<rf::ReferralReply>(&ReferralStub::RedirectReferral, redirect);
  const auto offers_of = [](const auto& reply) {
    std::vector<std::string> offers;
    for (const rf::Alternative& other : reply.alternatives()) offers.push_back(other.offer());
    return offers;
  };
  rf::FindAlternativesRequest find;
  find.set_referral_code(passed_on.redirected().referral_code());
  find.set_min_revision(passed_on.revision());
  EXPECT_THAT(
      offers_of(clinic.Must<rf::FindAlternativesResponse>(&ReferralStub::FindAlternatives, find)),
      UnorderedElementsAre("pep-centre"));
  auto decline = OnReferral<rf::DeclineReferralRequest>(find.referral_code());
  decline.set_reason("NO_CAPACITY");
  EXPECT_THAT(offers_of(clinic.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline)),
              UnorderedElementsAre("pep-centre"));
}

TEST_F(FactsTest, ABabyIsToldFromAChildOfWhomNobodyToldTheAge) {
  Client chv = county_->SignIn("p-chv"), officer = Officer();
  const auto band = [&](const std::string& name, std::optional<uint32_t> age) {
    cw::IdentifyChildRequest found = ChildFound();
    found.mutable_identity()->set_first_name(name);
    found.clear_age_years();
    if (age) found.set_age_years(*age);
    return RegisteredCase(chv, officer, found).case_file().age_band();
  };
  EXPECT_EQ(band("Amani", 0), "0-5");
  EXPECT_EQ(band("Tatu", std::nullopt), "");
}

TEST_F(FactsTest, AnAgeThatTheDateOfBirthContradictsIsAskedForAgain) {
  Client chv = county_->SignIn("p-chv");
  cw::IdentifyChildRequest found = ChildFound();
  found.mutable_identity()->set_birth_date("1990-01-01");
  cw::CaseReply reply;
  const absl::Status refused = chv.Call(&CaseStub::IdentifyChild, found, &reply);
  EXPECT_REFUSED(refused, MALFORMED);
  EXPECT_EQ(RefusalOf(refused)->details[0],
            std::pair(std::string("field"), std::string("age_years")));
  found.clear_age_years();
  EXPECT_TRUE(chv.Call(&CaseStub::IdentifyChild, found, &reply).ok());
}

TEST_F(FactsTest, AChildIsAsOldAsItIsToday) {
  Client chv = county_->SignIn("p-chv"), officer = Officer(), clinic = county_->SignIn("p-clinic");
  const auto offer = [&](const char* id, uint32_t age_min, uint32_t age_max) {
    directory::v1::PublishOfferRequest request;
    request.set_request_id(NewUuid());
    request.set_offer(id);
    request.set_agency("clinic");
    request.add_services("RMTS");
    request.set_destination("RDNG");
    request.set_display_name(id);
    request.set_age_min(age_min);
    request.set_age_max(age_max);
    clinic.Must<directory::v1::PublishOfferResponse>(
        &directory::v1::DirectoryService::Stub::PublishOffer, request);
  };
  offer("young", 10, 14);
  offer("grown", 15, 17);
  cw::IdentifyChildRequest found = ChildFound();
  found.clear_age_years();
  const absl::CivilDay born(LocalDay(clock_.Now()).year() - 14, 1, 1);
  found.mutable_identity()->set_birth_date(absl::FormatCivilTime(born));
  const auto kase = RegisteredCase(chv, officer, found);
  EXPECT_EQ(kase.case_file().age_band(), "10-14");
  code_ = kase.case_file().case_code();
  revision_ = kase.revision();
  clock_.Advance(absl::Hours(24 * 731));
  officer = Officer();
  const std::string referral = SendTo("rescue-centre", "RMTS");
  EXPECT_EQ(Seen("p-officer").age_band(), "15-17");
  EXPECT_EQ(Seen("p-officer").age_bands(), "15-17");
  EXPECT_EQ(Referral("p-shelter", referral).age_band(), "15-17");
  cw::ListCaseloadRequest older;
  older.set_min_revision(revision_);
  older.set_age_band("15-17");
  const auto list = officer.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, older);
  ASSERT_EQ(list.cases_size(), 1);
  EXPECT_EQ(list.cases(0).age_band(), "15-17");
  auto decline = OnReferral<rf::DeclineReferralRequest>(referral);
  decline.set_reason("NO_CAPACITY");
  Client shelter = county_->SignIn("p-shelter");
  const auto declined = shelter.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline);
  std::vector<std::string> offers;
  for (const rf::Alternative& other : declined.alternatives()) offers.push_back(other.offer());
  EXPECT_THAT(offers, UnorderedElementsAre("beds-second", "grown"));
}

TEST_F(FactsTest, ACaseloadNamesTheVersionThatACommandMayExpect) {
  Client officer = Officer();
  cw::ListCaseloadRequest request;
  request.set_min_revision(revision_);
  const auto list = officer.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
  ASSERT_EQ(list.cases_size(), 1);
  auto note = OnCase<cw::AddNoteRequest>(code_);
  note.set_note("Seen today.");
  note.set_expected_version(list.cases(0).version());
  EXPECT_EQ(OfCase(officer, &CaseStub::AddNote, note).version(), list.cases(0).version() + 1);
}

}  // namespace
}  // namespace rufaa::testing
