// Three brokers, processes that race for the same versions, and what can befall either. Each test
// ends by reading the topic independently: nothing acknowledged is lost or doubled, every version
// has one winner, and every replica has the same root.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "domain/base/check.h"
#include "tests/eventlog/kafka_log_under_test.h"
#include "tests/eventlog/racer.h"
#include "tests/eventlog/topic_checker.h"

namespace rufaa {

class KafkaFaults : public ::testing::Test {
 protected:
  KafkaCluster& cluster_ = KafkaCluster::Shared(3);
  const std::string topic_ = NewTopicName();
  std::vector<std::unique_ptr<Racer>> racers_;
  bool crowded_ = false;
  bool contested_ = false;

  // So many processes, each with so many clients, on so few streams; `settings` go to librdkafka.
  void Race(int processes, int clients, int streams, const KafkaSettings& settings = {}) {
    crowded_ = clients > 8 && streams > 8;
    contested_ = processes > 1 && streams == 1;
    // Made once here, so that it can be asked for before the first has opened it.
    TempFolder folder;
    const auto log = KafkaLog::Open(KafkaLogOptions(cluster_, topic_, folder.path()));
    ASSERT_TRUE(log.ok()) << log.status();
    for (int i = 0; i < processes; ++i) {
      racers_.push_back(std::make_unique<Racer>(cluster_, topic_, absl::StrCat("p-", i), clients,
                                                streams, settings));
      racers_.back()->Start();
    }
  }

  void WaitForMoreOfEach(size_t more) {
    for (const auto& racer : racers_) ASSERT_TRUE(racer->WaitForMore(more));
  }

  // A process that answers soon.
  std::unique_ptr<KafkaLog> OpenAsked(const TempFolder& folder) {
    KafkaLog::Options options = KafkaLogOptions(cluster_, topic_, folder.path());
    options.answer_within = absl::Seconds(2);
    absl::StatusOr<std::unique_ptr<KafkaLog>> log = KafkaLog::Open(options);
    RUFAA_CHECK(log.ok());
    return *std::move(log);
  }

  static void ExpectRefusedAndReads(KafkaLog& log, const Proposal& proposal) {
    EXPECT_TRUE(RefusedWith(log.AppendAndWait(proposal).status(), Reason::LOG_UNAVAILABLE));
    EXPECT_EQ(ReadAll(log).size(), log.Head());
    EXPECT_GT(*log.Version("case/0"), 0u);
  }

  static void AppendUntilTaken(KafkaLog& log, const Proposal& proposal) {
    absl::StatusOr<Receipt> receipt = log.AppendAndWait(proposal);
    for (int i = 0; i < 90 && !receipt.ok(); ++i) {
      log.WaitBeyond(log.Head() + 20, absl::Seconds(1));
      receipt = log.AppendAndWait(proposal);
    }
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  void TearDown() override {
    if (HasFatalFailure()) return;  // A racer may be frozen still: to wait for it is to hang.
    std::vector<Acknowledged> acknowledged;
    for (const auto& racer : racers_) {
      racer->Finish();
      const std::vector<Acknowledged> of_one = racer->acknowledged();
      acknowledged.insert(acknowledged.end(), of_one.begin(), of_one.end());
    }
    const TopicHistory history = JudgeTopic(cluster_.Topic(topic_));
    ExpectKept(history, acknowledged);
    if (crowded_) EXPECT_GT(history.most, 1u) << "records of several are to be among them";
    if (contested_) EXPECT_GT(history.refused, 0u) << "nobody lost a race";
    for (const auto& racer : racers_) {
      const auto log = KafkaLog::Open(KafkaLogOptions(cluster_, topic_, racer->folder()));
      ASSERT_TRUE(log.ok()) << log.status();
      ExpectSame(history, **log);
    }
    TempFolder folder;
    const auto log = KafkaLog::Open(KafkaLogOptions(cluster_, topic_, folder.path()));
    ASSERT_TRUE(log.ok()) << log.status();
    ExpectSame(history, **log);
    RecordProperty("commits", static_cast<int>(history.commits));
    std::printf("    %d commits, %d refused, %d doubles, %d acknowledged; up to %d in a record\n",
                static_cast<int>(history.commits), static_cast<int>(history.refused),
                static_cast<int>(history.doubles), static_cast<int>(acknowledged.size()),
                static_cast<int>(history.most));
  }
};

}  // namespace rufaa
