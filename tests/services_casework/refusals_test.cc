// What bad input and bad luck get from a service that changes cases.
#include <gmock/gmock.h>

#include <set>

#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class RefusalsTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }

  cw::CaseReply Case() {
    Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
    return RegisteredCase(chv, officer);
  }

  std::unique_ptr<County> county_;
};

cw::AddNoteRequest Note(const std::string& code) {
  auto note = OnCase<cw::AddNoteRequest>(code);
  note.set_note("Mother came to the office.");
  return note;
}

TEST_F(RefusalsTest, AnExpectedVersionThatMovedIsWrongVersion) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  cw::AddNoteRequest note = Note(kase.case_file().case_code());
  note.set_expected_version(kase.case_file().version());
  const auto first = officer.Must<cw::CaseReply>(&CaseStub::AddNote, note);
  EXPECT_EQ(first.case_file().version(), kase.case_file().version() + 1);
  note.set_request_id(NewUuid());
  cw::CaseReply reply;
  EXPECT_REFUSED(officer.Call(&CaseStub::AddNote, note, &reply), WRONG_VERSION);
}

TEST_F(RefusalsTest, ARepeatedRequestGivesTheFirstAnswerAgainThoughTheCaseHasMoved) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  const cw::AddNoteRequest note = Note(kase.case_file().case_code());
  const auto first = officer.Must<cw::CaseReply>(&CaseStub::AddNote, note);
  officer.Must<cw::CaseReply>(&CaseStub::AddNote, Note(kase.case_file().case_code()));
  const auto second = officer.Must<cw::CaseReply>(&CaseStub::AddNote, note);
  EXPECT_TRUE(second.repeated_request());
  EXPECT_EQ(second.revision(), first.revision());
  EXPECT_EQ(second.case_file().version(), first.case_file().version());
}

TEST_F(RefusalsTest, AReportSentTwiceIsOneCase) {
  Client chv = county_->SignIn("p-chv");
  const cw::IdentifyChildRequest found = ChildFound();
  const auto first = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  const auto second = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  EXPECT_EQ(second.case_file().case_code(), first.case_file().case_code());
  EXPECT_TRUE(second.repeated_request());
}

TEST_F(RefusalsTest, AReusedRequestIdWithAnotherBodyIsRefused) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  cw::AddNoteRequest note = Note(kase.case_file().case_code());
  officer.Must<cw::CaseReply>(&CaseStub::AddNote, note);
  note.set_note("Father came to the office.");
  cw::CaseReply reply;
  EXPECT_REFUSED(officer.Call(&CaseStub::AddNote, note, &reply), REQUEST_ID_REUSED);
}

// As where access is a process of its own: this one hears nothing of the step-up.
TEST_F(RefusalsTest, AnErasureKnowsAtOnceOfAStepUpThatAnotherProcessTook) {
  const cw::CaseReply kase = Case();
  Client dpo = county_->SignIn("p-dpo");
  auto erase = OnCase<cw::EraseChildRequest>(kase.case_file().case_code());
  erase.set_authority("DPG5 17/2026");
  cw::CaseReply reply;
  EXPECT_REFUSED(dpo.Call(&CaseStub::EraseChild, erase, &reply), STEP_UP_REQUIRED);
  const auto who = dpo.Must<access::v1::WhoAmIResponse>(&access::v1::AccessService::Stub::WhoAmI,
                                                        access::v1::WhoAmIRequest());
  access::SessionTable& sessions = hub_->counties().at("001")->access().sessions();
  ASSERT_TRUE(sessions.StepUp(who.caller().session_id(), clock_.Now()).ok());
  EXPECT_TRUE(dpo.Must<cw::CaseReply>(&CaseStub::EraseChild, erase).case_file().erased());
}

TEST_F(RefusalsTest, AnUnknownCaseAndAnothersCaseAreNotToldApart) {
  const cw::CaseReply kase = Case();
  Client other = county_->SignIn("p-nyali");
  // A version that would be wrong must not give the case away either.
  cw::AddNoteRequest theirs = Note(kase.case_file().case_code());
  theirs.set_expected_version(1);
  cw::CaseReply reply;
  const absl::Status not_yours = other.Call(&CaseStub::AddNote, theirs, &reply);
  EXPECT_REFUSED(not_yours, NOT_FOUND_OR_NOT_YOURS);
  cw::AddNoteRequest none = Note("MSA-00000-0");
  for (const char* candidate :
       {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F",
        "G", "H", "J", "K", "M", "N", "P", "Q", "R", "S", "T", "V", "W", "X", "Y", "Z"}) {
    // The one of these that is well formed names no case.
    none.set_case_code(std::string("MSA-0000-0") + candidate);
    none.set_request_id(NewUuid());
    const absl::Status unknown = other.Call(&CaseStub::AddNote, none, &reply);
    const auto refusal = RefusalOf(unknown);
    ASSERT_TRUE(refusal.has_value());
    if (refusal->reason == Reason::MALFORMED) continue;
    EXPECT_EQ(unknown, not_yours);
    return;
  }
  FAIL() << "no well-formed code was tried";
}

