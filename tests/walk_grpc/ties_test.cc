// What somebody is to a child by more ties than one: none gives what another keeps shut, and none
// takes what another gives.
#include <gmock/gmock.h>

#include <vector>

#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using ::testing::ElementsAre;

class TiesTest : public WalkTest {
 protected:
  void SetUp() override {
    WalkTest::SetUp();
    county_->Enroll({"p-vco", "chv-kisauni", "vco"});
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    vco_ = std::make_unique<Client>(county_->SignIn("p-vco"));
  }

  void ReportedBy(const std::string& person) {
    Client reporter = county_->SignIn(person);
    const auto kase = RegisteredCase(reporter, *officer_);
    code_ = kase.case_file().case_code();
    revision_ = kase.revision();
  }

  // To the volunteers, under a consent for an hour.
  std::string ToVolunteers() {
    auto consent = OnCase<cw::GiveConsentRequest>(code_);
    consent.set_recipient_agency("chv-kisauni");
    consent.set_purpose("REFERRAL_SERVICE");
    consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
    consent.add_scope(common::v1::COMPARTMENT_NARRATIVE);
    consent.set_given_by("GUARDIAN");
    *consent.mutable_until_time() = rpc::ToProto(clock_.Now() + absl::Hours(1));
    officer_->Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
    return To("chv-kisauni");
  }
  std::string To(const std::string& agency) {
    const auto sent = Sent(*officer_, code_, "RMPC", agency);
    revision_ = sent.revision();
    return sent.referral().referral_code();
  }
  void Accept(Client& by, const std::string& referral) {
    revision_ = by.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                           OnReferral<rf::AcceptReferralRequest>(referral))
                    .revision();
  }
  void RecordSession() {
    auto session = OnCase<cw::RecordSessionRequest>(code_);
    session.set_service("PCNS");
    revision_ = officer_->Must<cw::CaseReply>(&CaseStub::RecordSession, session).revision();
  }

  // That it was received, by whom, and how far it got; and beside that, of which referrals.
  cw::Case ExpectTheReport(const std::string& person) {
    const cw::Case told = CaseAsSeenBy(person, code_, revision_);
    EXPECT_EQ(told.stage(), "registered");
    EXPECT_EQ(told.owner_agency(), "sco-kisauni");
    EXPECT_FALSE(told.subcounty().empty());
    EXPECT_TRUE(told.has_identify_time() && told.has_register_time());
    EXPECT_EQ(told.sex() + told.age_band() + told.risk() + told.ward() + told.child_id(), "");
    EXPECT_EQ(told.categories_size() + told.needs_size(), 0);
    EXPECT_EQ(told.session_count(), 0u);
    return told;
  }
  std::vector<std::string> TimelineOf(const std::string& person) {
    Client client = county_->SignIn(person);
    cw::GetTimelineRequest request;
    request.set_case_code(code_);
    request.set_min_revision(revision_);
    const auto timeline = client.Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, request);
    std::vector<std::string> types;
    for (const cw::TimelineEntry& entry : timeline.entries()) types.push_back(entry.event_type());
    return types;
  }

  std::unique_ptr<Client> officer_, vco_;
  std::string code_;
  uint64_t revision_ = 0;
};

TEST_F(TiesTest, WhoReportedAChildIsToldOfThatAlsoWhereTheirAgencyIsReferredIt) {
  ReportedBy("p-chv");
  const std::string referral = ToVolunteers();
  EXPECT_EQ(ExpectTheReport("p-chv").open_referrals_size(), 0) << "it has not decided";
  ExpectUnknownTo("p-vco", code_, revision_);
  EXPECT_THAT(TimelineOf("p-chv"), ElementsAre("case.identified", "case.registered"));
  Accept(*vco_, referral);
  RecordSession();
  EXPECT_EQ(CaseAsSeenBy("p-vco", code_, revision_).session_count(), 1u);
  EXPECT_EQ(ExpectTheReport("p-chv").open_referrals_size(), 0) << "a role that answers none";
  EXPECT_THAT(TimelineOf("p-chv"), ElementsAre("case.identified", "case.registered"));
}

