// What tests of a county's topic have in common: a topic and a folder of their own on a shared
// broker, and ways to open, to fail to open, and to come to harm.
#pragma once

#include <functional>

#include "eventlog/steady_time.h"
#include "tests/eventlog/kafka_log_under_test.h"
#include "tests/support/raw_topic.h"

namespace rufaa {

// The settings of a topic that is as it should be, on one broker.
inline KafkaSettings GoodSettings() {
  return {{"cleanup.policy", "delete"},
          {"retention.ms", "-1"},
          {"retention.bytes", "-1"},
          {"message.timestamp.type", "LogAppendTime"},
          {"max.message.bytes", "2000000"}};
}

class KafkaTopicTest : public ::testing::Test {
 protected:
  KafkaCluster& cluster_ = KafkaCluster::Shared(1);
  const KafkaTopic topic_ = cluster_.Topic(NewTopicName());
  TempFolder folder_;

  KafkaLog::Options Options() { return KafkaLogOptions(cluster_, topic_.name, folder_.path()); }

  std::unique_ptr<KafkaLog> Open() { return Open(Options()); }
  static std::unique_ptr<KafkaLog> Open(const KafkaLog::Options& options) {
    absl::StatusOr<std::unique_ptr<KafkaLog>> log = KafkaLog::Open(options);
    if (!log.ok()) ADD_FAILURE() << log.status();
    return log.ok() ? *std::move(log) : nullptr;
  }

  static void Append(CountyLog& log, uint64_t first, uint64_t count) {
    for (uint64_t n = first; n < first + count; ++n) {
      const absl::StatusOr<Receipt> receipt = log.AppendAndWait(
          Propose(n, absl::StrCat("case/", n % 5), *log.Version(absl::StrCat("case/", n % 5))));
      ASSERT_TRUE(receipt.ok()) << receipt.status();
    }
  }

  // As a client does that is told to come again.
  static void AppendUntilTaken(CountyLog& log, const Proposal& proposal) {
    absl::StatusOr<Receipt> receipt = log.AppendAndWait(proposal);
    for (int i = 0; i < 60 && !receipt.ok(); ++i) {
      log.WaitBeyond(log.Head(), absl::Seconds(1));
      receipt = log.AppendAndWait(proposal);
    }
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  // Opening is refused with this code, and the message says all of `words`.
  ::testing::AssertionResult RefusesToOpen(const KafkaLog::Options& options, absl::StatusCode code,
                                           const std::vector<std::string>& words) {
    const auto log = KafkaLog::Open(options);
    if (log.ok()) return ::testing::AssertionFailure() << "opened";
    if (log.status().code() != code) return ::testing::AssertionFailure() << log.status();
    for (const std::string& word : words) {
      if (log.status().message().find(word) == absl::string_view::npos) {
        return ::testing::AssertionFailure() << "no \"" << word << "\" in: " << log.status();
      }
    }
    return ::testing::AssertionSuccess();
  }

  // What it has stopped for by itself; OK if it does not.
  static absl::Status WhyStopped(KafkaLog& log) {
    const absl::Time deadline = SteadyNow() + absl::Seconds(60);
    while (log.Health().ok() && SteadyNow() < deadline) {
      log.WaitBeyond(log.Head(), absl::Milliseconds(100));
    }
    return log.Health();
  }

  // Ends the log when it has stopped by itself, and gives what it stopped for.
  absl::Status WaitUntilStopped(const std::function<void(KafkaLog&)>& then) {
    KafkaLog::Options options = Options();
    options.patience = absl::Seconds(1);
    const std::unique_ptr<KafkaLog> log = Open(options);
    if (log == nullptr) return absl::UnknownError("not opened");
    Append(*log, 1, 3);
    then(*log);
    const absl::Status why = WhyStopped(*log);
    if (why.ok()) return absl::UnknownError("it did not stop");
    EXPECT_FALSE(log->Version("case/1").ok());
    EXPECT_TRUE(RefusedWith(log->AppendAndWait(Propose(900, "case/9", 0)).status(),
                            Reason::LOG_UNAVAILABLE));
    return why;
  }

  // Puts back the first `count` records of `records` into a topic of the same name.
  void CutShort(const std::vector<RawRecord>& records, size_t count) {
    DeleteRawTopic(topic_);
    MakeRawTopic(topic_, 1, 1, GoodSettings());
    std::vector<std::string> values;
    for (size_t i = 0; i < count; ++i) values.push_back(records[i].value);
    WriteRawTopic(topic_, values);
  }
};

}  // namespace rufaa
