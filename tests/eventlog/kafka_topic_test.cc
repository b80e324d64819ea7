// What a county log makes of a topic that is not as it should be, and what it does for its copy.
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>

#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "eventlog/verify_log.h"
#include "tests/eventlog/kafka_log_under_test.h"
#include "tests/eventlog/topic_checker.h"
#include "tests/support/raw_topic.h"

namespace rufaa {
namespace {

using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

// The settings of a topic that is as it should be, on one broker.
KafkaSettings GoodSettings() {
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

  // Opening is refused with this code, and the message says all of `words`.
  AssertionResult RefusesToOpen(const KafkaLog::Options& options, absl::StatusCode code,
                                const std::vector<std::string>& words) {
    const auto log = KafkaLog::Open(options);
    if (log.ok()) return AssertionFailure() << "opened";
    if (log.status().code() != code) return AssertionFailure() << log.status();
    for (const std::string& word : words) {
      if (log.status().message().find(word) == absl::string_view::npos) {
        return AssertionFailure() << "no \"" << word << "\" in: " << log.status();
      }
    }
    return AssertionSuccess();
  }

  // Ends the log when it has stopped by itself, and gives what it stopped for.
  absl::Status WaitUntilStopped(const std::function<void(KafkaLog&)>& then) {
    std::promise<absl::Status> stopped;
    KafkaLog::Options options = Options();
    options.patience = absl::Seconds(1);
    options.on_stop = [&stopped](const absl::Status& why) { stopped.set_value(why); };
    const std::unique_ptr<KafkaLog> log = Open(options);
    if (log == nullptr) return absl::UnknownError("not opened");
    Append(*log, 1, 3);
    then(*log);
    std::future<absl::Status> why = stopped.get_future();
    if (why.wait_for(std::chrono::seconds(60)) != std::future_status::ready) {
      return absl::UnknownError("it did not stop");
    }
    EXPECT_EQ(log->Health(), why.get());
    EXPECT_FALSE(log->Version("case/1").ok());
    EXPECT_TRUE(RefusedWith(log->AppendAndWait(Propose(900, "case/9", 0)).status(),
                            Reason::LOG_UNAVAILABLE));
    return log->Health();
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

TEST_F(KafkaTopicTest, NamesEverySettingThatTheLogCannotRelyOn) {
  for (const auto& [key, value] : KafkaSettings{{"cleanup.policy", "compact"},
                                                {"retention.ms", "604800000"},
                                                {"retention.bytes", "1000000"},
                                                {"message.timestamp.type", "CreateTime"},
                                                {"unclean.leader.election.enable", "true"},
                                                {"max.message.bytes", "1000000"}}) {
    SCOPED_TRACE(key);
    KafkaSettings settings = GoodSettings();
    settings.emplace_back(key, value);
    KafkaLog::Options options = Options();
    options.topic.name = NewTopicName();
    MakeRawTopic(options.topic, 1, 1, settings);
    EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition,
                              {options.topic.name, key, value, "start again"}));
  }
}

TEST_F(KafkaTopicTest, RefusesATopicOfTwoPartitionsOrTooFewReplicas) {
  KafkaLog::Options options = Options();
  MakeRawTopic(topic_, 2, 1, GoodSettings());
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition, {"2 partitions"}));
  options.topic.name = NewTopicName();
  options.topic_options = {.replicas = 1, .min_insync_replicas = 2};
  MakeRawTopic(options.topic, 1, 1, GoodSettings());
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition,
                            {"min.insync.replicas = 1", "at least 2"}));
  options.topic_options = {.replicas = 2, .min_insync_replicas = 1};
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition,
                            {"replicas = 1", "at least 2"}));
}

TEST_F(KafkaTopicTest, TakesATopicThatWasMadeByHand) {
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  Append(*Open(), 1, 3);
}

TEST_F(KafkaTopicTest, RefusesATopicThatIsNoCountysOrAnothers) {
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  WriteRawTopic(topic_, {"hello"});
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kFailedPrecondition, {"first record"}));
  KafkaLog::Options options = Options();
  options.topic.name = NewTopicName();
  options.county = "kisumu";
  options.path = folder_.path() + "/kisumu";
  Append(*Open(options), 1, 1);
  options.county = "mombasa";
  options.path = folder_.path() + "/mombasa";
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition, {"kisumu"}));
}

