#include "eventlog/kafka/topic_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

constexpr int32_t kPartition = 0;
constexpr size_t kRecordsAtOnce = 4096;
constexpr size_t kBytesAtOnce = 4 << 20;
constexpr absl::Duration kBetweenAttempts = absl::Milliseconds(100);

}  // namespace

absl::StatusOr<std::unique_ptr<TopicReader>> TopicReader::Open(const KafkaTopic& topic,
                                                               absl::Duration patience) {
  auto times = std::make_unique<FetchTimes>();
  RUFAA_ASSIGN_OR_RETURN(KafkaOwned<rd_kafka_t> client, NewKafkaConsumer(topic, times.get()));
  KafkaOwned<rd_kafka_topic_t> handle(
      rd_kafka_topic_new(client.get(), topic.name.c_str(), nullptr));
  RUFAA_CHECK(handle != nullptr);
  return std::unique_ptr<TopicReader>(
      new TopicReader(topic, std::move(times), std::move(client), std::move(handle), patience));
}

TopicReader::~TopicReader() {
  messages_.clear();
  if (started_) rd_kafka_consume_stop(handle_.get(), kPartition);
  handle_.reset();
  EndConsumer(std::move(client_), std::move(times_));
}

absl::Status TopicReader::Seek(uint64_t next) {
  next_ = next;
  looking_back_ = false;
  return ReadFrom(next);
}

// By librdkafka's simple consumer. Its other one is made for groups: told of a new place while it
// still leaves the last, it ends the program (confluentinc/librdkafka#5573).
absl::Status TopicReader::ReadFrom(uint64_t offset) {
  messages_.clear();
  records_.clear();
  find_again_at_ = absl::InfiniteFuture();
  if (started_) rd_kafka_consume_stop(handle_.get(), kPartition);
  started_ = rd_kafka_consume_start(handle_.get(), kPartition, static_cast<int64_t>(offset)) == 0;
  if (!started_) return KafkaAway("The topic can't be read", rd_kafka_last_error());
  return absl::OkStatus();
}

absl::StatusOr<absl::Span<const TopicReader::Record>> TopicReader::Poll(absl::Duration timeout) {
  messages_.clear();
  records_.clear();
  size_t bytes = 0;
  int wait = Milliseconds(timeout);
  rd_kafka_poll(client_.get(), 0);
  if (WasOutOfSight() || SteadyNow() >= find_again_at_) RUFAA_RETURN_IF_ERROR(FindAgain());
  while (records_.size() < kRecordsAtOnce && bytes < kBytesAtOnce) {
    KafkaOwned<rd_kafka_message_t> message(rd_kafka_consume(handle_.get(), kPartition, wait));
    // What was fetched after one failed may be of another topic: it is asked for again.
    if (message == nullptr || times_->failed()) break;
    const bool is_record = message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
    bytes += message->len;
    RUFAA_RETURN_IF_ERROR(Take(std::move(message)));
    if (!is_record) break;  // Its words are no reason to keep the caller.
    if (!records_.empty()) wait = 0;
  }
  return absl::MakeConstSpan(records_);
}

absl::Status TopicReader::Take(KafkaOwned<rd_kafka_message_t> message) {
  if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    // The consumer is silent from here on, until it is told again where to read.
    if (lost_since_ == absl::InfiniteFuture()) lost_since_ = SteadyNow();
    find_again_at_ = SteadyNow() + kBetweenAttempts;
  }
  // Anything else that is wrong passes, or is what no record coming means: nobody answers.
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  const auto offset = static_cast<uint64_t>(message->offset);
  const uint64_t wanted = looking_back_ ? next_ - 1 : next_;
  if (offset < wanted) return absl::OkStatus();
  if (offset > wanted) {
    return Refuse(Reason::STORE_DAMAGED,
                  absl::StrCat("Topic ", topic_.name, " goes on with offset ", offset, " where ",
                               wanted, " was to come: it does not hold the whole log."));
  }
  lost_since_ = find_again_at_ = absl::InfiniteFuture();
  const absl::string_view value(static_cast<const char*>(message->payload), message->len);
  if (looking_back_) return LookBack(value);
  ++next_;
  rd_kafka_timestamp_type_t type;
  records_.push_back(
      {.offset = offset,
       .appended_at = absl::FromUnixMillis(rd_kafka_message_timestamp(message.get(), &type)),
       .value = value});
  messages_.push_back(std::move(message));
  return absl::OkStatus();
}

absl::Status TopicReader::LookBack(absl::string_view before) {
  if (Sha256(before) != taken_.last) return WentOnOtherwise(next_ - 1);
  looking_back_ = false;
  return absl::OkStatus();
}

// An answer that failed, or another leader's, or the leader's that it has no such topic, or none
// now: what comes next may be of a topic that was cut short, or made anew, and has grown beyond
// next_ meanwhile.
bool TopicReader::WasOutOfSight() {
  const bool was_told = std::exchange(end_is_told_, EndAsTold().has_value());
  if (!times_->TakeFailed() && !(was_told && !end_is_told_)) return false;
  unsure_since_ = SteadyNow();
  sure_end_.Forget();
  return true;
}

