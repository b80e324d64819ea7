// What no real broker does when asked: errors that end a producer for good, and answers that only
// look like one's own. On librdkafka's own broker in memory, which has no settings and no admin.
#include "eventlog/kafka/proposals.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka_mock.h>

#include <deque>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "eventlog/steady_time.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/raw_topic.h"

namespace rufaa {
namespace {

constexpr int16_t kProduceRequest = 0;  // Of Kafka's protocol.

class PrefixOfVersions : public Prefix {
 public:
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override {
    return versions[std::string(stream)];
  }
  absl::StatusOr<std::optional<Applied>> Find(absl::string_view, absl::string_view) override {
    return std::nullopt;
  }
  std::map<std::string, uint64_t> versions;
};

struct MockDelete {
  void operator()(rd_kafka_mock_cluster_t* mock) const { rd_kafka_mock_cluster_destroy(mock); }
};

class ProposalsTest : public ::testing::Test {
 protected:
  KafkaOwned<rd_kafka_t> holder_ = *NewKafkaConsumer({"", "", {}});
  std::unique_ptr<rd_kafka_mock_cluster_t, MockDelete> mock_{
      rd_kafka_mock_cluster_new(holder_.get(), 1)};
  const KafkaTopic topic_{rd_kafka_mock_cluster_bootstraps(mock_.get()), "t", {}};
  bool made_ = rd_kafka_mock_topic_create(mock_.get(), "t", 1, 1) == RD_KAFKA_RESP_ERR_NO_ERROR;
  PrefixOfVersions prefix_;
  std::unique_ptr<TopicWriter> writer_ =
      *TopicWriter::Open(topic_, SteadyNow() + absl::Seconds(30));
  std::unique_ptr<TopicReader> reader_ = *TopicReader::Open(topic_, absl::Seconds(5));
  Proposals proposals_{prefix_, *writer_, {.answer_within = absl::Seconds(60)}};
  std::vector<absl::StatusOr<Receipt>> answers_;

  void SetUp() override {
    ASSERT_TRUE(made_);
    ASSERT_TRUE(reader_->Seek(0).ok());
  }

  void Offer(const Proposal& proposal) {
    proposals_.Offer(proposal, EncodeProposal(proposal), [this](absl::StatusOr<Receipt> answer) {
      answers_.push_back(std::move(answer));
    });
  }

  // As at a time so much later, in which nothing was heard of the topic.
  void Serve(absl::Duration later = absl::ZeroDuration()) {
    proposals_.Serve(SteadyNow() + later, SteadyNow());
  }

  void ServeUntilAnswered(size_t count) {
    for (const absl::Time end = absl::Now() + absl::Seconds(60); answers_.size() < count;) {
      ASSERT_LT(absl::Now(), end);
      Serve();
    }
  }

  void RefuseNext(const std::vector<rd_kafka_resp_err_t>& errors) {
    rd_kafka_mock_push_request_errors_array(mock_.get(), kProduceRequest, errors.size(),
                                            errors.data());
  }

  // The next record of the topic, with everything served meanwhile.
  std::string Read() {
    for (const absl::Time end = absl::Now() + absl::Seconds(60); absl::Now() < end;) {
      const auto records = reader_->Poll(absl::Milliseconds(20));
      EXPECT_TRUE(records.ok()) << records.status();
      Serve();
      for (const TopicReader::Record& record : *records) waiting_.emplace_back(record.value);
      if (waiting_.empty()) continue;
      const std::string value = waiting_.front();
      waiting_.pop_front();
      return value;
    }
    ADD_FAILURE() << "nothing more in the topic";
    return "";
  }

  void ReadBack(const Proposal& proposal, absl::StatusOr<Receipt> answer) {
    const std::string bytes = EncodeProposal(proposal);
    std::vector<Proposals::ReadBack> read;
    read.push_back({proposal.caller, proposal.request_id, bytes, std::move(answer)});
    proposals_.Answer(read);
  }

