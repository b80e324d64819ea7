// When a hub that starts with a newer fold of a view is ready.
#include "services/hub/view_served.h"

#include <gtest/gtest.h>

#include "tests/projections/bumped_view.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

class ViewServed : public ::testing::Test {
 protected:
  ViewServed() { Append(log_, history_, 300); }

  // The worklist over this log, of `fold`.
  std::unique_ptr<ViewRunner> Open(std::unique_ptr<View> fold) {
    std::vector<std::unique_ptr<View>> views;
    views.push_back(std::move(fold));
    auto runner = ViewRunner::Open(OptionsAt(folder_.path()), log_, std::move(views));
    EXPECT_TRUE(runner.ok()) << runner.status();
    return *std::move(runner);
  }

  std::string Why(const ViewRunner& runner) {
    return hub::WhyNotServed(runner.Status().at(0), log_.Head());
  }

  TestFolder folder_;
  MemoryLog log_;
  RandomHistory history_{{.seed = 12}};
};

TEST_F(ViewServed, NotBeforeAllIsSeenThatWasThere) {
  const auto runner = Open(ViewNamed("worklist"));
  EXPECT_EQ(Why(*runner), "300 behind");
  ASSERT_TRUE(runner->FoldToHead().ok());
  EXPECT_EQ(Why(*runner), "");
}

TEST_F(ViewServed, NotWhileItIsAsAnotherFoldLeftItThoughThatWasAtTheEnd) {
  ASSERT_TRUE(Open(ViewNamed("worklist"))->FoldToHead().ok());
  const auto runner = Open(std::make_unique<Bumped>(ViewNamed("worklist")));
  EXPECT_EQ(runner->Status().at(0).lag, 0u);
  EXPECT_EQ(Why(*runner), "made anew: 0 of 300");
  runner->Start();
  ASSERT_TRUE(runner->WaitForRebuilds(absl::Now() + absl::Minutes(2)).ok());
  EXPECT_EQ(Why(*runner), "");
}

TEST_F(ViewServed, AlsoWhileTheSameFoldMakesItAnew) {
  const auto runner = Open(ViewNamed("worklist"));
  ASSERT_TRUE(runner->FoldToHead().ok());
  ASSERT_TRUE(runner->Rebuild("worklist").ok());
  EXPECT_EQ(runner->Status().at(0).state, ViewState::kBuildingBeside);
  EXPECT_EQ(Why(*runner), "");
}

}  // namespace
}  // namespace rufaa
