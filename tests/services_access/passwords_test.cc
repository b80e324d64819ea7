// Who waits for a hasher, and who is taken up next: a flood of strangers keeps out few, and nobody
// who is signed in.
#include "services/access/passwords.h"

#include <atomic>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/scenario.h"

namespace rufaa::access {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;
using Asker = Passwords::Asker;

constexpr PasswordCost kCheap = {.passes = 1, .memory_bytes = 1 << 13};

// Hashers that are held until let go: what is asked meanwhile stands in line.
class HeldHashers {
 public:
  explicit HeldHashers(size_t hashers)
      : hashers_(hashers), passwords_(kCheap, static_cast<int>(hashers)) {
    for (size_t i = 0; i < hashers; ++i) {
      passwords_.Verify(Asker::FromSource(absl::StrCat("held ", i)), "", "",
                        [held = held_](const auto&) { held.wait(); });
    }
    WaitForEmptyLines();
  }
  ~HeldHashers() { LetGo(); }

  // Whether it stands in line now.
  bool Ask(const Asker& asker, const std::string& name) {
    const size_t before = passwords_.Waiting();
    passwords_.Verify(asker, "", "", [this, name](const absl::StatusOr<bool>& same) {
      Note(same.ok() ? name : ReasonOf(same));
      // So that none takes up a second before each has its first.
      while (same.ok() && CountNoted() < hashers_) std::this_thread::yield();
    });
    return passwords_.Waiting() > before;
  }

  // Everything asked, in the order that it was taken up in; what was refused by its reason.
  std::vector<std::string> TakenUp() {
    LetGo();
    WaitForEmptyLines();
    passwords_.Stop();
    return noted_;
  }

 private:
  void LetGo() {
    if (!std::exchange(let_go_done_, true)) let_go_.set_value();
  }
  void WaitForEmptyLines() {
    while (passwords_.Waiting() != 0) std::this_thread::yield();
  }
  void Note(const std::string& name) {
    const std::lock_guard lock(mutex_);
    noted_.push_back(name);
  }
  size_t CountNoted() {
    const std::lock_guard lock(mutex_);
    return noted_.size();
  }

  const size_t hashers_;
  std::promise<void> let_go_;
  const std::shared_future<void> held_ = let_go_.get_future().share();
  bool let_go_done_ = false;
  std::mutex mutex_;
  std::vector<std::string> noted_;
  Passwords passwords_;
};

TEST(Passwords, OfOneSourceAFewStandInLine) {
  HeldHashers hashers(1);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(hashers.Ask(Asker::FromSource("10.0.0.1"), "one"));
  EXPECT_FALSE(hashers.Ask(Asker::FromSource("10.0.0.1"), "one"));
  EXPECT_TRUE(hashers.Ask(Asker::FromSource("10.0.0.2"), "another"));
  EXPECT_THAT(hashers.TakenUp(),
              ElementsAre("TOO_MANY_ATTEMPTS", "one", "one", "one", "one", "another"));
}

TEST(Passwords, OfOneSessionAFewStandInLine) {
  HeldHashers hashers(1);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(hashers.Ask(Asker::InSession("s-1"), "one"));
  EXPECT_FALSE(hashers.Ask(Asker::InSession("s-1"), "one"));
  EXPECT_TRUE(hashers.Ask(Asker::InSession("s-2"), "another"));
}

TEST(Passwords, StrangersKeepNobodyWaitingWhoIsSignedIn) {
  HeldHashers hashers(1);
  for (int source = 0; source < 16; ++source) {
    for (int i = 0; i < 4; ++i) {
      EXPECT_TRUE(hashers.Ask(Asker::FromSource(absl::StrCat("10.0.0.", source)), "stranger"));
    }
  }
  EXPECT_FALSE(hashers.Ask(Asker::FromSource("10.0.0.99"), "stranger")) << "the line is full";
  EXPECT_TRUE(hashers.Ask(Asker::InSession("s-1"), "signed in"));
  const std::vector<std::string> taken_up = hashers.TakenUp();
  ASSERT_EQ(taken_up.size(), 66u);
  EXPECT_EQ(taken_up[0], "TOO_MANY_ATTEMPTS");
  EXPECT_EQ(taken_up[1], "signed in");
}

TEST(Passwords, WhoIsSignedInKeepsTheDoorOpen) {
  HeldHashers hashers(2);
  EXPECT_TRUE(hashers.Ask(Asker::InSession("s-1"), "signed in"));
  EXPECT_TRUE(hashers.Ask(Asker::InSession("s-2"), "signed in"));
  EXPECT_TRUE(hashers.Ask(Asker::FromSource("10.0.0.1"), "stranger"));
  EXPECT_TRUE(hashers.Ask(Asker::FromSource("10.0.0.2"), "stranger"));
  std::vector<std::string> taken_up = hashers.TakenUp();
  ASSERT_EQ(taken_up.size(), 4u);
  taken_up.resize(2);
  EXPECT_THAT(taken_up, UnorderedElementsAre("signed in", "stranger"));
}

TEST(Passwords, WhoStopsThemIsCalledByNoneAnyMore) {
  Passwords passwords(kCheap);
  std::atomic<int> answered = 0;
  const Passwords::Verified count = [&](const absl::StatusOr<bool>&) { ++answered; };
  for (int asked = 0; asked < 10; ++asked) {
    passwords.Verify(Asker::FromSource(absl::StrCat(asked)), "a password", "", count);
    passwords.Verify(Asker::InSession(absl::StrCat(asked)), "a password", "", count);
  }
  passwords.Stop();
  EXPECT_EQ(answered, 20);
  absl::StatusOr<bool> late = true;
  passwords.Verify(Asker::InSession("late"), "a password", "",
                   [&](absl::StatusOr<bool> answer) { late = std::move(answer); });
  EXPECT_EQ(ReasonOf(late), "TOO_MANY_ATTEMPTS");
}

}  // namespace
}  // namespace rufaa::access
