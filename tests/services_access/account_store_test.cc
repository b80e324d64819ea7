// What a disk that fails leaves of the store of accounts: a full one is got over, any other failure
// is told until the store is opened anew, and bytes that are not what was written are refused.
#include "services/access/account_store.h"

#include <filesystem>
#include <memory>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "tests/services_rpc/served_hub.h"
#include "tests/support/crashed_store.h"
#include "tests/support/fault_env.h"

namespace rufaa::access {
namespace {

class StoreOfAccounts : public testing::Test {
 protected:
  StoreOfAccounts() { Open(); }

  void Open() {
    store_.reset();
    store_ = *AccountStore::Open(folder_.path() + "/access", disk_.env());
  }
  absl::Status Put(const std::string& login_name = "p-1") {
    Account account;
    account.login_name = login_name;
    return store_->PutAccount(account);
  }
  // Of three accounts, as a killed process leaves it.
  CrashedStore Crashed() {
    for (const char* login_name : {"p-1", "p-2", "p-3"}) EXPECT_TRUE(Put(login_name).ok());
    return {folder_.path() + "/access", folder_.path() + "/crashed"};
  }

  TemporaryFolder folder_;
  FaultEnv disk_;
  std::unique_ptr<AccountStore> store_;
};

TEST_F(StoreOfAccounts, SaysThatItTakesNoMoreAfterAWriteThatFailed) {
  ASSERT_TRUE(Put().ok());
  EXPECT_TRUE(store_->Health().ok());
  disk_.FailSyncs(true);
  EXPECT_FALSE(store_->DeleteSessions({"hash"}).ok());
  disk_.FailSyncs(false);
  EXPECT_FALSE(Put().ok());
  EXPECT_EQ(store_->Health().code(), absl::StatusCode::kInternal) << store_->Health();
  EXPECT_TRUE(store_->FindAccount("p-1")->has_value());
  Open();
  EXPECT_TRUE(store_->Health().ok());
  EXPECT_TRUE(Put().ok());
}

// The first write of all finds it full: there is nothing in memory then that could be written out.
TEST_F(StoreOfAccounts, GoesOnByItselfWhenAFullDiskHasRoomAgain) {
  ASSERT_TRUE(Put().ok());
  Open();
  disk_.FillDisk();
  EXPECT_EQ(RefusalOf(store_->DeleteSessions({"hash"}))->reason, Reason::STORE_FULL);
  EXPECT_GT(disk_.failed_appends(), 0u);
  EXPECT_TRUE(store_->Health().ok()) << store_->Health();
  disk_.EmptyDisk();
  absl::Status put = Put();
  for (const absl::Time end = absl::Now() + absl::Seconds(60); !put.ok() && absl::Now() < end;) {
    EXPECT_EQ(RefusalOf(put)->reason, Reason::STORE_FULL);
    std::this_thread::yield();
    put = Put();
  }
  EXPECT_TRUE(put.ok()) << put;
  EXPECT_TRUE(store_->Health().ok()) << store_->Health();
}

// With what is before the damage alone, accounts would be forgotten, and that one was closed.
TEST_F(StoreOfAccounts, RefusesAWriteAheadLogDamagedBeforeItsEnd) {
  const CrashedStore crashed = Crashed();
  crashed.Flip("account/p-1");
  EXPECT_EQ(ReasonOf(AccountStore::Open(crashed.path())), "STORE_DAMAGED");
}

TEST_F(StoreOfAccounts, IsInUseOnlyWhereItIsOpen) {
  const std::string open = folder_.path() + "/access", locked = folder_.path() + "/locked";
  EXPECT_EQ(ReasonOf(AccountStore::Open(open)), "STORE_IN_USE");
  std::filesystem::create_directories(locked + "/LOCK");
  const absl::Status refused = AccountStore::Open(locked).status();
  EXPECT_FALSE(RefusalOf(refused).has_value()) << refused;
  EXPECT_TRUE(absl::StrContains(refused.message(), "LOCK: Is a directory")) << refused;
}

TEST_F(StoreOfAccounts, DropsATornEndAndNothingElse) {
  const CrashedStore crashed = Crashed();
  crashed.Tear("account/p-3");
  const auto opened = AccountStore::Open(crashed.path());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE((*opened)->FindAccount("p-2")->has_value());
  EXPECT_FALSE((*opened)->FindAccount("p-3")->has_value());
}

}  // namespace
}  // namespace rufaa::access
