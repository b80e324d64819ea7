// Until when treatment after an assault can begin is told to the owner and to who treats the child
// or may know what happened, and to nobody else.
#include <optional>
#include <vector>

#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using common::v1::COMPARTMENT_IDENTITY;
using common::v1::COMPARTMENT_MEDICAL;
using common::v1::COMPARTMENT_NARRATIVE;

// As a case or a referral tells it.
struct Told {
  std::optional<absl::Time> pep, contraception;
  bool operator==(const Told&) const = default;
};

template <class Proto>
Told TreatByIn(const Proto& proto) {
  Told told;
  if (proto.has_pep_start_by_time()) told.pep = rpc::FromProto(proto.pep_start_by_time());
  if (proto.has_emergency_contraception_by_time()) {
    told.contraception = rpc::FromProto(proto.emergency_contraception_by_time());
  }
  return told;
}

// A girl who was assaulted ten hours ago.
class TreatByTest : public WalkTest {
 protected:
  void SetUp() override {
    WalkTest::SetUp();
    exposure_ = clock_.Now() - absl::Hours(10);
    Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
    cw::IdentifyChildRequest found = ChildFound();
    *found.mutable_exposure_time() = rpc::ToProto(exposure_);
    const auto kase = RegisteredCase(chv, officer, found);
    code_ = kase.case_file().case_code();
    revision_ = kase.revision();
  }

  Told All() const { return {exposure_ + absl::Hours(72), exposure_ + absl::Hours(120)}; }

  Told OfCase(const std::string& person) {
    return TreatByIn(CaseAsSeenBy(person, code_, revision_));
  }
  Told OfReferral(const std::string& person, const std::string& referral) {
    Client client = county_->SignIn(person);
    return TreatByIn(client
                         .Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                                        ReferralAt(referral, revision_))
                         .referral());
  }

  std::string SentTo(const std::string& agency, const std::string& service,
                     const std::vector<common::v1::Compartment>& scope) {
    Client officer = county_->SignIn("p-officer");
    Consent(officer, code_, agency);
    auto send = OnCase<rf::SendReferralRequest>(code_);
    send.set_service(service);
    send.set_to_agency(agency);
    for (const common::v1::Compartment part : scope) send.add_scope(part);
    const auto sent = officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
    revision_ = sent.revision();
    return sent.referral().referral_code();
  }
  void Accept(const std::string& person, const std::string& referral) {
    Client client = county_->SignIn(person);
    revision_ = client
                    .Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                             OnReferral<rf::AcceptReferralRequest>(referral))
                    .revision();
  }
  cw::CaseReply InAnEmergency(Client& officer) {
    auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
    emergency.set_place_agency("rescue-centre");
    emergency.set_court("court");
    *emergency.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
    return officer.Must<cw::CaseReply>(&CaseStub::DeclareEmergency, emergency);
  }
  // Of a need that was opened before, with no urgency of the referral's own.
  std::string UrgencyReferred(Client& officer, const std::string& need) {
    Consent(officer, code_, "hospital");
    auto send = OnCase<rf::SendReferralRequest>(code_);
    send.set_need(need);
    send.set_service("RMTX");
    send.set_to_agency("hospital");
    return officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send).referral().urgency();
  }

  absl::Time exposure_;
  std::string code_;
  uint64_t revision_ = 0;
};

TEST_F(TreatByTest, TheOwnerIsToldAndWhoReportedIsNot) {
  EXPECT_EQ(OfCase("p-officer"), All());
  EXPECT_EQ(OfCase("p-supervisor"), All());
  EXPECT_EQ(OfCase("p-chv"), Told());
}

TEST_F(TreatByTest, ARecipientIsToldOnceItAcceptedWhatOpensWhatHappenedOrVisits) {
  const std::string to_hospital =
      SentTo("hospital", "RMTX", {COMPARTMENT_IDENTITY, COMPARTMENT_NARRATIVE});
  const std::string to_clinic =
      SentTo("clinic", "RMPP", {COMPARTMENT_IDENTITY, COMPARTMENT_MEDICAL});
  const std::string to_shelter = SentTo("rescue-centre", "RMTS", {COMPARTMENT_IDENTITY});
  EXPECT_EQ(OfReferral("p-hospital", to_hospital), Told()) << "it has not decided yet";
  EXPECT_EQ(OfReferral("p-officer", to_hospital), All());
  Accept("p-hospital", to_hospital);
  Accept("p-clinic", to_clinic);
  Accept("p-shelter", to_shelter);
  EXPECT_EQ(OfReferral("p-hospital", to_hospital), All());
  EXPECT_EQ(OfReferral("p-clinic", to_clinic), All());
  EXPECT_EQ(OfReferral("p-shelter", to_shelter), Told());
  EXPECT_EQ(OfCase("p-hospital"), All());
  EXPECT_EQ(OfCase("p-clinic"), All());
  EXPECT_EQ(OfCase("p-shelter"), Told());

  Client clinic = county_->SignIn("p-clinic");
  revision_ = Served(clinic, to_clinic, "RMPP").revision();
  EXPECT_EQ(OfReferral("p-clinic", to_clinic), Told()) << "its part is over";
}

