// Where what helpers write of a child is sealed, and so who reads it.
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using common::v1::Compartment;
using common::v1::COMPARTMENT_IDENTITY;
using common::v1::COMPARTMENT_JUSTICE;
using common::v1::COMPARTMENT_LOCATION;
using common::v1::COMPARTMENT_MEDICAL;
using common::v1::COMPARTMENT_NARRATIVE;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

using Words = std::vector<std::string>;

class NotesTest : public WalkTest {
 protected:
  void SetUp() override {
    WalkTest::SetUp();
    county_->Enroll({"p-police", "police", "agency_desk"});
    Client chv = county_->SignIn("p-chv");
    code_ = RegisteredCase(chv, As("p-officer")).case_file().case_code();
    // It may hold places, and so knows what other helpers did.
    Helps("p-shelter", "rescue-centre", "RMTS",
          {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE, COMPARTMENT_LOCATION});
  }

  Client& As(const std::string& person) {
    const auto known = clients_.find(person);
    if (known != clients_.end()) return known->second;
    return clients_.emplace(person, county_->SignIn(person)).first->second;
  }

  // The referral, taken on.
  std::string Helps(const std::string& person, const std::string& agency,
                    const std::string& service, const std::vector<Compartment>& scope) {
    auto consent = OnCase<cw::GiveConsentRequest>(code_);
    consent.set_recipient_agency(agency);
    consent.set_purpose("REFERRAL_SERVICE");
    consent.set_given_by("GUARDIAN");
    auto send = OnCase<rf::SendReferralRequest>(code_);
    send.set_service(service);
    send.set_to_agency(agency);
    for (const Compartment part : scope) {
      consent.add_scope(part);
      send.add_scope(part);
    }
    As("p-officer").Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
    const std::string referral = As("p-officer")
                                     .Must<rf::ReferralReply>(&ReferralStub::SendReferral, send)
                                     .referral()
                                     .referral_code();
    As(person).Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                       OnReferral<rf::AcceptReferralRequest>(referral));
    return referral;
  }

  cw::AddNoteRequest Note(const std::string& text, Compartment compartment) {
    auto note = OnCase<cw::AddNoteRequest>(code_);
    note.set_note(text);
    note.set_compartment(compartment);
    return note;
  }
  void HeldSession(const std::string& person, const std::string& note) {
    auto session = OnCase<cw::RecordSessionRequest>(code_);
    session.set_service("PCNS");
    session.set_note(note);
    revision_ = As(person).Must<cw::CaseReply>(&CaseStub::RecordSession, session).revision();
  }
  void RecordedService(const std::string& person, const std::string& referral,
                       const std::string& service, const std::string& note) {
    auto record = OnReferral<rf::RecordServiceRequest>(referral);
    record.set_service(service);
    record.set_note(note);
    revision_ = As(person).Must<rf::ReferralReply>(&ReferralStub::RecordService, record).revision();
  }

  absl::Status Reveal(Client& by, Compartment compartment, cw::RevealChildResponse* reply) {
    cw::RevealChildRequest request;
    request.set_case_code(code_);
    request.set_purpose(common::v1::PURPOSE_CASE_MGMT);
    request.add_compartments(compartment);
    request.set_min_revision(revision_);
    return by.Call(&CaseStub::RevealChild, request, reply);
  }
  // What `by` reads of one compartment: narrative, medical or justice.
  Words Read(Client& by, Compartment compartment) {
    cw::RevealChildResponse reply;
    const absl::Status status = Reveal(by, compartment, &reply);
    EXPECT_TRUE(status.ok()) << status;
    Words words(reply.narratives().begin(), reply.narratives().end());
    words.insert(words.end(), reply.medical().begin(), reply.medical().end());
    words.insert(words.end(), reply.justice().begin(), reply.justice().end());
    return words;
  }

  std::string code_;
  uint64_t revision_ = 0;

 private:
  std::map<std::string, Client> clients_;
};