TEST_F(RefusalsTest, AnUnknownReferralAndAnothersReferralAreNotToldApart) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  Consent(officer, kase.case_file().case_code(), "rescue-centre");
  const auto sent = Sent(officer, kase.case_file().case_code(), "RMTS", "rescue-centre");
  const std::string theirs = sent.referral().referral_code();
  Client other = county_->SignIn("p-hospital");
  rf::GetReferralResponse read;
  rf::ReferralReply changed;
  const absl::Status not_yours =
      other.Call(&ReferralStub::GetReferral, ReferralAt(theirs, sent.revision()), &read);
  EXPECT_REFUSED(not_yours, NOT_FOUND_OR_NOT_YOURS);
  const absl::Status not_yours_either = other.Call(
      &ReferralStub::AcceptReferral, OnReferral<rf::AcceptReferralRequest>(theirs), &changed);
  EXPECT_REFUSED(not_yours_either, NOT_FOUND_OR_NOT_YOURS);
  // The one of these that is well formed names no referral.
  for (const char candidate : absl::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
    const std::string unknown = theirs.substr(0, theirs.find('-')) + "-0000-000" + candidate;
    const absl::Status status =
        other.Call(&ReferralStub::GetReferral, ReferralAt(unknown, sent.revision()), &read);
    const auto refusal = RefusalOf(status);
    ASSERT_TRUE(refusal.has_value()) << status;
    if (refusal->reason == Reason::MALFORMED) continue;
    // Reason, message and details.
    EXPECT_EQ(status, not_yours);
    EXPECT_EQ(other.Call(&ReferralStub::AcceptReferral,
                         OnReferral<rf::AcceptReferralRequest>(unknown), &changed),
              not_yours_either);
    return;
  }
  FAIL() << "no well-formed code was tried";
}

TEST_F(RefusalsTest, WithoutASessionNothingIsSaid) {
  Client nobody(hub_->InProcessChannel(), "");
  cw::CaseReply reply;
  EXPECT_REFUSED(nobody.Call(&CaseStub::IdentifyChild, ChildFound(), &reply), UNAUTHENTICATED);
}

TEST_F(RefusalsTest, AnExpiredSessionIsRefused) {
  Client chv = county_->SignIn("p-chv");
  chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  clock_.Advance(absl::Hours(24 * 366));
  cw::CaseReply reply;
  EXPECT_REFUSED(chv.Call(&CaseStub::IdentifyChild, ChildFound(), &reply), UNAUTHENTICATED);
}

TEST_F(RefusalsTest, APhoneADayAheadIsRefusedAndOneDaysBehindIsFine) {
  Client chv = county_->SignIn("p-chv");
  cw::IdentifyChildRequest found = ChildFound();
  *found.mutable_occur_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  cw::CaseReply reply;
  EXPECT_REFUSED(chv.Call(&CaseStub::IdentifyChild, found, &reply), IN_FUTURE);
  found.set_request_id(NewUuid());
  *found.mutable_occur_time() = rpc::ToProto(clock_.Now() - absl::Hours(72));
  const auto late = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  EXPECT_EQ(rpc::FromProto(late.case_file().identify_time()), clock_.Now() - absl::Hours(72));
}

TEST_F(RefusalsTest, AnUnknownCodeNamesItsField) {
  Client chv = county_->SignIn("p-chv");
  cw::IdentifyChildRequest found = ChildFound();
  found.set_subcounty("099");
  cw::CaseReply reply;
  const absl::Status status = chv.Call(&CaseStub::IdentifyChild, found, &reply);
  EXPECT_REFUSED(status, UNKNOWN_CODE);
  EXPECT_THAT(RefusalOf(status)->details,
              ::testing::Contains(std::make_pair(std::string("field"), std::string("subcounty"))));
}

// Told as an unknown code, it would send people to look through a list for what is not there.
TEST_F(RefusalsTest, ASubCountyWithoutAnOfficeIsNotAnUnknownCode) {
  Client chv = county_->SignIn("p-chv");
  cw::IdentifyChildRequest found = ChildFound();
  found.set_subcounty("001");
  found.clear_ward();
  cw::CaseReply reply;
  EXPECT_REFUSED(chv.Call(&CaseStub::IdentifyChild, found, &reply), NO_OFFICE);
}

TEST_F(RefusalsTest, APoliceStationIsNeverAPlaceOfSafety) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  auto emergency = OnCase<cw::DeclareEmergencyRequest>(kase.case_file().case_code());
  emergency.set_place_agency("police");
  emergency.set_court("court");
  *emergency.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  cw::CaseReply reply;
  EXPECT_REFUSED(officer.Call(&CaseStub::DeclareEmergency, emergency, &reply),
                 POLICE_STATION_NOT_SAFE);
  emergency.set_place_agency("rescue-centre");
  emergency.set_request_id(NewUuid());
  EXPECT_EQ(officer.Must<cw::CaseReply>(&CaseStub::DeclareEmergency, emergency).case_file().stage(),
            "emergency");
}