TEST_F(TiesTest, WhoReportedAChildIsToldOfItsRegistrationWhileTheirAgencyIsAsked) {
  Client chv = county_->SignIn("p-chv");
  code_ = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound()).case_file().case_code();
  const std::string referral = ToVolunteers();
  revision_ =
      officer_->Must<cw::CaseReply>(&CaseStub::RegisterCase, OnCase<cw::RegisterCaseRequest>(code_))
          .revision();
  ExpectTheReport("p-chv");
  EXPECT_THAT(TimelineOf("p-chv"), ElementsAre("case.identified", "case.registered"));
  ExpectUnknownTo("p-vco", code_, revision_);
  auto decline = OnReferral<rf::DeclineReferralRequest>(referral);
  decline.set_reason("NO_CAPACITY");
  revision_ = vco_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline).revision();
  EXPECT_THAT(TimelineOf("p-chv"), ElementsAre("case.identified", "case.registered"));
}

TEST_F(TiesTest, WhoReportedAChildAndHelpsItIsToldOfThatWithoutConsent) {
  ReportedBy("p-vco");
  const std::string referral = ToVolunteers();
  EXPECT_EQ(ExpectTheReport("p-vco").open_referrals_size(), 0) << "they have not decided";
  Accept(*vco_, referral);
  RecordSession();
  EXPECT_EQ(CaseAsSeenBy("p-vco", code_, revision_).sex(), "SFEM");
  clock_.Advance(absl::Hours(2));
  EXPECT_THAT(ExpectTheReport("p-vco").open_referrals(), ElementsAre(referral));
  const std::vector<std::string> told = TimelineOf("p-vco");
  EXPECT_THAT(told, ::testing::Contains("case.registered"));
  EXPECT_THAT(told, ::testing::Contains("referral.accepted"));
  EXPECT_THAT(told, ::testing::Not(::testing::Contains("case.service-session")));
}

TEST_F(TiesTest, AnOfficerWhoReportedACaseOfAColleagueIsToldOfThat) {
  ReportedBy("p-officer2");
  EXPECT_EQ(ExpectTheReport("p-officer2").allowed_actions_size(), 0);
}

TEST_F(TiesTest, AnOfficeRefersNoCaseOfItsOwnToItself) {
  ReportedBy("p-chv");
  auto send = OnCase<rf::SendReferralRequest>(code_);
  send.set_service("RMPC");
  send.set_to_agency("sco-kisauni");
  rf::ReferralReply none;
  EXPECT_REFUSED(officer_->Call(&ReferralStub::SendReferral, send, &none), MALFORMED);
}

TEST_F(TiesTest, AReferralFromBeforeGivesNobodyMoreAtTheOfficeThatTookTheCaseOver) {
  county_->Enroll({"p-nyali2", "sco-nyali", "childrens_officer"});
  Client nyali = county_->SignIn("p-nyali"), nyali2 = county_->SignIn("p-nyali2");
  ReportedBy("p-chv");
  const std::string referral = To("sco-nyali");
  Accept(nyali, referral);
  EXPECT_EQ(CaseAsSeenBy("p-nyali2", code_, revision_).sex(), "SFEM") << "the office helps";
  auto ask = OnCase<cw::RequestTransferRequest>(code_);
  ask.set_to_agency("sco-nyali");
  officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, ask);
  revision_ =
      nyali.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code_))
          .revision();
  cw::GetCaseResponse anothers;
  EXPECT_REFUSED(nyali2.Call(&CaseStub::GetCase, CaseAt(code_, revision_), &anothers),
                 ASSIGNED_TO_ANOTHER);
  rf::GetReferralResponse unseen;
  EXPECT_REFUSED(nyali2.Call(&ReferralStub::GetReferral, ReferralAt(referral, revision_), &unseen),
                 ASSIGNED_TO_ANOTHER);
  rf::ReferralReply none;
  auto record = OnReferral<rf::RecordServiceRequest>(referral);
  record.set_service("RMPC");
  EXPECT_REFUSED(nyali2.Call(&ReferralStub::RecordService, record, &none), NOT_PERMITTED);
  EXPECT_EQ(Served(nyali, referral, "RMPC").referral().state(), "completed");
}

