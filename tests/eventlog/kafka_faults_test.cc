// Three brokers, processes that race for the same versions, and what can befall either. Each test
// ends by reading the topic independently: nothing acknowledged is lost or doubled, every version
// has one winner, and every replica has the same root.
#include <memory>
#include <random>

#include "domain/base/check.h"
#include "eventlog/steady_time.h"
#include "tests/eventlog/kafka_log_under_test.h"
#include "tests/eventlog/racer.h"
#include "tests/eventlog/topic_checker.h"

namespace rufaa {
namespace {

class KafkaFaults : public ::testing::Test {
 protected:
  KafkaCluster& cluster_ = KafkaCluster::Shared(3);
  const std::string topic_ = NewTopicName();
  std::vector<std::unique_ptr<Racer>> racers_;
  bool crowded_ = false;

  // So many processes, each with so many clients, on so few streams.
  void Race(int processes, int clients, int streams) {
    crowded_ = clients > 8 && streams > 8;
    // Made once here, so that it can be asked for before the first has opened it.
    TempFolder folder;
    const auto log = KafkaLog::Open(KafkaLogOptions(cluster_, topic_, folder.path()));
    ASSERT_TRUE(log.ok()) << log.status();
    for (int i = 0; i < processes; ++i) {
      racers_.push_back(
          std::make_unique<Racer>(cluster_, topic_, absl::StrCat("p-", i), clients, streams));
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

  // Until its reads are so old. Whoever asks meanwhile is told at once: no proposal is sent, and
  // nobody waits to be current.
  static void ExpectOutage(KafkaLog& log, absl::Duration age) {
    const absl::Time since = log.CurrentAsOf();
    for (uint64_t n = 1000; SteadyNow() - since < age; ++n) {
      ExpectRefusedAndReads(log, Propose(n, absl::StrCat("case/", n), 0));
      const auto current = std::make_shared<absl::Status>();
      log.WhenCurrent(SteadyNow(), [current](const absl::Status& status) { *current = status; });
      EXPECT_TRUE(RefusedWith(*current, Reason::LOG_UNAVAILABLE));
      log.WaitBeyond(log.Head(), absl::Seconds(1));
    }
    EXPECT_EQ(log.CurrentAsOf(), since);
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

TEST_F(KafkaFaults, TwoProcessesRaceOnFourStreams) {
  Race(2, 8, 4);
  WaitForMoreOfEach(400);
}

TEST_F(KafkaFaults, FourProcessesRaceOnOneStream) {
  Race(4, 4, 1);
  WaitForMoreOfEach(50);
}

TEST_F(KafkaFaults, TheLeaderIsKilledUnderLoadAndComesBack) {
  Race(2, 32, 64);
  WaitForMoreOfEach(200);
  const int leader = cluster_.LeaderOf(topic_);
  cluster_.Kill(leader);
  WaitForMoreOfEach(200);
  cluster_.Start(leader);
  cluster_.WaitInSync(topic_);
  WaitForMoreOfEach(100);
}

TEST_F(KafkaFaults, TheLeaderFreezesUnderLoadAndWakes) {
  Race(2, 32, 64);
  WaitForMoreOfEach(200);
  const int leader = cluster_.LeaderOf(topic_);
  cluster_.Freeze(leader);
  WaitForMoreOfEach(200);
  cluster_.Thaw(leader);
  WaitForMoreOfEach(200);
  cluster_.WaitInSync(topic_);
  WaitForMoreOfEach(100);
}

TEST_F(KafkaFaults, AProcessFreezesPastEveryTimeoutAndWakes) {
  Race(2, 8, 4);
  WaitForMoreOfEach(100);
  racers_[0]->Freeze();
  // Longer than its clients wait, and than any timeout of its connections.
  for (const absl::Time end = absl::Now() + absl::Seconds(8); absl::Now() < end;) {
    ASSERT_TRUE(racers_[1]->WaitForMore(1));
  }
  racers_[0]->Thaw();
  WaitForMoreOfEach(100);
}

TEST_F(KafkaFaults, AProcessIsKilledFiftyTimes) {
  Race(2, 32, 64);
  std::mt19937 random(17);
  for (int kill = 0; kill < 50; ++kill) {
    SCOPED_TRACE(absl::StrCat("kill ", kill));
    ASSERT_TRUE(racers_[0]->WaitForMore(1 + random() % 150));
    racers_[0]->Kill();
    racers_[0]->Start();
  }
  WaitForMoreOfEach(20);
}

// Two of three are no majority: nothing is written until one of them is back, and then it is.
TEST_F(KafkaFaults, AllButTheLeaderAreDownAWhile) {
  Race(2, 32, 64);
  WaitForMoreOfEach(200);
  const int leader = cluster_.LeaderOf(topic_);
  const int first = leader % 3 + 1, second = first % 3 + 1;
  cluster_.Kill(first);
  // Without it, and known to be: so that the next leaves fewer than a write must have.
  cluster_.WaitInSync(topic_, 2);
  WaitForMoreOfEach(100);
  TempFolder folder;
  const std::unique_ptr<KafkaLog> log = OpenAsked(folder);
  cluster_.Kill(second);
  const Proposal proposal = Propose(1, "case/mine", 0);
  ExpectRefusedAndReads(*log, proposal);
  cluster_.Start(first);
  WaitForMoreOfEach(100);
  AppendUntilTaken(*log, proposal);
  cluster_.Start(second);
  cluster_.WaitInSync(topic_);
  WaitForMoreOfEach(100);
}

TEST_F(KafkaFaults, TheLeaderAndAnotherAreDownAWhile) {
  Race(2, 32, 64);
  WaitForMoreOfEach(200);
  TempFolder folder;
  const std::unique_ptr<KafkaLog> log = OpenAsked(folder);
  const int leader = cluster_.LeaderOf(topic_);
  const int other = leader % 3 + 1;
  cluster_.Kill(leader);
  cluster_.Kill(other);
  const Proposal proposal = Propose(1, "case/mine", 0);
  ExpectRefusedAndReads(*log, proposal);
  // Nobody leads: nothing is known of the topic any more.
  ExpectOutage(*log, absl::Seconds(10));
  cluster_.Start(other);
  WaitForMoreOfEach(100);
  AppendUntilTaken(*log, proposal);
  cluster_.Start(leader);
  cluster_.WaitInSync(topic_);
  WaitForMoreOfEach(100);
}

// For a whole minute, which is past every timeout of connections and requests.
TEST_F(KafkaFaults, AllBrokersAreDownForAMinute) {
  Race(1, 4, 4);
  WaitForMoreOfEach(100);
  TempFolder folder;
  const std::unique_ptr<KafkaLog> log = OpenAsked(folder);
  for (int node = 1; node <= 3; ++node) cluster_.Kill(node);
  const Proposal proposal = Propose(1, "case/mine", 0);
  ExpectRefusedAndReads(*log, proposal);
  const size_t acknowledged = racers_[0]->count();
  ExpectOutage(*log, absl::Minutes(1));
  EXPECT_EQ(racers_[0]->count(), acknowledged);
  for (int node = 1; node <= 3; ++node) cluster_.Start(node);
  cluster_.WaitInSync(topic_);
  AppendUntilTaken(*log, proposal);
  EXPECT_EQ(*log->Version("case/mine"), 1u);
  WaitForMoreOfEach(50);
}

}  // namespace
}  // namespace rufaa
