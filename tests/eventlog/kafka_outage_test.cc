// Outages that last (kafka_faults_fixture.h). A program of its own, which mostly waits: so others
// on brokers run at the same time.
#include "absl/time/clock.h"
#include "eventlog/steady_time.h"
#include "tests/eventlog/kafka_faults_fixture.h"

namespace rufaa {
namespace {

class KafkaOutage : public KafkaFaults {
 protected:
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
};

TEST_F(KafkaOutage, AProcessFreezesPastEveryTimeoutAndWakes) {
  Race(2, 8, 4, {{"message.timeout.ms", "5000"}});
  WaitForMoreOfEach(100);
  racers_[0]->Freeze();
  // Longer than its clients wait, than any timeout of its connections and its records, and than
  // three answers may take, which is 15 seconds: what was not read back by then counts as lost.
  for (const absl::Time end = absl::Now() + absl::Seconds(17); absl::Now() < end;) {
    ASSERT_TRUE(racers_[1]->WaitForMore(1));
  }
  racers_[0]->Thaw();
  WaitForMoreOfEach(100);
}

TEST_F(KafkaOutage, TheLeaderAndAnotherAreDownAWhile) {
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
TEST_F(KafkaOutage, AllBrokersAreDownForAMinute) {
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