TEST_F(NotesTest, WhatAHospitalWritesOfItsServiceIsMedical) {
  const std::string referral =
      Helps("p-hospital", "hospital", "RMTX",
            {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE, COMPARTMENT_MEDICAL});
  HeldSession("p-hospital", "Came for the second dose.");
  RecordedService("p-hospital", referral, "RMTX", "Seen on Monday.");
  const auto all = ElementsAre("Came for the second dose.", "Seen on Monday.");
  EXPECT_THAT(Read(As("p-hospital"), COMPARTMENT_MEDICAL), all) << "its own";
  EXPECT_THAT(Read(As("p-officer"), COMPARTMENT_MEDICAL), all);
  for (const char* person : {"p-officer", "p-supervisor"}) {
    EXPECT_THAT(Read(As(person), COMPARTMENT_NARRATIVE), Contains("Seen at the bus park at night."))
        << person;
  }
  for (const char* person : {"p-officer", "p-supervisor", "p-shelter"}) {
    const Words told = Read(As(person), COMPARTMENT_NARRATIVE);
    EXPECT_THAT(told, Not(Contains("Came for the second dose."))) << person;
    EXPECT_THAT(told, Not(Contains("Seen on Monday."))) << person;
  }
  cw::RevealChildResponse none;
  EXPECT_REFUSED(Reveal(As("p-supervisor"), COMPARTMENT_MEDICAL, &none), STEP_UP_REQUIRED);
  Client stepped_up = county_->SignInSteppedUp("p-supervisor");
  EXPECT_THAT(Read(stepped_up, COMPARTMENT_MEDICAL), all);
  EXPECT_REFUSED(Reveal(As("p-shelter"), COMPARTMENT_MEDICAL, &none), NOT_PERMITTED);
}

TEST_F(NotesTest, AnOBNumberOpensWithJusticeAlone) {
  Helps("p-police", "police", "RMLG",
        {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE, COMPARTMENT_JUSTICE});
  As("p-police")
      .Must<cw::CaseReply>(&CaseStub::AddNote, Note("OB 14/02/03/2026", COMPARTMENT_JUSTICE));
  HeldSession("p-police", "Gave a statement.");
  const auto all = ElementsAre("OB 14/02/03/2026", "Gave a statement.");
  EXPECT_THAT(Read(As("p-police"), COMPARTMENT_JUSTICE), all) << "its own";
  EXPECT_THAT(Read(As("p-officer"), COMPARTMENT_JUSTICE), all);
  for (const char* person : {"p-police", "p-officer", "p-shelter"}) {
    const Words told = Read(As(person), COMPARTMENT_NARRATIVE);
    EXPECT_THAT(told, Not(Contains("OB 14/02/03/2026"))) << person;
    EXPECT_THAT(told, Not(Contains("Gave a statement."))) << person;
  }
  cw::RevealChildResponse none;
  EXPECT_REFUSED(Reveal(As("p-shelter"), COMPARTMENT_JUSTICE, &none), NOT_PERMITTED);
}

TEST_F(NotesTest, NobodyWritesWhereTheyCouldNotReadItAgain) {
  Helps("p-hospital", "hospital", "RMTX", {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE});
  cw::CaseReply none;
  for (const char* person : {"p-hospital", "p-shelter"}) {
    EXPECT_REFUSED(As(person).Call(&CaseStub::AddNote, Note("Seen.", COMPARTMENT_MEDICAL), &none),
                   NOT_PERMITTED);
  }
  EXPECT_REFUSED(
      As("p-officer").Call(&CaseStub::AddNote, Note("Seen.", COMPARTMENT_LOCATION), &none),
      MALFORMED);
  HeldSession("p-hospital", "Came for the second dose.");
  EXPECT_THAT(Read(As("p-hospital"), COMPARTMENT_NARRATIVE), Contains("Came for the second dose."));
}

TEST_F(NotesTest, TheOfficerSaysWhatANoteIsOf) {
  using common::v1::COMPARTMENT_UNSPECIFIED;
  Client& officer = As("p-officer");
  officer.Must<cw::CaseReply>(&CaseStub::AddNote, Note("Vaccinated.", COMPARTMENT_MEDICAL));
  officer.Must<cw::CaseReply>(&CaseStub::AddNote, Note("Shy today.", COMPARTMENT_UNSPECIFIED));
  revision_ =
      officer.Must<cw::CaseReply>(&CaseStub::AddNote, Note("Speaks little.", COMPARTMENT_NARRATIVE))
          .revision();
  EXPECT_THAT(Read(officer, COMPARTMENT_MEDICAL), ElementsAre("Vaccinated."));
  EXPECT_THAT(Read(officer, COMPARTMENT_NARRATIVE), IsSupersetOf({"Shy today.", "Speaks little."}));
  EXPECT_THAT(Read(officer, COMPARTMENT_JUSTICE), IsEmpty());
}