// A volunteer children's officer answers for the agency as a desk does.
TEST_F(TiesTest, AVolunteerOfficerWorksWhatTheAgencyIsReferredAndNoCase) {
  ReportedBy("p-chv");
  const std::string referral = ToVolunteers();
  const auto listed = vco_->Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                                           Worklist(rf::QUEUE_NEW, revision_));
  ASSERT_EQ(listed.referrals_size(), 1);
  EXPECT_THAT(listed.referrals(0).allowed_actions(), ::testing::Contains("AcceptReferral"));
  vco_->Must<rf::CountWorklistsResponse>(&ReferralStub::CountWorklists,
                                         rf::CountWorklistsRequest());
  vco_->Must<rf::ReferralReply>(&ReferralStub::OpenReferral,
                                OnReferral<rf::OpenReferralRequest>(referral));
  Accept(*vco_, referral);
  EXPECT_EQ(CaseAsSeenBy("p-vco", code_, revision_, common::v1::PURPOSE_REFERRAL_SERVICE)
                .identity()
                .first_name(),
            "Zawadi");
  auto note = OnCase<cw::AddNoteRequest>(code_);
  note.set_note("She came to the group.");
  vco_->Must<cw::CaseReply>(&CaseStub::AddNote, note);

  cw::CaseReply no_case;
  auto risk = OnCase<cw::SetRiskRequest>(code_);
  risk.set_risk("RLLW");
  EXPECT_REFUSED(vco_->Call(&CaseStub::SetRisk, risk, &no_case), NOT_PERMITTED);
  auto send = OnCase<rf::SendReferralRequest>(code_);
  send.set_service("RMTX");
  send.set_to_agency("hospital");
  rf::ReferralReply none;
  EXPECT_REFUSED(vco_->Call(&ReferralStub::SendReferral, send, &none), NOT_PERMITTED);
  cw::ListCaseloadResponse no_cases;
  EXPECT_REFUSED(vco_->Call(&CaseStub::ListCaseload, cw::ListCaseloadRequest(), &no_cases),
                 NOT_PERMITTED);
  EXPECT_EQ(Served(*vco_, referral, "RMPC").referral().state(), "completed");

  Client chv = county_->SignIn("p-chv");
  rf::ListWorklistResponse no_list;
  EXPECT_REFUSED(chv.Call(&ReferralStub::ListWorklist, Worklist(rf::QUEUE_NEW, 0), &no_list),
                 NOT_PERMITTED);
}

// To pass on is an answer: the volunteers send nothing, the sender's referral goes on in its name.
TEST_F(TiesTest, AVolunteerOfficerPassesOnWhatTheAgencyIsReferredAndNobodyPassesItBack) {
  ReportedBy("p-chv");
  const auto pass_on = [](const std::string& referral, const std::string& to) {
    auto redirect = OnReferral<rf::RedirectReferralRequest>(referral);
    redirect.set_to_agency(to);
    redirect.set_reason("NO_CAPACITY");
    return redirect;
  };
  const std::string referral = ToVolunteers();
  const auto seen = vco_->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                                        ReferralAt(referral, revision_));
  EXPECT_THAT(seen.referral().allowed_actions(), ::testing::Contains("RedirectReferral"));
  const auto to_clinic =
      vco_->Must<rf::ReferralReply>(&ReferralStub::RedirectReferral, pass_on(referral, "clinic"));
  EXPECT_EQ(to_clinic.referral().state(), "redirected");
  const std::string second = to_clinic.redirected().referral_code();
  const auto sent = officer_->Must<rf::GetReferralResponse>(
      &ReferralStub::GetReferral, ReferralAt(second, to_clinic.revision()));
  EXPECT_EQ(sent.referral().from_agency(), "sco-kisauni");
  EXPECT_EQ(sent.referral().to_agency(), "clinic");

  Client clinic = county_->SignIn("p-clinic"), hospital = county_->SignIn("p-hospital");
  rf::ReferralReply none;
  EXPECT_REFUSED(
      clinic.Call(&ReferralStub::RedirectReferral, pass_on(second, "chv-kisauni"), &none),
      MALFORMED);
  const auto to_hospital =
      clinic.Must<rf::ReferralReply>(&ReferralStub::RedirectReferral, pass_on(second, "hospital"));
  const std::string third = to_hospital.redirected().referral_code();
  for (const char* asked : {"chv-kisauni", "clinic"}) {
    EXPECT_REFUSED(hospital.Call(&ReferralStub::RedirectReferral, pass_on(third, asked), &none),
                   MALFORMED);
  }
}

