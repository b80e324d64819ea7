// Where a child is brought to safety, and moved from there, and how it comes away from an agency
// that answers no more.
#include <gmock/gmock.h>

#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PlacesTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
  }

  cw::DeclareEmergencyRequest EmergencyAt(const std::string& place) {
    auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
    emergency.set_place_agency(place);
    emergency.set_court("court");
    *emergency.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
    return emergency;
  }

  cw::MoveChildRequest MoveTo(const std::string& place, const std::string& reason = "NO_ROOM") {
    auto move = OnCase<cw::MoveChildRequest>(code_);
    move.set_place_agency(place);
    move.set_reason(reason);
    return move;
  }

  // In an emergency, and moved from the rescue centre to the second shelter.
  cw::CaseReply Moved() {
    officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("rescue-centre"));
    return officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, MoveTo("second-shelter"));
  }

  rf::Referral Referral() {
    return officer_
        ->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                        ReferralAt(referral_, revision_))
        .referral();
  }

  std::unique_ptr<Client> shelter_;
  std::string referral_;
};

TEST_F(PlacesTest, ItsOfficeSeesWhereAChildWasBroughtToSafety) {
  const auto moved =
      officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("second-shelter"));
  EXPECT_EQ(moved.case_file().place_of_safety().agency(), "second-shelter");
  const cw::Case told = CaseAsSeenBy("p-officer", code_, moved.revision());
  EXPECT_EQ(told.place_of_safety().kind(), "RESCUE_CENTRE");
  EXPECT_EQ(told.place_of_safety().agency(), "second-shelter");
  EXPECT_TRUE(told.place_of_safety().has_move_time());
  EXPECT_FALSE(CaseAsSeenBy("p-chv", code_, moved.revision()).has_place_of_safety());
}

TEST_F(PlacesTest, AChildInSafetyIsMovedWithoutAnotherEmergency) {
  cw::CaseReply refused;
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, MoveTo("second-shelter"), &refused),
                 NOT_ALLOWED_IN_STATE);
  EXPECT_THAT(CaseAsSeenBy("p-officer", code_, revision_).allowed_actions(),
              Not(Contains("MoveChild")));
  const cw::Case before =
      officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("rescue-centre"))
          .case_file();
  EXPECT_THAT(before.allowed_actions(), Contains("MoveChild"));
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, MoveTo("rescue-centre"), &refused),
                 ALREADY_DONE);
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, MoveTo("police"), &refused),
                 POLICE_STATION_NOT_SAFE);
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, MoveTo("hospital"), &refused),
                 PLACE_OF_SAFETY_REQUIRED);
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, MoveTo("nowhere"), &refused),
                 PLACE_OF_SAFETY_REQUIRED);
  auto early = MoveTo("second-shelter");
  *early.mutable_occur_time() = rpc::ToProto(clock_.Now() - absl::Hours(1));
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, early, &refused), MALFORMED);

  clock_.Advance(absl::Hours(3));
  const auto moved = officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, MoveTo("second-shelter"));
  const cw::Case told = CaseAsSeenBy("p-officer", code_, moved.revision());
  for (const cw::Case& kase : {moved.case_file(), told}) {
    EXPECT_EQ(kase.place_of_safety().agency(), "second-shelter");
    EXPECT_EQ(rpc::FromProto(kase.place_of_safety().move_time()), clock_.Now());
    EXPECT_EQ(kase.stage(), "emergency");
    EXPECT_EQ(kase.due_what(), "bring to court");
    EXPECT_EQ(rpc::FromProto(kase.due_time()), rpc::FromProto(before.due_time()));
  }
}

TEST_F(PlacesTest, AnEmergencyThatIsOverLeavesTheCaseToWhoHadIt) {
  officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("rescue-centre"));
  Client supervisor = county_->SignIn("p-supervisor");
  const auto over = supervisor.Must<cw::CaseReply>(&CaseStub::RegisterCase,
                                                   OnCase<cw::RegisterCaseRequest>(code_));
  EXPECT_EQ(over.case_file().stage(), "registered");
  EXPECT_EQ(CaseAsSeenBy("p-supervisor", code_, over.revision()).owner_person(), "p-officer");
  officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("rescue-centre"));
  auto given = OnCase<cw::RegisterCaseRequest>(code_);
  given.set_owner_person("p-supervisor");
  const auto taken = supervisor.Must<cw::CaseReply>(&CaseStub::RegisterCase, given);
  EXPECT_EQ(CaseAsSeenBy("p-supervisor", code_, taken.revision()).owner_person(), "p-supervisor");
}