TEST_F(NotesTest, OnWhoseAuthorityAConsentStandsIsSealedWithWhatItIsOf) {
  Client& officer = As("p-officer");
  auto consent = OnCase<cw::GiveConsentRequest>(code_);
  consent.set_recipient_kind("EDUCATION");
  consent.set_purpose("REFERRAL_SERVICE");
  consent.add_scope(COMPARTMENT_IDENTITY);
  consent.set_given_by("CHILDRENS_OFFICER");
  for (const char* basis : {"STATUTE", "VITAL_INTEREST", "ORDER"}) {
    consent.set_request_id(NewUuid());
    consent.set_basis(basis);
    consent.clear_note();
    cw::CaseReply none;
    const absl::Status bare = officer.Call(&CaseStub::GiveConsent, consent, &none);
    EXPECT_REFUSED(bare, MALFORMED);
    EXPECT_THAT(RefusalOf(bare)->details, Contains(::testing::Pair("field", "note"))) << basis;
    consent.set_request_id(NewUuid());
    consent.set_note(absl::StrCat("Why ", basis));
    revision_ = officer.Must<cw::CaseReply>(&CaseStub::GiveConsent, consent).revision();
  }
  EXPECT_THAT(Read(officer, COMPARTMENT_JUSTICE), ElementsAre("Why ORDER"));
  EXPECT_THAT(Read(officer, COMPARTMENT_NARRATIVE),
              IsSupersetOf({"Why STATUTE", "Why VITAL_INTEREST"}));
}

// While it was asked to take the case over, the office held all of it.
TEST_F(NotesTest, AnOfficeThatDeclinedATransferReadsWhatAHelperReads) {
  Helps("p-nyali", "sco-nyali", "RMPC", {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE});
  As("p-officer")
      .Must<cw::CaseReply>(&CaseStub::AddNote, Note("Named her uncle.", COMPARTMENT_NARRATIVE));
  As("p-nyali").Must<cw::CaseReply>(&CaseStub::AddNote,
                                    Note("Came on time.", COMPARTMENT_NARRATIVE));
  auto ask = OnCase<cw::RequestTransferRequest>(code_);
  ask.set_to_agency("sco-nyali");
  revision_ = As("p-officer").Must<cw::CaseReply>(&CaseStub::RequestTransfer, ask).revision();
  EXPECT_THAT(Read(As("p-nyali"), COMPARTMENT_NARRATIVE),
              IsSupersetOf({"Named her uncle.", "Came on time."}));
  auto decline = OnCase<cw::DeclineTransferRequest>(code_);
  decline.set_reason("OUT_OF_AREA");
  revision_ = As("p-nyali").Must<cw::CaseReply>(&CaseStub::DeclineTransfer, decline).revision();
  EXPECT_THAT(Read(As("p-nyali"), COMPARTMENT_NARRATIVE), ElementsAre("Came on time."));
}

TEST_F(NotesTest, WhoMayNoLongerKnowPlacesReadsNothingMoreOfOtherHelpers) {
  const std::string stay =
      Helps("p-shelter2", "second-shelter", "RMTS",
            {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE, COMPARTMENT_LOCATION});
  Helps("p-shelter2", "second-shelter", "RMPC", {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE});
  HeldSession("p-shelter", "Slept well.");
  EXPECT_THAT(Read(As("p-shelter2"), COMPARTMENT_NARRATIVE), Contains("Slept well."));
  auto decline = OnReferral<rf::DeclineReferralRequest>(stay);
  decline.set_reason("NO_CAPACITY");
  revision_ =
      As("p-shelter2").Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline).revision();
  EXPECT_THAT(Read(As("p-shelter2"), COMPARTMENT_NARRATIVE), Not(Contains("Slept well.")));
}

}  // namespace
}  // namespace rufaa::testing