TEST_F(RefusalsTest, AReadBeyondTheLogIsNotCaughtUp) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  absl::Status status = absl::DeadlineExceededError("not asked yet");
  // The client's own deadline may be the quicker of the two; not at each of them.
  for (int tries = 1; tries <= 10 && absl::IsDeadlineExceeded(status); ++tries) {
    grpc::ClientContext context;
    officer.Prepare(context);
    context.set_deadline(std::chrono::system_clock::now() + tries * std::chrono::milliseconds(200));
    cw::GetCaseResponse reply;
    status = Client::Meant(officer.casework().GetCase(
        &context, CaseAt(kase.case_file().case_code(), kase.revision() + 1000), &reply));
  }
  EXPECT_REFUSED(status, NOT_CAUGHT_UP);
}

TEST_F(RefusalsTest, ANameOpensOnlyForAPurpose) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  cw::RevealChildRequest reveal;
  reveal.set_case_code(kase.case_file().case_code());
  reveal.set_min_revision(kase.revision());
  reveal.add_compartments(common::v1::COMPARTMENT_LOCATION);
  reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  cw::RevealChildResponse reply;
  EXPECT_REFUSED(officer.Call(&CaseStub::RevealChild, reveal, &reply), STEP_UP_REQUIRED);
  Client stepped_up = county_->SignInSteppedUp("p-officer");
  EXPECT_EQ(stepped_up.Must<cw::RevealChildResponse>(&CaseStub::RevealChild, reveal).location(),
            "Behind the old cinema.");
  reveal.set_purpose(common::v1::PURPOSE_AUDIT);
  EXPECT_REFUSED(stepped_up.Call(&CaseStub::RevealChild, reveal, &reply), NOT_PERMITTED);
}

// proto3 hands on whatever number was sent; policy and the log know only those that are listed.
TEST_F(RefusalsTest, ACompartmentThatIsNoneIsRefusedAndTheCountyGoesOn) {
  const cw::CaseReply kase = Case();
  const std::string& code = kase.case_file().case_code();
  Client officer = county_->SignIn("p-officer");
  for (const int number : {99, 0}) {
    const auto none = static_cast<common::v1::Compartment>(number);
    cw::RevealChildRequest reveal;
    reveal.set_case_code(code);
    reveal.set_min_revision(kase.revision());
    reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
    reveal.add_compartments(none);
    cw::RevealChildResponse revealed;
    const absl::Status status = officer.Call(&CaseStub::RevealChild, reveal, &revealed);
    EXPECT_REFUSED(status, MALFORMED);
    EXPECT_EQ(RefusalOf(status)->details[0],
              std::make_pair(std::string("field"), std::string("compartments[0]")));

    auto consent = OnCase<cw::GiveConsentRequest>(code);
    consent.set_recipient_agency("rescue-centre");
    consent.set_purpose("REFERRAL_SERVICE");
    consent.set_given_by("GUARDIAN");
    consent.add_scope(none);
    cw::CaseReply changed;
    EXPECT_REFUSED(officer.Call(&CaseStub::GiveConsent, consent, &changed), MALFORMED);

    auto send = OnCase<rf::SendReferralRequest>(code);
    send.set_service("RMTS");
    send.set_to_agency("rescue-centre");
    send.add_scope(none);
    rf::ReferralReply sent;
    EXPECT_REFUSED(officer.Call(&ReferralStub::SendReferral, send, &sent), MALFORMED);
  }
  officer.Must<cw::CaseReply>(&CaseStub::AddNote, Note(code));
}

TEST_F(RefusalsTest, AStreamAnswersEachCommandByItsRequestId) {
  constexpr int kCommands = 200;
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  grpc::ClientContext context;
  officer.Prepare(context);
  auto stream = officer.casework().StreamCommands(&context);
  std::set<std::string> asked;
  for (int i = 0; i < kCommands; ++i) {
    cw::CommandRequest request;
    *request.mutable_add_note() = Note(kase.case_file().case_code());
    // Every tenth is refused, which ends nothing.
    if (i % 10 == 0) request.mutable_add_note()->set_expected_version(1);
    asked.insert(request.add_note().request_id());
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  int refused = 0;
  cw::CommandReply reply;
  while (stream->Read(&reply)) {
    EXPECT_EQ(asked.erase(reply.request_id()), 1u);
    if (reply.has_refusal()) ++refused;
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_TRUE(asked.empty());
  EXPECT_EQ(refused, kCommands / 10);
}

}  // namespace
}  // namespace rufaa::testing
