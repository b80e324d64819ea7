// When a plan is looked at again.
#include "domain/base/local_day.h"
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

class PlansTest : public WalkTest {
 protected:
  // A case that was assessed; it is ten o'clock of `day` now.
  std::string AssessedOn(absl::CivilDay day) {
    Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
    const std::string code = RegisteredCase(chv, officer).case_file().case_code();
    auto assess = OnCase<cw::AssessCaseRequest>(code);
    assess.set_childs_views_recorded(true);
    officer.Must<cw::CaseReply>(&CaseStub::AssessCase, assess);
    clock_.Advance(StartOfLocalDay(day) + absl::Hours(10) - clock_.Now());
    return code;
  }

  // The last day on which the plan is looked at in time.
  absl::CivilDay ReviewOn(const cw::DraftPlanRequest& draft) {
    Client officer = county_->SignIn("p-officer");
    const auto drafted = officer.Must<cw::CaseReply>(&CaseStub::DraftPlan, draft);
    return LocalDay(rpc::FromProto(drafted.case_file().due_time()) - absl::Seconds(1));
  }
};

TEST_F(PlansTest, OneWithoutADayIsLookedAtAgainInThreeMonths) {
  const std::string code = AssessedOn(absl::CivilDay(2027, 1, 31));
  EXPECT_EQ(ReviewOn(OnCase<cw::DraftPlanRequest>(code)), absl::CivilDay(2027, 4, 30));
}

TEST_F(PlansTest, OneThatAPhoneBringsLateIsLookedAtThreeMonthsAfterItCame) {
  auto draft = OnCase<cw::DraftPlanRequest>(AssessedOn(absl::CivilDay(2027, 1, 15)));
  *draft.mutable_occur_time() = rpc::ToProto(clock_.Now() - absl::Hours(24 * 100));
  EXPECT_EQ(ReviewOn(draft), absl::CivilDay(2027, 4, 15));
}

}  // namespace
}  // namespace rufaa::testing
