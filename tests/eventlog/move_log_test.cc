// A log moved into a topic and back: the same everywhere, and never in two places.
#include "eventlog/kafka/copied_folder.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "tests/eventlog/move_log_fixture.h"

namespace rufaa {
namespace {

constexpr auto kUnfit = absl::StatusCode::kFailedPrecondition;

TEST_F(MoveLogTest, IsTheSameThereAndBackAndGoesOnInBoth) {
  const std::vector<Commit> past = MakePast();
  const absl::StatusOr<Moved> there = MoveToKafka(Move());
  ASSERT_TRUE(there.ok()) << there.status();
  EXPECT_EQ(there->position, kPast);
  EXPECT_FALSE(std::filesystem::exists(path() + ".check"));
  {
    const std::unique_ptr<CountyLog> log = Kafka();
    ExpectBegins(*log, past);
    Append(*log, 1001, 20);
    ExpectBegins(*NewReplica(), past);
    ExpectSame(JudgeTopic(topic_), *log);
    // The broker's time, which is later than the past's.
    EXPECT_GT(ReadAll(*log, kPast)[0].recorded_at, past.back().recorded_at + absl::Hours(24));
  }
  const absl::StatusOr<Moved> back = MoveToEmbedded(Move());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->position, kPast + 20);
  {
    const std::unique_ptr<CountyLog> log = Embedded();
    ExpectBegins(*log, past);
    ExpectSame(JudgeTopic(topic_), *log);
    EXPECT_EQ(*log->Root(kPast + 20), back->root);
    EXPECT_TRUE(log->AppendAndWait(Propose(1001, "case/1", 140))->repeated);
    Append(*log, 2001, 20);
  }
  ExpectWhole(path());
}

TEST_F(MoveLogTest, AnEmptyLogMovesToo) {
  Embedded().reset();
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  Append(*Kafka(), 1, 5);
  ASSERT_TRUE(MoveToEmbedded(Move()).ok());
  Append(*Embedded(), 6, 5);
  ExpectWhole(path());
}

TEST_F(MoveLogTest, AskedForAgainItSaysThatItIsThere) {
  MakePast(5);
  EXPECT_TRUE(MoveToEmbedded(Move())->before);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  EXPECT_TRUE(MoveToKafka(Move())->before);
  ASSERT_TRUE(MoveToEmbedded(Move()).ok());
  EXPECT_TRUE(MoveToEmbedded(Move())->before);
  EXPECT_EQ(MoveToKafka(MoveOf(path() + "/none")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path() + "/none"));
}

TEST_F(MoveLogTest, ThatItIsThereIsTheBrokersWord) {
  MakePast(5);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  Append(*NewReplica(), 1001, 3);
  const absl::StatusOr<Moved> there = MoveToKafka(Move());
  ASSERT_TRUE(there.ok()) << there.status();
  EXPECT_TRUE(there->before);
  EXPECT_EQ(there->position, 8u);
  EXPECT_EQ(there->root, *NewReplica()->Root(8));
  MoveOptions soon = Move();
  soon.silence = absl::Seconds(1);
  soon.topic.brokers = "127.0.0.1:9";
  EXPECT_TRUE(Says(MoveToKafka(soon).status(), absl::StatusCode::kUnavailable, "127.0.0.1:9"));
  soon.topic.brokers = topic_.brokers;
  DeleteRawTopic(topic_);
  EXPECT_TRUE(Says(MoveToKafka(soon).status(), kUnfit, topic_.brokers));
  // Another log's, by that name.
  Append(*NewReplica(), 1, 20);
  EXPECT_TRUE(Says(MoveToKafka(Move()).status(), absl::StatusCode::kDataLoss, "replaced"));
}

TEST_F(MoveLogTest, ATopicThatAnotherFolderClosedIsNotWhereTheLogIs) {
  MakePast(5);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  const std::string other = folder_.path() + "/other";
  ASSERT_TRUE(TryKafka(other).ok());
  ASSERT_TRUE(MoveToEmbedded(MoveOf(other)).ok());
  EXPECT_TRUE(Says(MoveToKafka(Move()).status(), kUnfit, "closed behind position 5"));
}

TEST_F(MoveLogTest, NoFolderOrTopicGoesOnWhereTheLogIsNot) {
  MakePast(5);
  const std::string replica = folder_.path() + "/replica";
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  EXPECT_TRUE(Says(TryEmbedded(path()).status(), kUnfit, "kept in Kafka"));
  ASSERT_TRUE(TryKafka(replica).ok());
  ASSERT_TRUE(MoveToEmbedded(Move()).ok());
  EXPECT_TRUE(Says(TryKafka(path()).status(), kUnfit, "embedded log"));
  EXPECT_TRUE(Says(TryKafka(replica).status(), kUnfit, "closed behind position 5"));
  EXPECT_TRUE(Says(TryKafka(folder_.path() + "/new").status(), kUnfit, "closed behind position 5"));
  // Nor does another make a log of its copy, or this one go back into it.
  EXPECT_TRUE(Says(MoveToEmbedded(MoveOf(replica)).status(), kUnfit, "closed by another"));
  EXPECT_TRUE(Says(TryEmbedded(replica).status(), kUnfit, "kept in Kafka"));
  EXPECT_TRUE(Says(MoveToKafka(Move()).status(), kUnfit, "was closed"));
  Append(*Embedded(), 6, 3);
}

// A way back that was cut short before the topic was closed leaves the folder serving, and knowing
// the id of a close that may come yet. Of its copies none may know it.
TEST_F(MoveLogTest, ACopyOfAFolderOnItsWayBackDoesNotTakeTheLog) {
  MakePast(5);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  {
    const auto store = LogStore::Open(LogDirectory::DbPath(path()), {});
    LogStore::Batch batch(**store);
    batch.PutMove({.kind = MoveMark::Kind::kClosing, .id = RequestId(9)});
    ASSERT_TRUE((*store)->Write(batch).ok());
  }
  const std::string copy = folder_.path() + "/copy";
  {
    const auto served = TryKafka(path());
    ASSERT_TRUE(served.ok()) << served.status();
    Append(**served, 6, 3);
    ASSERT_TRUE((*served)->Checkpoint(copy).ok());
  }
  ASSERT_TRUE(ForgetWhatWasTheOthers(copy).ok());
  EXPECT_EQ((*TryKafka(copy))->Head(), 8u);
  ASSERT_TRUE(MoveToEmbedded(Move()).ok());
  EXPECT_TRUE(Says(MoveToEmbedded(MoveOf(copy)).status(), kUnfit, "closed by another"));
  Append(*Embedded(), 9, 1);
}

TEST_F(MoveLogTest, GoesBackIntoATopicOfThatNameOnceTheClosedOneIsDeleted) {
  MakePast(5);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  ASSERT_TRUE(MoveToEmbedded(Move()).ok());
  Append(*Embedded(), 6, 1);
  const absl::Status closed = MoveToKafka(Move()).status();
  EXPECT_TRUE(Says(closed, kUnfit, topic_.name));
  EXPECT_TRUE(Says(closed, kUnfit, "was closed when the log was moved back out of it"));
  EXPECT_TRUE(Says(closed, kUnfit, "kafka-topics"));
  Append(*Embedded(), 7, 1);  // Nothing was done.
  DeleteRawTopic(topic_);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  EXPECT_EQ(Kafka()->Head(), 7u);
}

TEST_F(MoveLogTest, WhoServesTheTopicStopsWhereItIsClosed) {
  MakePast(5);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  const std::string folder = folder_.path() + "/other";
  KafkaLog::Options options = Options();
  options.path = folder;
  std::unique_ptr<KafkaLog> other = Open(options);
  Append(*other, 6, 3);
  ASSERT_TRUE(MoveToEmbedded(Move()).ok());
  EXPECT_TRUE(Says(WhyStopped(*other), kUnfit, "closed behind position 8"));
  EXPECT_TRUE(
      RefusedWith(other->AppendAndWait(Propose(9, "case/4", 1)).status(), Reason::LOG_UNAVAILABLE));
  other.reset();
  // What gets in behind all the same counts for nobody.
  WriteRawTopic(topic_, {EncodeProposalRecord(EncodeProposal(Propose(90, "case/90", 0)))});
  EXPECT_EQ(Embedded()->Head(), 8u);
  EXPECT_TRUE(Says(TryKafka(folder).status(), kUnfit, "closed behind position 8"));
}

TEST_F(MoveLogTest, RefusesATopicThatIsNotEmpty) {
  MakePast(5);
  Append(*NewReplica(), 1, 3);
  EXPECT_TRUE(Says(MoveToKafka(Move()).status(), kUnfit, "is not empty"));
  Append(*Embedded(), 6, 1);  // Nothing was done.
}

TEST_F(MoveLogTest, RefusesATopicThatAnotherLogIsMovedInto) {
  MakePast(5);
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  Genesis genesis = GenesisOf(path());
  genesis.log_id = RequestId(7);
  WriteRawTopic(topic_, {EncodeBeginRecord(genesis)});
  EXPECT_TRUE(Says(MoveToKafka(Move()).status(), kUnfit, "is not empty"));
  genesis.county = "kisumu";
  MoveOptions options = Move();
  options.topic.name = NewTopicName();
  MakeRawTopic(options.topic, 1, 1, GoodSettings());
  WriteRawTopic(options.topic, {EncodeBeginRecord(genesis)});
  EXPECT_TRUE(Says(MoveToKafka(options).status(), kUnfit, "kisumu"));
  Append(*Embedded(), 6, 1);
}

TEST_F(MoveLogTest, WithinAHistoryNothingCountsButItsNextCommit) {
  const std::vector<Commit> past = MakePast(20);
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  std::vector<std::string> values = {EncodeBeginRecord(GenesisOf(path()))};
  const auto add = [&](const Commit& commit) {
    values.push_back(EncodeCommitRecord(EncodeCommit(commit)));
  };
  for (size_t i = 0; i < 10; ++i) add(past[i]);
  add(past[3]);
  add(past[15]);
  values.push_back(EncodeProposalRecord(EncodeProposal(Propose(900, "case/900", 0))));
  values.push_back(EncodeRootRecord({.position = 3, .root = Sha256("another")}));
  values.push_back(EncodeEndRecord({.position = 10, .root = Sha256("another")}));
  values.push_back(EncodeEndRecord({.position = 9, .root = Sha256("another")}));
  values.push_back(EncodeCommitRecord("garbage"));
  values.push_back("hello");
  WriteRawTopic(topic_, values);
  EXPECT_TRUE(Says(TryKafka(folder_.path() + "/replica").status(), kUnfit,
                   "holds 10 commits of a log that is being moved"));
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  const std::unique_ptr<CountyLog> log = Kafka();
  EXPECT_EQ(log->Head(), 20u);
  ExpectBegins(*log, past);
  ExpectSame(JudgeTopic(topic_), *log);
  // Who was refused in the middle goes on from there.
  const auto replica = TryKafka(folder_.path() + "/replica");
  ASSERT_TRUE(replica.ok()) << replica.status();
  ExpectBegins(**replica, past);
  EXPECT_EQ((*replica)->PassedOver(), 1u);
}

TEST_F(MoveLogTest, BehindItsEndNobodyPutsACommitOfAnotherTime) {
  std::vector<Commit> past = MakePast(10);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  const std::unique_ptr<CountyLog> log = Kafka();
  Commit forged = past.back();
  forged.position = 11;
  forged.proposal.request_id = RequestId(77);
  forged.versions[0] += 1;
  WriteRawTopic(topic_, {EncodeCommitRecord(EncodeCommit(forged)),
                         EncodeEndRecord({.position = 10, .root = *log->Root(10)})});
  Append(*log, 1001, 1);
  EXPECT_EQ(log->Head(), 11u);
  EXPECT_NE(ReadAll(*log, 10)[0].recorded_at, forged.recorded_at);
  ExpectSame(JudgeTopic(topic_), *NewReplica());
}

TEST_F(MoveLogTest, AForgedCommitInTheHistoryIsNeverServed) {
  std::vector<Commit> past = MakePast(10);
  Commit forged = past[0];
  forged.recorded_at -= absl::Hours(24);
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  WriteRawTopic(topic_,
                {EncodeBeginRecord(GenesisOf(path())), EncodeCommitRecord(EncodeCommit(forged))});
  EXPECT_TRUE(Says(MoveToKafka(Move()).status(), kUnfit, "has another commit at position 1"));
  Append(*Embedded(), 11, 1);
  // Even if all else follows.
  std::vector<std::string> values;
  for (size_t i = 1; i < past.size(); ++i) {
    values.push_back(EncodeCommitRecord(EncodeCommit(past[i])));
  }
  values.push_back(EncodeEndRecord({.position = 10, .root = *Embedded()->Root(10)}));
  WriteRawTopic(topic_, values);
  EXPECT_TRUE(Says(TryKafka(folder_.path() + "/replica").status(), kUnfit, "being moved"));
}

TEST_F(MoveLogTest, RefusesALogThatPartedFromTheTopic) {
  MakePast(10);
  const std::string kept = folder_.path() + "/kept";
  std::filesystem::copy(path(), kept, std::filesystem::copy_options::recursive);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  Append(**TryEmbedded(kept), 11, 1);
  EXPECT_TRUE(Says(MoveToKafka(MoveOf(kept)).status(), kUnfit, "have parted"));
  Append(**TryEmbedded(kept), 12, 1);
}

TEST_F(MoveLogTest, RefusesALogThatIsNotWhole) {
  MakePast(300);
  {
    const auto store = LogStore::Open(LogDirectory::DbPath(path()), {});
    LogStore::Batch batch(**store);
    batch.PutNode(kTileLevel, 0, Sha256("not the node"));
    ASSERT_TRUE((*store)->Write(batch).ok());
  }
  EXPECT_EQ(MoveToKafka(Move()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(MoveLogTest, GoesOnWithoutATopicThatIsLost) {
  const std::vector<Commit> past = MakePast(10);
  EXPECT_TRUE(GoOnWithoutTopic(Move())->before);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  Append(*Kafka(), 1001, 5);
  DeleteRawTopic(topic_);
  MoveOptions soon = Move();
  soon.silence = absl::Seconds(1);
  EXPECT_TRUE(Says(MoveToEmbedded(soon).status(), kUnfit, "--without-topic"));
  ASSERT_TRUE(GoOnWithoutTopic(Move()).ok());
  {
    const std::unique_ptr<CountyLog> log = Embedded();
    EXPECT_EQ(log->Head(), 15u);
    ExpectBegins(*log, past);
    Append(*log, 2001, 5);
  }
  // A new topic is made out of it.
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  EXPECT_EQ(Kafka()->Head(), 20u);
}

// It stands in the topic for all who come. Out of a copy that is whole another topic is made.
TEST_F(MoveLogTest, ARootThatIsWrongIsLeftBehindWithTheTopicThatHoldsIt) {
  std::vector<Commit> past;
  {
    const std::unique_ptr<CountyLog> log = Kafka();
    Append(*log, 1, 20);
    past = ReadAll(*log);
    WriteRawTopic(topic_, {EncodeRootRecord({.position = 7, .root = *log->Root(8)})});
  }
  for (const std::string& copy : {path(), folder_.path() + "/new"}) {
    EXPECT_TRUE(Says(TryKafka(copy).status(), absl::StatusCode::kDataLoss, "--without-topic"));
  }
  ASSERT_TRUE(GoOnWithoutTopic(Move()).ok());
  DeleteRawTopic(topic_);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  ExpectBegins(*NewReplica(), past);
}

TEST(TopicRecordTest, AnOlderProgramStopsAtWhatItDoesNotKnow) {
  const Genesis genesis{.rule = 1, .county = "x", .log_id = RequestId(1)};
  for (const std::string& record :
       {EncodeGenesisRecord(genesis), EncodeProposalRecord("p"), EncodeRootRecord({})}) {
    EXPECT_EQ(record[5], 1);
  }
  for (std::string record : {EncodeBeginRecord(genesis), EncodeCommitRecord("c"),
                             EncodeEndRecord({}), EncodeCloseRecord(RequestId(1))}) {
    EXPECT_EQ(record[5], 2);
    EXPECT_NE(ParseTopicRecord(record).kind, TopicRecord::Kind::kMalformed);
    // And what it would pass over, this one does too.
    record[5] = 1;
    EXPECT_EQ(ParseTopicRecord(record).kind, TopicRecord::Kind::kMalformed);
  }
  EXPECT_EQ(EncodeProposalsRecord({"p"}), EncodeProposalRecord("p"));
  EXPECT_EQ(EncodeProposalsRecord({"p", "qq"}), "rufaa\3\10\1p\2qq");
}

}  // namespace
}  // namespace rufaa
