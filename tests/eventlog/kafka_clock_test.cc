// The machine's clock is put right under a log that is open.
#include <future>
#include <optional>

#include "eventlog/steady_time.h"
#include "tests/eventlog/kafka_topic_fixture.h"
#include "tests/support/stepped_clock.h"

namespace rufaa {
namespace {

class KafkaClockTest : public KafkaTopicTest {};

TEST_F(KafkaClockTest, WhatWasKnownUnderAFastClockIsNotKnownForNowAndNobodyWaitsForItsTime) {
  KafkaLog::Options options = Options();
  options.answer_within = absl::Seconds(2);
  std::optional<FastClock> fast(std::in_place, absl::Minutes(10));
  const std::unique_ptr<KafkaLog> log = Open(options);
  Append(*log, 1, 5);
  cluster_.Freeze(1);
  const auto answer = std::make_shared<std::promise<absl::StatusOr<Receipt>>>();
  log->Append(Propose(700, "case/700", 0),
              [answer](absl::StatusOr<Receipt> receipt) { answer->set_value(std::move(receipt)); });
  fast.reset();
  std::future<absl::StatusOr<Receipt>> answered = answer->get_future();
  const bool in_time = answered.wait_for(std::chrono::seconds(30)) == std::future_status::ready;
  const absl::Duration age = SteadyNow() - log->CurrentAsOf();
  const auto current = std::make_shared<std::promise<absl::Status>>();
  log->WhenCurrent(SteadyNow(),
                   [current](const absl::Status& status) { current->set_value(status); });
  std::future<absl::Status> is_current = current->get_future();
  const bool told = is_current.wait_for(std::chrono::seconds(30)) == std::future_status::ready;
  cluster_.Thaw(1);
  ASSERT_TRUE(in_time && told) << "waits until the clock has come to where it was";
  EXPECT_TRUE(RefusedWith(answered.get().status(), Reason::LOG_UNAVAILABLE));
  EXPECT_TRUE(RefusedWith(is_current.get(), Reason::LOG_UNAVAILABLE));
  EXPECT_GE(age, options.answer_within) << "it tells how old its reads may be";
  EXPECT_LT(age, absl::Minutes(5));
  AppendUntilTaken(*log, Propose(800, "case/800", 0));
}

}  // namespace
}  // namespace rufaa
