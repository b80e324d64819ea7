// Who may be kept does the log's work on its own thread, once; nobody else is kept by it.
#include "eventlog/patient.h"

#include <future>
#include <optional>
#include <thread>

#include "tests/eventlog/stuck_clock.h"

namespace rufaa {
namespace {

class PatientProposer : public ::testing::Test {
 protected:
  void Open(Clock& clock) {
    auto opened = EmbeddedLog::Open({.path = folder_.path(), .county = "mombasa", .clock = &clock});
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }

  static Proposal Nth(uint64_t n) { return Propose(n, absl::StrCat("case/", n), 0); }

  // Which thread answered, and with what.
  struct Answer {
    std::thread::id thread;
    uint64_t position = 0;
  };
  std::future<Answer> Append(uint64_t n) {
    auto answered = std::make_shared<std::promise<Answer>>();
    log_->Append(Nth(n), [answered](const absl::StatusOr<Receipt>& receipt) {
      answered->set_value({std::this_thread::get_id(), receipt.ok() ? receipt->position : 0});
    });
    return answered->get_future();
  }

  // The log's own thread answers while it is awake. From the first commit that is made here it
  // sleeps on. Returns the number of the next.
  uint64_t AppendUntilHere() {
    for (uint64_t n = 1;; ++n) {
      const Patient patient;
      if (Append(n).get().thread == std::this_thread::get_id()) return n + 1;
    }
  }

  static bool IsReady(const std::future<Answer>& answer) {
    return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

  ManualClock clock_;
  TempFolder folder_;
  std::unique_ptr<EmbeddedLog> log_;
};

TEST_F(PatientProposer, IsAnsweredOnItsOwnThreadWhenNothingElseWaits) {
  Open(clock_);
  uint64_t n = AppendUntilHere();
  for (const uint64_t end = n + 20; n < end; ++n) {
    const Patient patient;
    EXPECT_EQ(Append(n).get().thread, std::this_thread::get_id());
  }
  EXPECT_EQ(ReadAll(*log_).size(), n - 1);
}

TEST_F(PatientProposer, IsKeptForOneCommitOnly) {
  Open(clock_);
  const uint64_t n = AppendUntilHere();
  const Patient patient;
  EXPECT_EQ(Append(n).get().thread, std::this_thread::get_id());
  EXPECT_NE(Append(n + 1).get().thread, std::this_thread::get_id());
}

TEST_F(PatientProposer, KeepsNobodyElse) {
  StuckClock stuck;
  Open(stuck);
  std::thread kept([this] {
    const Patient patient;
    EXPECT_EQ(Append(1).get().position, 1u);
  });
  stuck.WaitUntilAsked();
  const std::future<Answer> impatient = Append(2);
  std::optional<std::future<Answer>> second;
  {
    const Patient patient;
    second = Append(3);
  }
  EXPECT_FALSE(IsReady(impatient));
  EXPECT_FALSE(IsReady(*second));
  stuck.Release();
  kept.join();
  log_.reset();  // Answers everything first.
  EXPECT_TRUE(IsReady(impatient));
  EXPECT_TRUE(IsReady(*second));
}

TEST_F(PatientProposer, AndOthersTogetherLoseNothing) {
  Open(clock_);
  constexpr uint64_t kEach = 300;
  std::vector<std::thread> threads;
  for (uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      std::optional<Patient> patient;
      for (uint64_t n = 1; n <= kEach; ++n) {
        patient.reset();
        if (t % 2 == 0) patient.emplace();
        EXPECT_GT(Append(t * kEach + n).get().position, 0u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(log_->Head(), 4 * kEach);
  EXPECT_EQ(ReadAll(*log_).size(), 4 * kEach);
}

}  // namespace
}  // namespace rufaa
