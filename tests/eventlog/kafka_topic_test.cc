// Which topics and folders a county log takes, and what it makes of the records that it finds.
#include <filesystem>

#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "eventlog/verify_log.h"
#include "tests/eventlog/kafka_topic_fixture.h"
#include "tests/eventlog/topic_checker.h"

namespace rufaa {
namespace {

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
  EXPECT_TRUE(
      RefusesToOpen(options, absl::StatusCode::kFailedPrecondition, {"2 partitions", "Delete it"}));
  options.topic.name = NewTopicName();
  options.topic_options = {.replicas = 1, .min_insync_replicas = 2};
  MakeRawTopic(options.topic, 1, 1, GoodSettings());
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition,
                            {"min.insync.replicas = 1", "at least 2"}));
  options.topic_options = {.replicas = 2, .min_insync_replicas = 1};
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition,
                            {"replicas = 1", "at least 2, as --kafka-replicas says"}));
}

// Else any topic would do.
TEST_F(KafkaTopicTest, RefusesToAskForNoReplicas) {
  KafkaLog::Options options = Options();
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  options.topic_options = {.replicas = 0, .min_insync_replicas = 1};
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition, {"1 or more"}));
  options.topic_options = {.replicas = 1, .min_insync_replicas = 0};
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kFailedPrecondition, {"1 or more"}));
}

// They answer all the time: what they say is what has to be mended.
TEST_F(KafkaTopicTest, SaysThatThereAreTooFewBrokersForATopicThatItIsToMake) {
  KafkaLog::Options options = Options();
  options.topic_options = {.replicas = 3, .min_insync_replicas = 2};
  options.open_within = absl::Seconds(2);
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kUnavailable,
                            {"3 replicas, as --kafka-replicas says"}));
}

TEST_F(KafkaTopicTest, TakesATopicThatWasMadeByHand) {
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  Append(*Open(), 1, 3);
}

TEST_F(KafkaTopicTest, RefusesATopicThatIsNoCountysOrAnothers) {
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  WriteRawTopic(topic_, {"hello"});
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kFailedPrecondition,
                            {"first record", "Delete the topic"}));
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
  options.open_within = absl::Seconds(1);
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kDataLoss,
                            {"is not there", absl::StrCat("offset ", end)}));
  options.open_within = absl::Seconds(120);
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kDataLoss, {"ends at offset 0"}));
  // Another log altogether, and a longer one.
  options.path = folder_.path() + "/other";
  Append(*Open(options), 1, 40);
  EXPECT_GT(ReadRawTopic(topic_).size(), end);
  EXPECT_TRUE(RefusesToOpen(Options(), absl::StatusCode::kDataLoss,
                            {"replaced", "Name the brokers that have it"}));
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
  EXPECT_EQ(log->PassedOver(), 7u);
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/other";
  const std::unique_ptr<KafkaLog> other = Open(options);
  EXPECT_EQ(other->PassedOver(), 7u);
  EXPECT_EQ(*other->Root(6), *log->Root(6));
}

// As many as stand in one record, each is worth what it would be alone.
TEST_F(KafkaTopicTest, JudgesTheProposalsOfARecordOneAfterTheOther) {
  const std::string first = EncodeProposal(Propose(1, "case/1", 0));
  const std::string behind = EncodeProposal(Propose(2, "case/1", 1));
  const std::string too_late = EncodeProposal(Propose(3, "case/1", 1));
  const std::string other = EncodeProposal(Propose(4, "case/2", 0));
  const std::unique_ptr<KafkaLog> log = Open();
  WriteRawTopic(topic_, {EncodeProposalsRecord({first, behind, too_late, first, other})});
  EXPECT_EQ(log->WaitBeyond(0, absl::Seconds(60)), 3u);
  const std::vector<Commit> commits = ReadAll(*log);
  ASSERT_EQ(commits.size(), 3u);
  EXPECT_EQ(commits[1].proposal.request_id, RequestId(2));
  EXPECT_EQ(commits[2].proposal.request_id, RequestId(4));
  EXPECT_EQ(commits[2].recorded_at, commits[0].recorded_at);
  EXPECT_EQ(JudgeTopic(topic_).refused, 1u);
  ExpectSame(JudgeTopic(topic_), *log);
  // What is none among them is passed over by itself; a list that is none, altogether.
  const std::string last = EncodeProposal(Propose(5, "case/5", 0));
  WriteRawTopic(topic_, {std::string("rufaa\3\x08", 7), std::string("rufaa\3\x08\x05 x", 9),
                         EncodeProposalsRecord({"garbage", last})});
  EXPECT_EQ(log->WaitBeyond(3, absl::Seconds(60)), 4u);
  EXPECT_EQ(log->PassedOver(), 3u);
}

TEST_F(KafkaTopicTest, GoesOnBehindARecordOfNoBytes) {
  {
    const std::unique_ptr<KafkaLog> log = Open();
    WriteRawTopic(topic_, {EncodeProposalRecord(EncodeProposal(Propose(1, "case/1", 0))), ""});
    EXPECT_EQ(log->WaitBeyond(0, absl::Seconds(60)), 1u);
  }
  const std::unique_ptr<KafkaLog> again = Open();
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->Head(), 1u);
}

TEST_F(KafkaTopicTest, RefusesToFollowATopicWhoseReplicasHaveParted) {
  RootClaim claim;
  {
    const std::unique_ptr<KafkaLog> log = Open();
    Append(*log, 1, 20);
    claim = {.position = 7, .root = *log->Root(8)};
    WriteRawTopic(topic_, {EncodeRootRecord(claim)});
  }
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/new";
  EXPECT_TRUE(RefusesToOpen(options, absl::StatusCode::kDataLoss, {"parted", "at position 7"}));
}

TEST_F(KafkaTopicTest, RefusesToFollowATopicInWhichMoreWasAccepted) {
  {
    const std::unique_ptr<KafkaLog> log = Open();
    Append(*log, 1, 20);
    WriteRawTopic(topic_, {EncodeRootRecord({.position = 21, .root = *log->Root(20)})});
  }
  KafkaLog::Options options = Options();
  options.path = folder_.path() + "/new";
  EXPECT_TRUE(
      RefusesToOpen(options, absl::StatusCode::kDataLoss, {"position 21", "no such position"}));
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
  // A new one and its double come together, before the store knows of the first.
  for (int i = 0; i < 2; ++i) {
    Proposal blind = Propose(501, "case/9", 0);
    blind.conditions.clear();
    again.push_back(EncodeProposalRecord(EncodeProposal(blind)));
  }
  WriteRawTopic(topic_, again);
  Append(*log, 11, 1);
  EXPECT_EQ(log->Head(), 12u);
  EXPECT_EQ(*log->Version("case/9"), 1u);
  const TopicHistory history = JudgeTopic(topic_);
  EXPECT_EQ(history.doubles, 11u);
  EXPECT_EQ(history.refused, 1u);
  ExpectSame(history, *log);
}

}  // namespace
}  // namespace rufaa
