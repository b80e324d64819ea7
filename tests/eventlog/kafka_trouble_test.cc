// What befalls a log that is open: a broker that stands still, a disk that is full, and what it
// must stop for.
#include <future>

#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "eventlog/steady_time.h"
#include "tests/eventlog/kafka_topic_fixture.h"
#include "tests/eventlog/topic_checker.h"
#include "tests/support/fault_env.h"

namespace rufaa {
namespace {

class KafkaTroubleTest : public KafkaTopicTest {};

TEST_F(KafkaTroubleTest, StopsWhenTheTopicIsCutShortUnderIt) {
  const absl::Status why = WaitUntilStopped([this](KafkaLog&) {
    const std::vector<RawRecord> records = ReadRawTopic(topic_);
    CutShort(records, 2);
  });
  EXPECT_EQ(why.code(), absl::StatusCode::kDataLoss) << why;
}

// Nothing is out of its range by the time that it is read on.
TEST_F(KafkaTroubleTest, StopsWhenTheTopicIsCutShortUnderItAndGrowsBack) {
  const absl::Status why = WaitUntilStopped([this](KafkaLog&) {
    CutShort(ReadRawTopic(topic_), 2);
    std::vector<std::string> others;
    for (uint64_t n = 50; n < 60; ++n) {
      const Proposal other = Propose(n, absl::StrCat("case/", n), 0);
      others.push_back(EncodeProposalRecord(EncodeProposal(other)));
    }
    WriteRawTopic(topic_, others);
  });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_DAMAGED));
  EXPECT_NE(why.message().find("went on otherwise"), absl::string_view::npos) << why;
}

TEST_F(KafkaTroubleTest, StopsWhenTheTopicLostNoMoreThanTheLastRecord) {
  const absl::Status why = WaitUntilStopped([this](KafkaLog&) {
    const std::vector<RawRecord> records = ReadRawTopic(topic_);
    CutShort(records, records.size() - 1);
  });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_DAMAGED));
}

// An answer all the same, and often: none that says how old what was read may be.
TEST_F(KafkaTroubleTest, KnowsNoEndOnceItIsRefused) {
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  WriteRawTopic(topic_, {"one"});
  const auto reader = TopicReader::Open(topic_, absl::Seconds(60));
  ASSERT_TRUE(reader.ok()) << reader.status();
  ASSERT_TRUE((*reader)->Seek(0).ok());
  const auto wait_until_told = [&](bool told) {
    for (const absl::Time end = absl::Now() + absl::Seconds(60);
         (*reader)->LastTold().has_value() != told;) {
      ASSERT_LT(absl::Now(), end) << told;
      ASSERT_TRUE((*reader)->Poll(absl::Milliseconds(50)).ok());
    }
  };
  wait_until_told(true);
  EXPECT_EQ((*reader)->LastTold()->end, 1u);
  DeleteRawTopic(topic_);
  wait_until_told(false);
}

TEST_F(KafkaTroubleTest, StopsAtARecordOfANewerForm) {
  const absl::Status why =
      WaitUntilStopped([this](KafkaLog&) { WriteRawTopic(topic_, {"rufaa\x04\x02 newer"}); });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_NEWER));
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kFailedPrecondition, {"newer"}));
}

TEST_F(KafkaTroubleTest, StopsAtARuleThatItDoesNotKnow) {
  Proposal newer = Propose(60, std::string(kRuleStream), 0, absl::StrCat(kRuleVersion + 1));
  newer.events[0].type = std::string(kRuleType);
  const absl::Status why = WaitUntilStopped(
      [&](KafkaLog&) { WriteRawTopic(topic_, {EncodeProposalRecord(EncodeProposal(newer))}); });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_NEWER));
}

TEST_F(KafkaTroubleTest, StopsWhenAnotherReplicaHasAnotherRoot) {
  const absl::Status why = WaitUntilStopped([this](KafkaLog& log) {
    WriteRawTopic(topic_, {EncodeRootRecord({.position = 2, .root = *log.Root(2)})});
    Append(log, 10, 1);  // The same root is no reason.
    WriteRawTopic(topic_, {EncodeRootRecord({.position = 2, .root = *log.Root(1)})});
  });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_DAMAGED));
  EXPECT_NE(why.message().find("position 2"), absl::string_view::npos) << why;
}

TEST_F(KafkaTroubleTest, SaysItsRootInTheTopicNowAndThen) {
  const std::unique_ptr<KafkaLog> log = Open();
  std::vector<uint64_t> claimed;
  for (uint64_t n = 1; claimed.size() < 3; ++n) {
    ASSERT_LT(n, 40u);
    std::vector<std::future<void>> answers;
    for (uint64_t i = 0; i < 100; ++i) {
      auto answered = std::make_shared<std::promise<void>>();
      answers.push_back(answered->get_future());
      Proposal proposal = Propose(1000 * n + i, "case/1", 0);
      proposal.conditions.clear();
      log->Append(proposal, [answered](const absl::StatusOr<Receipt>& receipt) {
        EXPECT_TRUE(receipt.ok()) << receipt.status();
        answered->set_value();
      });
    }
    for (std::future<void>& answer : answers) answer.get();
    if (n % 10 != 0) continue;
    claimed.clear();
    for (const RawRecord& raw : ReadRawTopic(topic_)) {
      const TopicRecord record = ParseTopicRecord(raw.value);
      if (record.kind != TopicRecord::Kind::kRoot) continue;
      claimed.push_back(record.root.position);
      EXPECT_EQ(record.root.root, *log->Root(record.root.position));
    }
  }
  EXPECT_EQ(claimed[0], 0u);  // At the start.
  EXPECT_GE(claimed[2], claimed[1] + 1000);
}