  std::deque<std::string> waiting_;
};

std::string RecordOf(const Proposal& proposal) {
  return EncodeProposalRecord(EncodeProposal(proposal));
}

std::string RecordOf(const std::vector<Proposal>& proposals) {
  std::vector<std::string> bytes;
  for (const Proposal& proposal : proposals) bytes.push_back(EncodeProposal(proposal));
  return EncodeProposalsRecord(std::vector<absl::string_view>(bytes.begin(), bytes.end()));
}

Receipt AcceptedAt(uint64_t position) {
  return {.position = position, .recorded_at = Noon(), .repeated = false};
}

TEST_F(ProposalsTest, SendsEverythingAgainWithANewProducerWhenOneFailedForGood) {
  Offer(Propose(1, "case/1", 0));
  EXPECT_EQ(Read(), RecordOf(Propose(1, "case/1", 0)));
  RefuseNext({RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
  Offer(Propose(2, "case/2", 0));
  // The first was not answered yet, so it goes out again too.
  EXPECT_EQ(Read(), RecordOf({Propose(1, "case/1", 0), Propose(2, "case/2", 0)}));
  EXPECT_TRUE(answers_.empty());
}

TEST_F(ProposalsTest, SendsAgainInTheOrderOfOfferingWhenSomethingElseEndedTheProducer) {
  for (uint64_t n = 1; n <= 4; ++n) Offer(Propose(n, absl::StrCat("case/", n), 0));
  for (int first = 0; first < 2; ++first) Read();
  RefuseNext({RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
  writer_->Send("not a proposal", 0);
  EXPECT_EQ(Read(), RecordOf({Propose(1, "case/1", 0), Propose(2, "case/2", 0),
                              Propose(3, "case/3", 0), Propose(4, "case/4", 0)}));
}

TEST_F(ProposalsTest, SendsInOneRecordWhatCameWhileRecordsWereOnTheirWay) {
  for (uint64_t n = 1; n <= 5; ++n) Offer(Propose(n, absl::StrCat("case/", n), 0));
  EXPECT_EQ(Read(), RecordOf(Propose(1, "case/1", 0)));
  EXPECT_EQ(Read(), RecordOf(Propose(2, "case/2", 0)));
  EXPECT_EQ(reader_->ReadEnds(absl::Seconds(30))->end, 2u);
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(1));
  EXPECT_EQ(Read(),
            RecordOf({Propose(3, "case/3", 0), Propose(4, "case/4", 0), Propose(5, "case/5", 0)}));
  // Each is answered by itself, whatever became of the others.
  ReadBack(Propose(4, "case/4", 0), Refuse(Reason::WRONG_VERSION));
  ReadBack(Propose(3, "case/3", 0), AcceptedAt(3));
  ASSERT_EQ(answers_.size(), 3u);
  EXPECT_TRUE(RefusedWith(answers_[1].status(), Reason::WRONG_VERSION));
  EXPECT_EQ(answers_[2]->position, 3u);
  // Two records are still on their way.
  Offer(Propose(6, "case/6", 0));
  EXPECT_EQ(reader_->ReadEnds(absl::Seconds(30))->end, 3u);
  ReadBack(Propose(5, "case/5", 0), AcceptedAt(4));
  EXPECT_EQ(Read(), RecordOf(Propose(6, "case/6", 0)));
}

// Its client asked at another instance, too.
TEST_F(ProposalsTest, DoesNotSendWhatAnotherBroughtThereMeanwhile) {
  for (uint64_t n = 1; n <= 4; ++n) Offer(Propose(n, absl::StrCat("case/", n), 0));
  for (int first = 0; first < 2; ++first) Read();
  ReadBack(Propose(3, "case/3", 0), AcceptedAt(1));
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_EQ(answers_[0]->position, 1u);
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(2));
  EXPECT_EQ(Read(), RecordOf(Propose(4, "case/4", 0)));
}

TEST_F(ProposalsTest, SendsAgainWhatABrokerWouldNotTake) {
  for (uint64_t n = 1; n <= 5; ++n) Offer(Propose(n, absl::StrCat("case/", n), 0));
  for (int first = 0; first < 2; ++first) Read();
  RefuseNext({RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
  ReadBack(Propose(2, "case/2", 0), AcceptedAt(1));
  EXPECT_EQ(Read(),
            RecordOf({Propose(3, "case/3", 0), Propose(4, "case/4", 0), Propose(5, "case/5", 0)}));
  EXPECT_EQ(answers_.size(), 1u);
  RefuseNext({RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(2));
  Offer(Propose(6, "case/6", 0));
  ServeUntilAnswered(3);
  EXPECT_TRUE(RefusedWith(answers_[2].status(), Reason::TOO_LARGE));
}

TEST_F(ProposalsTest, MakesNoRecordOfSeveralThatIsLarge) {
  const std::string large(100 << 10, 'x');
  std::vector<Proposal> proposals;
  for (uint64_t n = 1; n <= 7; ++n) {
    proposals.push_back(Propose(n, absl::StrCat("case/", n), 0, large));
    Offer(proposals.back());
  }
  for (uint64_t n = 0; n < 2; ++n) {
    EXPECT_EQ(Read(), RecordOf(proposals[n]));
    ReadBack(proposals[n], AcceptedAt(n + 1));
  }
  EXPECT_EQ(Read(), RecordOf({proposals[2], proposals[3]}));
  EXPECT_EQ(Read(), RecordOf({proposals[4], proposals[5]}));
}

TEST_F(ProposalsTest, TellsInHeadersWhoseCallsARecordIs) {
  std::vector<Proposal> proposals;
  std::vector<std::string> traces;
  for (uint64_t n = 1; n <= 5; ++n) {
    proposals.push_back(Propose(n, absl::StrCat("case/", n), 0));
    proposals.back().correlation = std::string(31, 'a') + absl::StrCat(n);
    const std::string span = absl::BytesToHexString(RequestId(n).substr(0, 8));
    traces.push_back(absl::StrCat("00-", proposals.back().correlation, "-", span, "-01"));
  }
  proposals[3].correlation = "";  // What no call asked for.
  for (const Proposal& proposal : proposals) Offer(proposal);
  Read();
  ReadBack(proposals[0], AcceptedAt(1));
  for (int more = 0; more < 2; ++more) Read();
  const std::vector<RawRecord> records = ReadRawTopic(topic_);
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].traces, std::vector{traces[0]});
  EXPECT_EQ(records[2].traces, (std::vector{traces[2], traces[4]}));
}

TEST_F(ProposalsTest, HoldsBackWhatDependsOnOneUnderWay) {
  Offer(Propose(1, "case/1", 0));
  Offer(Propose(2, "case/1", 1));  // On a version that nobody has applied yet.
  Offer(Propose(3, "case/3", 0));  // Waits for its turn.
  EXPECT_EQ(Read(), RecordOf(Propose(1, "case/1", 0)));
  EXPECT_EQ(reader_->ReadEnds(absl::Seconds(30))->end, 1u);
  prefix_.versions["case/1"] = 1;
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(1));
  EXPECT_EQ(Read(), RecordOf({Propose(2, "case/1", 1), Propose(3, "case/3", 0)}));
  EXPECT_EQ(answers_.size(), 1u);
}

TEST_F(ProposalsTest, RefusesWithoutSendingWhatCannotHold) {
  prefix_.versions["case/1"] = 4;
  Offer(Propose(1, "case/1", 3));
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_TRUE(RefusedWith(answers_[0].status(), Reason::WRONG_VERSION));
  EXPECT_TRUE(proposals_.Idle());
  Offer(Propose(2, "case/1", 4));
  EXPECT_EQ(Read(), RecordOf(Propose(2, "case/1", 4)));
}

TEST_F(ProposalsTest, TakesOnlyItsOwnBytesForItsOwnAnswer) {
  const Proposal ours = Propose(1, "case/1", 0, "ours");
  Offer(ours);
  // The same request, from another node, or from an attempt before that was refused.
  ReadBack(Propose(1, "case/1", 0, "another"), Refuse(Reason::WRONG_VERSION));
  EXPECT_TRUE(answers_.empty());
  ReadBack(ours, AcceptedAt(7));
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_EQ(answers_[0]->position, 7u);
}

TEST_F(ProposalsTest, AnswersAllWhenItStops) {
  Offer(Propose(1, "case/1", 0));
  Offer(Propose(2, "case/1", 1));
  proposals_.Stop(Refuse(Reason::LOG_UNAVAILABLE));
  Offer(Propose(3, "case/3", 0));
  ASSERT_EQ(answers_.size(), 3u);
  for (const auto& answer : answers_) {
    EXPECT_TRUE(RefusedWith(answer.status(), Reason::LOG_UNAVAILABLE));
  }
  EXPECT_TRUE(proposals_.Idle());
}

TEST_F(ProposalsTest, TellsWhoWaitedTooLongAndTakesNoMoreUntilSomethingComesBack) {
  Offer(Propose(1, "case/1", 0));
  Offer(Propose(2, "case/1", 1));
  Serve(absl::Seconds(61));
  EXPECT_EQ(answers_.size(), 2u);
  Offer(Propose(3, "case/3", 0));
  EXPECT_EQ(answers_.size(), 3u);
  for (const auto& answer : answers_) {
    EXPECT_TRUE(RefusedWith(answer.status(), Reason::LOG_UNAVAILABLE));
  }
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(1));
  EXPECT_EQ(answers_.size(), 3u);  // Nobody is told twice.
  EXPECT_EQ(Read(), RecordOf(Propose(1, "case/1", 0)));
  Offer(Propose(4, "case/4", 0));
  EXPECT_EQ(Read(), RecordOf(Propose(4, "case/4", 0)));
}

// Reported delivered, and not there: read on far enough, it is sent again.
TEST_F(ProposalsTest, SendsAgainWhatWasDeliveredAndIsNotThere) {
  Offer(Propose(1, "case/1", 0));
  EXPECT_EQ(Read(), RecordOf(Propose(1, "case/1", 0)));
  const absl::Time sent = SteadyNow();
  proposals_.Serve(sent + absl::Minutes(4), sent + absl::Seconds(61));
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_TRUE(RefusedWith(answers_[0].status(), Reason::LOG_UNAVAILABLE));
  Serve();
  EXPECT_EQ(reader_->ReadEnds(absl::Seconds(30))->end, 1u);
  proposals_.Serve(SteadyNow(), sent + absl::Seconds(181));
  EXPECT_EQ(Read(), RecordOf(Propose(1, "case/1", 0)));
  // Come back at last, it makes room for others; its double is nobody's.
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(1));
  ReadBack(Propose(1, "case/1", 0), AcceptedAt(1));
  EXPECT_EQ(answers_.size(), 1u);
  Offer(Propose(2, "case/2", 0));
  EXPECT_EQ(Read(), RecordOf(Propose(2, "case/2", 0)));
}

TEST_F(ProposalsTest, TakesMoreOnceTheOnlyOneThatWasAwayIsGivenUp) {
  rd_kafka_mock_broker_set_rtt(mock_.get(), 1, 300);
  RefuseNext({RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  Offer(Propose(1, "case/1", 0));
  Serve(absl::Seconds(61));
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_TRUE(RefusedWith(answers_[0].status(), Reason::LOG_UNAVAILABLE));
  // What the broker said of it comes after that.
  for (const absl::Time end = absl::Now() + absl::Seconds(60); proposals_.Idle();) {
    ASSERT_LT(absl::Now(), end) << "refuses for good";
    Serve();
    Offer(Propose(2, "case/2", 0));
  }
}

// Small ones that waited together are worth being sent by themselves.
TEST_F(ProposalsTest, SendsOneByOneWhatWasTooLargeTogether) {
  for (uint64_t n = 1; n <= 5; ++n) Offer(Propose(n, absl::StrCat("case/", n), 0));
  for (int first = 0; first < 2; ++first) Read();
  RefuseNext({RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_NO_ERROR,
              RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  ReadBack(Propose(2, "case/2", 0), AcceptedAt(1));
  EXPECT_EQ(Read(), RecordOf(Propose(3, "case/3", 0)));
  ReadBack(Propose(3, "case/3", 0), AcceptedAt(2));
  // The one that is too large by itself is refused; nothing of it can be there.
  ServeUntilAnswered(3);
  EXPECT_TRUE(RefusedWith(answers_[2].status(), Reason::TOO_LARGE));
  EXPECT_EQ(Read(), RecordOf(Propose(5, "case/5", 0)));
}

// What was sent before, with an unknown end, may be in the topic: no is not said of it.
TEST_F(ProposalsTest, DoesNotRefuseAsTooLargeWhatMayBeThere) {
  // Tried again by the producer; or by ourselves, with another.
  for (const rd_kafka_resp_err_t unknown : {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                                            RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER}) {
    SCOPED_TRACE(rd_kafka_err2name(unknown));
    answers_.clear();
    RefuseNext({unknown, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
    Offer(Propose(1, "case/1", 0));
    ServeUntilAnswered(1);
    EXPECT_TRUE(RefusedWith(answers_[0].status(), Reason::LOG_UNAVAILABLE));
    EXPECT_TRUE(proposals_.Idle());
  }
  Offer(Propose(2, "case/2", 0));
  EXPECT_EQ(Read(), RecordOf(Propose(2, "case/2", 0)));
}

}  // namespace
}  // namespace rufaa
