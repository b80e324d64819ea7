// Sessions and what the store knows of them: whoever was signed out stays out, though the disk
// fails or the hub starts anew in between.
#include "services/access/session_table.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/services_rpc/served_hub.h"
#include "tests/support/fault_env.h"

namespace rufaa::access {
namespace {

class Sessions : public testing::Test {
 protected:
  Sessions() {
    Restart();
    EXPECT_TRUE(store_->PutAccount(account_).ok());
  }

  void Restart() {
    table_.reset();
    store_.reset();
    store_ = *AccountStore::Open(folder_.path() + "/access", disk_.env());
    table_ = *SessionTable::Open(*store_, {});
  }

  static Account Named(const std::string& name) {
    return {.login_name = name,
            .person = name,
            .password_hash = "a hash",
            .disabled = false,
            .created_at = absl::UnixEpoch()};
  }
  SessionTable::Opened SignIn() { return *table_->Start(account_, now_); }
  std::vector<std::string> SignInTimes(int times) {
    std::vector<std::string> tokens;
    for (int i = 0; i < times; ++i) tokens.push_back(SignIn().token);
    return tokens;
  }
  bool Lives(const std::string& token) { return table_->Peek(token, now_).has_value(); }
  size_t Living(const std::vector<std::string>& tokens) {
    size_t living = 0;
    for (const std::string& token : tokens) living += Lives(token) ? 1 : 0;
    return living;
  }

  const absl::Time now_ = absl::Now();
  const Account account_ = Named("p-1");
  TemporaryFolder folder_;
  FaultEnv disk_;
  std::unique_ptr<AccountStore> store_;
  std::unique_ptr<SessionTable> table_;
};

TEST_F(Sessions, LiveOnOverARestart) {
  const std::string token = SignIn().token;
  Restart();
  EXPECT_TRUE(Lives(token));
}

// As a hub of before left them, which was cut off between the two.
TEST_F(Sessions, OfAnAccountThatIsClosedOrGoneDoNotLiveOnOverARestart) {
  const std::string closed = SignIn().token;
  const std::string gone = table_->Start(Named("p-2"), now_)->token;
  Account account = account_;
  account.disabled = true;
  ASSERT_TRUE(store_->PutAccount(account).ok());
  Restart();
  EXPECT_FALSE(Lives(closed));
  EXPECT_FALSE(Lives(gone));
  EXPECT_EQ(store_->AllSessions()->size(), 0u);
}

TEST_F(Sessions, EndInTheOneWriteThatChangesTheirAccount) {
  const auto writes_of = [&](auto&& act) {
    const uint64_t before = disk_.writes();
    EXPECT_TRUE(act().ok());
    return disk_.writes() - before;
  };
  const uint64_t one = writes_of([&] { return store_->PutAccount(account_); });
  const SessionTable::Opened kept = SignIn();
  const std::vector<std::string> tokens = SignInTimes(5);
  EXPECT_EQ(writes_of([&] { return table_->PutAndEndAll(account_, kept.session.session_id); }),
            one);
  EXPECT_EQ(Living(tokens), 0u);
  Restart();
  EXPECT_TRUE(Lives(kept.token));
  EXPECT_EQ(Living(tokens), 0u);
  EXPECT_EQ(store_->AllSessions()->size(), 1u);
}

TEST_F(Sessions, AllEndThoughTheDiskFails) {
  const std::vector<std::string> tokens = SignInTimes(5);
  disk_.FailSyncs(true);
  EXPECT_FALSE(table_->EndAll("p-1").ok());
  EXPECT_EQ(Living(tokens), 0u);
  disk_.FailSyncs(false);
}

TEST_F(Sessions, ThatTheStoreCouldNotForgetItForgetsWithTheNext) {
  const std::vector<std::string> tokens = SignInTimes(5);
  disk_.ReportFreeBytes(0);
  EXPECT_EQ(ReasonOf(table_->PutAndEndAll(account_, "")), "STORE_FULL");
  EXPECT_EQ(Living(tokens), 0u);
  EXPECT_EQ(store_->AllSessions()->size(), 5u);
  disk_.ReportFreeBytes(uint64_t{1} << 40);
  const std::string next = SignIn().token;
  Restart();
  EXPECT_EQ(Living(tokens), 0u);
  EXPECT_TRUE(Lives(next));
}

}  // namespace
}  // namespace rufaa::access