TEST_F(KafkaTroubleTest, RefusesWritesAndGoesOnReadingWhileTheBrokerIsFrozen) {
  KafkaLog::Options options = Options();
  options.answer_within = absl::Seconds(2);
  options.open_within = absl::Seconds(3);
  const std::unique_ptr<KafkaLog> log = Open(options);
  Append(*log, 1, 10);
  cluster_.Freeze(1);
  const Proposal proposal = Propose(700, "case/700", 0);
  EXPECT_TRUE(RefusedWith(log->AppendAndWait(proposal).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_TRUE(RefusedWith(log->AppendAndWait(Propose(701, "case/701", 0)).status(),
                          Reason::LOG_UNAVAILABLE));
  // Who asks to be current is told at once, too, once others have waited for it in vain.
  const auto current = std::make_shared<absl::Status>();
  log->WhenCurrent(SteadyNow(), [current](const absl::Status& status) { *current = status; });
  EXPECT_TRUE(RefusedWith(*current, Reason::LOG_UNAVAILABLE));
  EXPECT_EQ(ReadAll(*log).size(), 10u);
  EXPECT_EQ(*log->Version("case/1"), 2u);
  EXPECT_TRUE(log->AppendAndWait(Propose(1, "case/1", 0)).status().code() ==
              absl::StatusCode::kUnavailable);
  EXPECT_TRUE(log->Find("p-amina", RequestId(1), Propose(1, "case/1", 0).digest)->has_value());
  options.path = folder_.path() + "/other";
  const absl::Status opened = KafkaLog::Open(options).status();
  EXPECT_TRUE(RefusedWith(opened, Reason::LOG_UNAVAILABLE)) << opened;
  EXPECT_FALSE(NotLetIn(opened)) << opened;
  cluster_.Thaw(1);
  // Asked again under the same request_id, it is applied: once.
  AppendUntilTaken(*log, proposal);
  EXPECT_EQ(*log->Version("case/700"), 1u);
  Append(*log, 800, 5);
  ExpectSame(JudgeTopic(topic_), *log);
}

TEST_F(KafkaTroubleTest, WaitsForRoomOnAFullDiskAndGoesOnReading) {
  FaultEnv fault;
  KafkaLog::Options options = Options();
  options.env = fault.env();
  options.answer_within = absl::Seconds(2);
  const std::unique_ptr<KafkaLog> log = Open(options);
  Append(*log, 1, 5);
  fault.FillDisk();
  fault.ReportFreeBytes(uint64_t{1} << 40);
  // It stands in the topic, and nobody knows yet what this copy will say of it.
  EXPECT_TRUE(RefusedWith(log->AppendAndWait(Propose(600, "case/600", 0)).status(),
                          Reason::LOG_UNAVAILABLE));
  EXPECT_GT(fault.failed_appends(), 0u);
  EXPECT_EQ(ReadAll(*log).size(), 5u);
  // Whoever wants to know what others have appended is told that it can't be known.
  std::promise<absl::Status> current;
  log->WhenCurrent(SteadyNow(), [&](const absl::Status& status) { current.set_value(status); });
  EXPECT_TRUE(RefusedWith(current.get_future().get(), Reason::LOG_UNAVAILABLE));
  fault.ReportFreeBytes(0);
  EXPECT_TRUE(
      RefusedWith(log->AppendAndWait(Propose(601, "case/601", 0)).status(), Reason::STORE_FULL));
  fault.EmptyDisk();
  fault.ReportFreeBytes(uint64_t{1} << 40);
  EXPECT_EQ(log->WaitBeyond(5, absl::Seconds(60)), 6u);
  AppendUntilTaken(*log, Propose(700, "case/700", 0));
  ExpectSame(JudgeTopic(topic_), *log);
}

// With a producer that gives up before the broker wakes, only sending again brings it there.
TEST_F(KafkaTroubleTest, SendsAgainUntilReadBack) {
  KafkaLog::Options options = Options();
  options.answer_within = absl::Seconds(3);
  options.topic.client = {{"message.timeout.ms", "1000"}};
  const std::unique_ptr<KafkaLog> log = Open(options);
  Append(*log, 1, 5);
  cluster_.Freeze(1);
  for (uint64_t n : {700, 701, 702}) {
    log->Append(Propose(n, absl::StrCat("case/", n), 0), [](const absl::StatusOr<Receipt>&) {});
  }
  EXPECT_TRUE(RefusedWith(log->AppendAndWait(Propose(703, "case/703", 0)).status(),
                          Reason::LOG_UNAVAILABLE));
  cluster_.Thaw(1);
  for (const absl::Time end = absl::Now() + absl::Seconds(60); log->Head() < 9;) {
    ASSERT_LT(absl::Now(), end) << "sent once, and not read back";
    log->WaitBeyond(log->Head(), absl::Seconds(1));
  }
  AppendUntilTaken(*log, Propose(800, "case/800", 0));
  ExpectSame(JudgeTopic(topic_), *log);
}

}  // namespace
}  // namespace rufaa