// Else the file would go on saying where it slept before.
TEST_F(PlacesTest, WhereAChildInSafetySleepsIsAtThePlaceUnlessItIsSaidOtherwise) {
  const auto sleeps = [&](uint64_t revision) {
    Client officer = county_->SignInSteppedUp("p-officer");
    cw::RevealChildRequest reveal;
    reveal.set_case_code(code_);
    reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
    reveal.add_compartments(common::v1::COMPARTMENT_LOCATION);
    reveal.set_min_revision(revision);
    return officer.Must<cw::RevealChildResponse>(&CaseStub::RevealChild, reveal).location();
  };
  const auto removed =
      officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("rescue-centre"));
  EXPECT_EQ(sleeps(removed.revision()), "rescue-centre");
  const auto moved = officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, MoveTo("second-shelter"));
  EXPECT_EQ(sleeps(moved.revision()), "second-shelter");
  auto back = MoveTo("rescue-centre", "OTHER");
  back.set_location("The house by the chapel.");
  back.set_note("The sisters asked for it.");
  EXPECT_EQ(sleeps(officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, back).revision()),
            "The house by the chapel.");
}

TEST_F(PlacesTest, OfAMoveAHelperIsToldNeitherWhereToNorWhyNowOrAsOfThen) {
  Client hospital = county_->SignIn("p-hospital");
  referral_ = Sent(*officer_, code_, "RMTX", "hospital").referral().referral_code();
  hospital.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                   OnReferral<rf::AcceptReferralRequest>(referral_));
  const uint64_t revision = Moved().revision();
  const cw::Case told = CaseAsSeenBy("p-hospital", code_, revision);
  EXPECT_EQ(told.place_of_safety().kind(), "RESCUE_CENTRE");
  EXPECT_EQ(told.place_of_safety().agency(), "");
  cw::GetTimelineRequest request;
  request.set_case_code(code_);
  request.set_min_revision(revision);
  const auto lines = hospital.Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, request);
  EXPECT_THAT(lines.ShortDebugString(), HasSubstr("case.child-moved"));
  EXPECT_THAT(lines.ShortDebugString(), Not(HasSubstr("second-shelter")));
  EXPECT_THAT(lines.ShortDebugString(), Not(HasSubstr("NO_ROOM")));
  EXPECT_THAT(KnownThen("hospital", code_, revision), Not(HasSubstr("second-shelter")));
  EXPECT_THAT(KnownThen("sco-kisauni", code_, revision), HasSubstr("second-shelter"));
  EXPECT_FALSE(CaseAsSeenBy("p-chv", code_, revision).has_place_of_safety());
}

TEST_F(PlacesTest, TheTrailSaysFromWhereAChildWasMovedAndByWhichOrder) {
  officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("rescue-centre"));
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_kind("OREM");
  order.set_matter("m1");
  const auto made = officer_->Must<cw::CaseReply>(&CaseStub::MakeOrder, order);
  auto move = MoveTo("second-shelter", "COURT_ORDER");
  move.set_order(made.case_file().orders(0).order());
  const auto moved = officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, move);
  Client auditor = county_->SignIn("p-auditor");
  au::GetTrailRequest request;
  request.set_case_code(code_);
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  request.set_min_revision(moved.revision());
  const auto trail = auditor.Must<au::GetTrailResponse>(&au::AuditService::Stub::GetTrail, request);
  const au::TrailEntry& last = trail.entries(trail.entries_size() - 1);
  EXPECT_EQ(last.event_type(), "case.child-moved");
  EXPECT_EQ(last.authority(), "ORDER " + move.order());
  std::string from;
  for (const au::Change& change : last.changes()) {
    if (change.field() == "place_agency") from = change.old_value();
  }
  EXPECT_EQ(from, "rescue-centre");
}

TEST_F(PlacesTest, WhatAClosedShelterHadAcceptedIsEndedByWhoSentIt) {
  Consent(*officer_, code_, "rescue-centre");
  referral_ = Sent(*officer_, code_, "RMTS", "rescue-centre").referral().referral_code();
  shelter_->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                    OnReferral<rf::AcceptReferralRequest>(referral_));
  auto back = OnReferral<rf::RequestCancelRequest>(referral_);
  back.set_reason("RECIPIENT_GONE");
  revision_ = officer_->Must<rf::ReferralReply>(&ReferralStub::RequestCancel, back).revision();
  EXPECT_THAT(Referral().allowed_actions(), Not(Contains("ConfirmCancel")));
  rf::ReferralReply reply;
  auto end = OnReferral<rf::ConfirmCancelRequest>(referral_);
  EXPECT_REFUSED(officer_->Call(&ReferralStub::ConfirmCancel, end, &reply), NOT_DUE);

  clock_.Advance(absl::Hours(72));
  officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
  const rf::Referral overdue = Referral();
  EXPECT_THAT(overdue.allowed_actions(), Contains("ConfirmCancel"));
  EXPECT_TRUE(overdue.bed_held());
  const auto ended = officer_->Must<rf::ReferralReply>(&ReferralStub::ConfirmCancel, end);
  EXPECT_EQ(ended.referral().state(), "cancelled");
  EXPECT_FALSE(ended.referral().bed_held());
  const cw::Case told = CaseAsSeenBy("p-officer", code_, ended.revision());
  EXPECT_THAT(told.open_referrals(), IsEmpty());
}

}  // namespace
}  // namespace rufaa::testing