TEST_F(KafkaTopicTest, RefusesAReplacedTopicNamingOffsets) {
  Append(*Open(), 1, 20);
  const uint64_t end = ReadRawTopic(topic_).size();
  DeleteRawTopic(topic_);
  KafkaLog::Options options = Options();
  // Absent, hence made, and empty.
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kDataLoss, {"offset 0"}));
  // Another log altogether, and a longer one.
  options.path = folder_.path() + "/other";
  Append(*Open(options), 1, 40);
  EXPECT_GT(ReadRawTopic(topic_).size(), end);
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kDataLoss, {"replaced"}));
}

TEST_F(KafkaTopicTest, RefusesATopicThatWasCutShortNamingBothOffsets) {
  Append(*Open(), 1, 20);
  const std::vector<RawRecord> records = ReadRawTopic(topic_);
  CutShort(records, 10);
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kDataLoss, {"ends at offset 10"}));
  // And went on without what this copy has, beyond where it was.
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/other";
  Append(*Open(options), 100, 30);
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kDataLoss, {"went on otherwise"}));
}

TEST_F(KafkaTopicTest, RefusesATopicWithoutItsBeginning) {
  Append(*Open(), 1, 20);
  DeleteRawRecords(topic_, 5);
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/new";
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kDataLoss, {"begins at offset 5"}));
}

TEST_F(KafkaTopicTest, StopsWhenTheTopicIsCutShortUnderIt) {
  const absl::Status why = WaitUntilStopped([this](KafkaLog&) {
    const std::vector<RawRecord> records = ReadRawTopic(topic_);
    CutShort(records, 2);
  });
  EXPECT_EQ(why.code(), absl::StatusCode::kDataLoss) << why;
}

TEST_F(KafkaTopicTest, PassesOverWhatIsNoneOfOursAndCountsIt) {
  const std::unique_ptr<KafkaLog> log = Open();
  Append(*log, 1, 3);
  Proposal malformed = Propose(50, "case/1", 0);
  malformed.events.clear();
  std::string not_its_one_form = EncodeProposal(Propose(51, "case/7", 0));
  not_its_one_form.push_back('x');
  WriteRawTopic(topic_, {"", "hello", "rufaa", std::string("rufaa\1\x63 kind", 12),
                         EncodeProposalRecord("garbage"), EncodeProposalRecord(not_its_one_form),
                         EncodeProposalRecord(EncodeProposal(malformed)),
                         EncodeGenesisRecord({.rule = 1, .county = "x", .log_id = RequestId(1)})});
  Append(*log, 4, 3);
  EXPECT_EQ(log->Head(), 6u);
  EXPECT_EQ(log->ReadTopicStats().malformed, 7u);
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/other";
  const std::unique_ptr<KafkaLog> other = Open(options);
  EXPECT_EQ(other->ReadTopicStats().malformed, 7u);
  EXPECT_EQ(*other->Root(6), *log->Root(6));
}

TEST_F(KafkaTopicTest, StopsAtARecordOfANewerForm) {
  const absl::Status why =
      WaitUntilStopped([this](KafkaLog&) { WriteRawTopic(topic_, {"rufaa\x02\x02 newer"}); });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_NEWER));
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kFailedPrecondition, {"newer"}));
}

TEST_F(KafkaTopicTest, StopsAtARuleThatItDoesNotKnow) {
  Proposal newer = Propose(60, std::string(kRuleStream), 0, absl::StrCat(kRuleVersion + 1));
  newer.events[0].type = std::string(kRuleType);
  const absl::Status why = WaitUntilStopped(
      [&](KafkaLog&) { WriteRawTopic(topic_, {EncodeProposalRecord(EncodeProposal(newer))}); });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_NEWER));
}