absl::Status TopicReader::FindAgain() {
  if (SteadyNow() > lost_since_ + patience_) {
    const absl::StatusOr<Ends> ends = ReadEnds(absl::Seconds(1));
    if (ends.ok()) RUFAA_RETURN_IF_ERROR(CheckGoesOn(*ends, next_));
  }
  looking_back_ = taken_.next == next_ && next_ > 0;
  RUFAA_RETURN_IF_ERROR(ReadFrom(looking_back_ ? next_ - 1 : next_));
  if (!looking_back_) return absl::OkStatus();
  // A topic that ends right before that record is silent, as one is that nobody answers for.
  lost_since_ = std::min(lost_since_, SteadyNow());
  find_again_at_ = SteadyNow() + patience_ + kBetweenAttempts;
  return absl::OkStatus();
}

// Asked on the caller's own thread, by a client that is gone before the answer is given: no program
// ends while one is at work.
absl::StatusOr<TopicReader::Ends> TopicReader::AskForEnds(absl::Time deadline) const {
  RUFAA_ASSIGN_OR_RETURN(KafkaOwned<rd_kafka_t> client, NewKafkaConsumer(topic_));
  const auto read = [&](int64_t which) {
    return ReadOffset(client.get(), topic_.name, which, deadline - SteadyNow());
  };
  absl::StatusOr<uint64_t> first = read(RD_KAFKA_OFFSET_BEGINNING);
  absl::StatusOr<uint64_t> end = first.ok() ? read(RD_KAFKA_OFFSET_END) : first;
  EndConsumer(std::move(client), nullptr);
  RUFAA_RETURN_IF_ERROR(end.status());
  return Ends{.first = *first, .end = *end};
}

// Right after a leader was lost, the one that is asked may not be it.
absl::StatusOr<TopicReader::Ends> TopicReader::ReadEnds(absl::Duration timeout) {
  const absl::Time deadline = SteadyNow() + timeout;
  for (;;) {
    absl::StatusOr<Ends> ends = AskForEnds(deadline);
    // Asked once more with no time left, it would only say so, and no longer why it failed.
    if (ends.ok() || SteadyNow() + kBetweenAttempts >= deadline) return ends;
    absl::SleepFor(kBetweenAttempts);
  }
}

// With an answer that there is no such partition, or that another leads it, librdkafka forgets what
// the end was.
std::optional<uint64_t> TopicReader::EndAsTold() const {
  int64_t first = 0, end = 0;
  if (rd_kafka_get_watermark_offsets(client_.get(), topic_.name.c_str(), kPartition, &first,
                                     &end) != RD_KAFKA_RESP_ERR_NO_ERROR ||
      end < 0) {
    return std::nullopt;
  }
  return static_cast<uint64_t>(end);
}

std::optional<TopicReader::Told> TopicReader::LastTold() {
  // In this order: the end is of that answer, or of a later one; and had another leader given it,
  // that would be noted.
  const absl::Time at = times_->BeforeLast();
  const std::optional<uint64_t> end = EndAsTold();
  if (looking_back_ || times_->failed() || at <= unsure_since_ || !end.has_value()) {
    return std::nullopt;
  }
  // Not before the new leader answers: one that is away would be asked in vain, and for long.
  const std::optional<uint64_t> least = sure_end_.Last();
  if (!least.has_value()) return std::nullopt;
  return Told{.end = std::max(*end, *least), .at = at};
}

absl::Status TopicReader::CheckGoesOn(const Ends& ends, uint64_t next) const {
  if (ends.end < next) {
    return Refuse(
        Reason::STORE_DAMAGED,
        absl::StrCat(
            "Topic ", topic_.name, " ends at offset ", ends.end,
            ", but this replica has read up to offset ", next,
            ": the topic was cut short or replaced. Nothing is written to it. Restore the "
            "topic, or make a new one out of this replica's commits; where one was made of "
            "another's, delete this replica."));
  }
  // The last one that was read is to be there, too.
  if (ends.first > std::max<uint64_t>(next, 1) - 1) {
    return Refuse(Reason::STORE_DAMAGED,
                  absl::StrCat("Topic ", topic_.name, " begins at offset ", ends.first,
                               ", but this replica has read up to offset ", next,
                               ": records that it needs were deleted. Copy the data directory of a "
                               "replica that has them."));
  }
  return absl::OkStatus();
}

absl::Status TopicReader::WentOnOtherwise(uint64_t offset) {
  return Refuse(Reason::STORE_DAMAGED,
                absl::StrCat("The record at offset ", offset,
                             " is not the one that this replica has read there: "
                             "the topic was cut short and went on otherwise. "
                             "Nothing is written to it."));
}

absl::StatusOr<TopicReader::Record> TopicReader::ReadOne(uint64_t offset, absl::Time deadline) {
  RUFAA_RETURN_IF_ERROR(Seek(offset));
  while (SteadyNow() < deadline) {
    RUFAA_ASSIGN_OR_RETURN(const absl::Span<const Record> records, Poll(absl::Milliseconds(100)));
    if (!records.empty()) return records.front();
  }
  return Refuse(
      Reason::LOG_UNAVAILABLE,
      absl::StrCat("Topic ", topic_.name, " can't be read: no broker gives offset ", offset, "."));
}

}  // namespace rufaa
