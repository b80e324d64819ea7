// What befalls one broker or one process, while the others go on (kafka_faults_fixture.h).
#include <random>

#include "tests/eventlog/kafka_faults_fixture.h"

namespace rufaa {
namespace {

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

}  // namespace
}  // namespace rufaa
