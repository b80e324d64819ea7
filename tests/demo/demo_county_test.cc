#include "cli/demo/demo_county.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "cli/demo/county_plan.h"
#include "domain/base/refusal.h"
#include "services/hub/open_county.h"

namespace rufaa::demo {
namespace {

namespace fs = std::filesystem;

class DemoCountyTest : public testing::Test {
 protected:
  DemoCountyTest() : data_(testing::TempDir() + "/demo_county_test." + std::to_string(getpid())) {
    fs::remove_all(data_);
  }
  ~DemoCountyTest() override { fs::remove_all(data_); }

  absl::StatusOr<DemoCounty> Prepare() {
    DemoOptions options;
    options.data_dir = data_;
    options.seed = {.seed = 7, .cases = 40, .now = absl::Now()};
    options.password_cost = {.passes = 1, .memory_bytes = 8192};
    return PrepareDemo(options, [](int) { return true; });
  }

  std::unique_ptr<hub::OpenCounty> Open() {
    auto county = hub::OpenCounty::Open(
        {.data_dir = data_, .county = "001", .key_dir = {}, .session_limits = {}});
    EXPECT_TRUE(county.ok()) << county.status();
    return county.ok() ? *std::move(county) : nullptr;
  }

  const std::string data_;
};

TEST_F(DemoCountyTest, TheSecondStartKeepsEverything) {
  const auto first = Prepare();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->made_now);
  const uint64_t head = Open()->log().Head();
  const MerkleHash root = *Open()->log().Root(head);

  const auto second = Prepare();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_FALSE(second->made_now);
  EXPECT_EQ(second->password, first->password);
  EXPECT_EQ(Open()->log().Head(), head);
  EXPECT_EQ(*Open()->log().Root(head), root);
}

TEST_F(DemoCountyTest, EverybodyOfThePlanHasAnAccount) {
  ASSERT_TRUE(Prepare().ok());
  auto county = Open();
  for (const PlannedPerson& person : DemoPlan().people) {
    const auto account = county->access().store().FindAccount(person.login);
    ASSERT_TRUE(account.ok() && account->has_value()) << person.login;
    EXPECT_EQ((*account)->person, person.id);
  }
}

TEST_F(DemoCountyTest, ThePasswordIsForTheOwnersEyesOnly) {
  ASSERT_TRUE(Prepare().ok());
  struct stat info{};
  ASSERT_EQ(::stat((data_ + "/001/demo-password").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(DemoCountyTest, NeverTouchesACountyThatIsNoDemo) {
  fs::create_directories(data_);
  ASSERT_NE(hub::OpenCounty::Open({.data_dir = data_,
                                   .county = "001",
                                   .key_dir = {},
                                   .make_key = true,
                                   .session_limits = {}})
                .status(),
            absl::UnknownError(""));
  const absl::optional<Refusal> refusal = RefusalOf(Prepare().status());
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->reason, Reason::NOT_A_DEMO);
  EXPECT_EQ(Open()->log().Head(), 0u);
}

TEST_F(DemoCountyTest, ASeedingThatIsStoppedLeavesNoCounty) {
  DemoOptions options;
  options.data_dir = data_;
  options.seed.now = absl::Now();
  int asked = 0;
  const auto stopped = PrepareDemo(options, [&](int) { return ++asked < 100; });
  EXPECT_TRUE(absl::IsCancelled(stopped.status())) << stopped.status();
  EXPECT_FALSE(fs::exists(data_ + "/001"));
}

TEST_F(DemoCountyTest, AStartThatWasInterruptedLeavesNothingBehind) {
  fs::create_directories(data_ + "/.seeding/001/log");
  const auto made = Prepare();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_FALSE(fs::exists(data_ + "/.seeding"));
}

}  // namespace
}  // namespace rufaa::demo