// Of the office that sends, too: what it sends is for who works its cases.
TEST_F(TiesTest, AVolunteerOfficerIsListedNothingThatTheirOfficeSends) {
  county_->Enroll({"p-vco-office", "sco-kisauni", "vco"});
  Client volunteer = county_->SignIn("p-vco-office");
  ReportedBy("p-chv");
  const std::string referral = ToVolunteers();
  const auto lines = [&](Client& by, rf::Queue queue) {
    return by
        .Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist, Worklist(queue, revision_))
        .referrals_size();
  };
  EXPECT_EQ(lines(*officer_, rf::QUEUE_OUTBOX), 1);
  EXPECT_EQ(lines(*officer_, rf::QUEUE_WAITING_ON_OTHERS), 1);
  EXPECT_EQ(lines(volunteer, rf::QUEUE_OUTBOX), 0);
  EXPECT_EQ(lines(volunteer, rf::QUEUE_WAITING_ON_OTHERS), 0);
  const auto expect_no_counts = [&] {
    rf::CountWorklistsRequest request;
    request.set_min_revision(revision_);
    const auto counted =
        volunteer.Must<rf::CountWorklistsResponse>(&ReferralStub::CountWorklists, request);
    for (const rf::WorklistCount& count : counted.counts()) {
      EXPECT_EQ(count.count(), 0u) << rf::Queue_Name(count.queue());
    }
  };
  expect_no_counts();
  rf::GetReferralResponse none;
  EXPECT_REFUSED(volunteer.Call(&ReferralStub::GetReferral, ReferralAt(referral, revision_), &none),
                 NOT_FOUND_OR_NOT_YOURS);
  auto decline = OnReferral<rf::DeclineReferralRequest>(referral);
  decline.set_reason("NO_CAPACITY");
  revision_ = vco_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline).revision();
  EXPECT_EQ(lines(*officer_, rf::QUEUE_ENDED), 1);
  EXPECT_EQ(lines(volunteer, rf::QUEUE_ENDED), 0);
  expect_no_counts();
}

TEST_F(TiesTest, AnOfficeListsWhatItSentApartFromWhatItWasSent) {
  Client nyali = county_->SignIn("p-nyali"), chv = county_->SignIn("p-chv");
  cw::IdentifyChildRequest found = ChildFound();
  found.set_subcounty("004");
  found.clear_ward();
  const std::string theirs = RegisteredCase(chv, nyali, found).case_file().case_code();
  const std::string received =
      Sent(nyali, theirs, "RMPC", "sco-kisauni").referral().referral_code();
  ReportedBy("p-chv");
  const std::string sent = To("sco-nyali");
  const auto decline = [&](Client& by, const std::string& referral) {
    auto request = OnReferral<rf::DeclineReferralRequest>(referral);
    request.set_reason("NO_CAPACITY");
    revision_ = by.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, request).revision();
  };
  decline(*officer_, received);
  decline(nyali, sent);

  rf::ListWorklistRequest request = Worklist(rf::QUEUE_ENDED, revision_);
  std::string next;
  const auto listed = [&](bool sent_only) {
    request.set_sent_only(sent_only);
    const auto page =
        officer_->Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist, request);
    next = page.next_page_token();
    std::vector<std::string> codes;
    for (const rf::Referral& one : page.referrals()) codes.push_back(one.referral_code());
    return codes;
  };
  EXPECT_THAT(listed(false), ::testing::UnorderedElementsAre(received, sent));
  request.set_page_size(1);
  EXPECT_THAT(listed(true), ElementsAre(sent));
  EXPECT_EQ(next, "") << "a page that has what it may, and is the last";
  listed(false);
  request.set_page_token(next);
  request.set_sent_only(true);
  rf::ListWorklistResponse none;
  EXPECT_REFUSED(officer_->Call(&ReferralStub::ListWorklist, request, &none), MALFORMED);
}

}  // namespace
}  // namespace rufaa::testing