TEST_F(KafkaTopicTest, StopsWhenAnotherReplicaHasAnotherRoot) {
  const absl::Status why = WaitUntilStopped([this](KafkaLog& log) {
    WriteRawTopic(topic_, {EncodeRootRecord({.position = 2, .root = *log.Root(2)})});
    Append(log, 10, 1);  // The same root is no reason.
    WriteRawTopic(topic_, {EncodeRootRecord({.position = 2, .root = *log.Root(1)})});
  });
  EXPECT_TRUE(RefusedWith(why, Reason::STORE_DAMAGED));
  EXPECT_NE(why.message().find("position 2"), absl::string_view::npos) << why;
}

TEST_F(KafkaTopicTest, SaysItsRootInTheTopicNowAndThen) {
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

TEST_F(KafkaTopicTest, MakesADeletedCopyAnewTheSame) {
  MerkleHash root;
  std::string log_id;
  {
    const std::unique_ptr<KafkaLog> log = Open();
    Append(*log, 1, 300);
    root = *log->Root(300);
    log_id = log->log_id();
  }
  std::filesystem::remove_all(folder_.path());
  {
    const std::unique_ptr<KafkaLog> log = Open();
    EXPECT_EQ(log->Head(), 300u);
    EXPECT_EQ(*log->Root(300), root);
    EXPECT_EQ(log->log_id(), log_id);
    EXPECT_TRUE(log->AppendAndWait(Propose(300, "case/0", 59))->repeated);
    ExpectSame(JudgeTopic(topic_), *log);
  }
  const absl::StatusOr<VerifyReport> report = VerifyLog(folder_.path(), {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok()) << report->reason;
}

TEST_F(KafkaTopicTest, KeepsCopiesAndEmbeddedLogsApart) {
  Append(*Open(), 1, 3);
  const auto embedded = EmbeddedLog::Open({.path = folder_.path(), .county = "mombasa"});
  EXPECT_EQ(embedded.status().code(), absl::StatusCode::kFailedPrecondition);
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/embedded";
  {
    const auto log = EmbeddedLog::Open({.path = options.path, .county = "mombasa"});
    Append(**log, 1, 3);
  }
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition, {"embedded log"}));
}

TEST_F(KafkaTopicTest, DropsDoublesAndRefusesLateLosers) {
  const std::unique_ptr<KafkaLog> log = Open();
  Append(*log, 1, 10);
  std::vector<std::string> again;
  for (const RawRecord& raw : ReadRawTopic(topic_)) again.push_back(raw.value);
  again.push_back(EncodeProposalRecord(EncodeProposal(Propose(500, "case/1", 0))));
  WriteRawTopic(topic_, again);
  Append(*log, 11, 1);
  EXPECT_EQ(log->Head(), 11u);
  const TopicHistory history = JudgeTopic(topic_);
  EXPECT_EQ(history.doubles, 10u);
  EXPECT_EQ(history.refused, 1u);
  ExpectSame(history, *log);
}

TEST_F(KafkaTopicTest, RefusesWritesAndGoesOnReadingWhileTheBrokerIsFrozen) {
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
  EXPECT_EQ(ReadAll(*log).size(), 10u);
  EXPECT_EQ(*log->Version("case/1"), 2u);
  EXPECT_TRUE(log->AppendAndWait(Propose(1, "case/1", 0)).status().code() ==
              absl::StatusCode::kUnavailable);
  EXPECT_TRUE(log->Find("p-amina", RequestId(1), Propose(1, "case/1", 0).digest)->has_value());
  options.path = folder_.path() + "/other";
  EXPECT_TRUE(RefusedWith(KafkaLog::Open(options).status(), Reason::LOG_UNAVAILABLE));
  cluster_.Thaw(1);
  // Asked again under the same request_id, it is applied: once.
  absl::StatusOr<Receipt> receipt = log->AppendAndWait(proposal);
  for (int i = 0; i < 30 && !receipt.ok(); ++i) {
    log->WaitBeyond(log->Head(), absl::Seconds(1));
    receipt = log->AppendAndWait(proposal);
  }
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(*log->Version("case/700"), 1u);
  Append(*log, 800, 5);
  ExpectSame(JudgeTopic(topic_), *log);
}

// With a producer that gives up before the broker wakes, only sending again brings it there.
TEST_F(KafkaTopicTest, SendsAgainUntilReadBack) {
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
  Append(*log, 800, 1);
  ExpectSame(JudgeTopic(topic_), *log);
}

}  // namespace
}  // namespace rufaa