TEST_F(TreatByTest, WhatIsPastIsTold) {
  clock_.Advance(absl::Hours(200));
  EXPECT_EQ(OfCase("p-officer"), All());
}

TEST_F(TreatByTest, AskingForPepIsAnEmergencyUntilItCantStartAnyMore) {
  const auto urgency = [&](const std::string& referral) {
    Client officer = county_->SignIn("p-officer");
    return officer
        .Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, ReferralAt(referral, revision_))
        .referral()
        .urgency();
  };
  EXPECT_EQ(urgency(SentTo("clinic", "RMPP", {COMPARTMENT_IDENTITY})), "emergency");
  EXPECT_EQ(urgency(SentTo("clinic", "RMTX", {COMPARTMENT_IDENTITY})), "urgent");
  clock_.Advance(absl::Hours(63));
  EXPECT_EQ(urgency(SentTo("hospital", "RMPP", {COMPARTMENT_IDENTITY})), "urgent");
}

TEST_F(TreatByTest, ANeedOpenedInAnEmergencyIsReferredAsOne) {
  Client officer = county_->SignIn("p-officer");
  InAnEmergency(officer);
  auto open = OnCase<cw::OpenNeedRequest>(code_);
  open.set_code("RMTX");
  const auto opened = officer.Must<cw::CaseReply>(&CaseStub::OpenNeed, open);
  ASSERT_EQ(opened.case_file().needs_size(), 1);
  EXPECT_EQ(opened.case_file().needs(0).urgency(), "emergency");
  EXPECT_EQ(UrgencyReferred(officer, opened.case_file().needs(0).need()), "emergency");
}

TEST_F(TreatByTest, ANeedOpenedBeforeAnEmergencyIsReferredAsOneFromThenOn) {
  Client officer = county_->SignIn("p-officer");
  auto open = OnCase<cw::OpenNeedRequest>(code_);
  open.set_code("RMTX");
  open.set_urgency("normal");
  const auto opened = officer.Must<cw::CaseReply>(&CaseStub::OpenNeed, open);
  ASSERT_EQ(opened.case_file().needs_size(), 1);
  EXPECT_EQ(opened.case_file().needs(0).urgency(), "normal");
  const auto declared = InAnEmergency(officer);
  EXPECT_EQ(declared.case_file().needs(0).urgency(), "emergency");
  const auto got =
      officer.Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code_, declared.revision()));
  ASSERT_EQ(got.case_file().needs_size(), 1);
  EXPECT_EQ(got.case_file().needs(0).urgency(), "emergency");
  EXPECT_EQ(UrgencyReferred(officer, opened.case_file().needs(0).need()), "emergency");
}

TEST_F(TreatByTest, GoesByWhatTheDetailsSayNow) {
  Client officer = county_->SignIn("p-officer");
  auto correction = OnCase<cw::CorrectDetailsRequest>(code_);
  correction.set_reason("Told anew.");
  correction.set_sex("SMAL");
  exposure_ -= absl::Hours(5);
  *correction.mutable_exposure_time() = rpc::ToProto(exposure_);
  revision_ = officer.Must<cw::CaseReply>(&CaseStub::CorrectDetails, correction).revision();
  EXPECT_EQ(OfCase("p-officer"), (Told{All().pep, std::nullopt})) << "a boy can't conceive";
}

TEST_F(TreatByTest, NothingIsToldWhereNobodyKnowsWhenItHappened) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  cw::IdentifyChildRequest found = ChildFound();
  found.mutable_identity()->set_first_name("Amani");
  const auto kase = RegisteredCase(chv, officer, found);
  EXPECT_EQ(TreatByIn(CaseAsSeenBy("p-officer", kase.case_file().case_code(), kase.revision())),
            Told());
}

}  // namespace
}  // namespace rufaa::testing
