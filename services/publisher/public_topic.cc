#include "services/publisher/public_topic.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa::publisher {
namespace {

// Read at first. A publisher that was overtaken while it wrote may have put a batch of old events
// behind the furthest: this is many such batches.
constexpr uint64_t kLastRecords = 4000;
constexpr int32_t kPartition = 0;
constexpr absl::Duration kLook = absl::Milliseconds(100);

KafkaTopic With(KafkaTopic topic, const KafkaSettings& settings) {
  topic.client.insert(topic.client.end(), settings.begin(), settings.end());
  return topic;
}

std::string HeaderOf(const rd_kafka_message_t& message, const char* name) {
  rd_kafka_headers_t* headers = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR ||
      rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR ||
      value == nullptr) {
    return "";
  }
  return {static_cast<const char*>(value), size};
}

}  // namespace

absl::StatusOr<std::unique_ptr<PublicTopic>> PublicTopic::Open(const KafkaTopic& topic,
                                                               const std::string& county,
                                                               absl::Time deadline) {
  std::unique_ptr<PublicTopic> opened(new PublicTopic(topic, county));
  RUFAA_RETURN_IF_ERROR(opened->Connect(deadline));
  return opened;
}

// What is still in line goes no further: librdkafka would wait for it.
PublicTopic::~PublicTopic() {
  if (reading_) rd_kafka_consume_stop(source_.get(), kPartition);
  if (writer_ != nullptr) {
    rd_kafka_purge(writer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  }
}

absl::Status PublicTopic::Connect(absl::Time deadline) {
  // Told where the topic ends: what others wrote within transactions leaves offsets without
  // records.
  RUFAA_ASSIGN_OR_RETURN(
      reader_, NewKafkaConsumer(With(topic_, {{"enable.partition.eof", "true"}}), &times_));
  answered_at_ = SteadyNow();
  source_.reset(rd_kafka_topic_new(reader_.get(), topic_.name.c_str(), nullptr));
  RUFAA_CHECK(source_ != nullptr);
  // No record is ever given up by itself, and none goes out when one before it did not.
  RUFAA_ASSIGN_OR_RETURN(writer_,
                         NewKafkaProducer(With(topic_, {{"message.timeout.ms", "0"},
                                                        {"enable.gapless.guarantee", "true"}}),
                                          OnReport, this));
  sink_.reset(rd_kafka_topic_new(writer_.get(), topic_.name.c_str(), nullptr));
  RUFAA_CHECK(sink_ != nullptr);
  return ReadMetadata(writer_.get(), topic_.name, deadline - SteadyNow()).status();
}

absl::Duration PublicTopic::SilentFor() const {
  return SteadyNow() - std::max(times_.BeforeLast(), answered_at_);
}

// The answer that ended an outage is not enough for `times_`, which go by the one before the last:
// as soon as it was read, the brokers would pass for away again.
void PublicTopic::NoteAnswered() {
  answered_at_ = SteadyNow();
  times_.TakeFailed();
}

absl::Status PublicTopic::BeginAt(int64_t offset) {
  if (reading_) rd_kafka_consume_stop(source_.get(), kPartition);
  reading_ = rd_kafka_consume_start(source_.get(), kPartition, offset) == 0;
  if (reading_) return absl::OkStatus();
  return KafkaAway("The public topic can't be read", rd_kafka_last_error());
}

// nullptr: nothing came in time.
KafkaOwned<rd_kafka_message_t> PublicTopic::Next(absl::Duration wait) {
  rd_kafka_poll(reader_.get(), 0);
  return KafkaOwned<rd_kafka_message_t>(
      rd_kafka_consume(source_.get(), kPartition, Milliseconds(wait)));
}

// The reader tells where the topic ends. To ask for it (rd_kafka_query_watermark_offsets) may never
// return when the broker dies meanwhile, whatever the timeout.
absl::Status PublicTopic::ReadEnd(GoOn go_on) {
  RUFAA_RETURN_IF_ERROR(BeginAt(RD_KAFKA_OFFSET_TAIL(kLastRecords)));
  const absl::Time began = SteadyNow();
  while (!at_end_) {
    const KafkaOwned<rd_kafka_message_t> message = Next(kLook);
    if (message != nullptr && message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
      // So many are not kept: from the first one that is.
      RUFAA_RETURN_IF_ERROR(BeginAt(RD_KAFKA_OFFSET_BEGINNING));
    } else if (message != nullptr) {
      RUFAA_RETURN_IF_ERROR(Take(*message));
    }
    if (!go_on(SteadyNow() - began)) return absl::CancelledError("stopped while reading");
  }
  NoteAnswered();
  if (furthest_ || next_ == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("The records of topic ", topic_.name, " were deleted, up to offset ", next_,
                   ": nobody can tell what was published. Name a new topic."));
}

absl::Status PublicTopic::TakeArrived() {
  for (;;) {
    const KafkaOwned<rd_kafka_message_t> message = Next(absl::ZeroDuration());
    if (message == nullptr) return absl::OkStatus();
    RUFAA_RETURN_IF_ERROR(Take(*message));
  }
}

absl::Status PublicTopic::Take(const rd_kafka_message_t& message) {
  const auto offset = static_cast<uint64_t>(std::max<int64_t>(message.offset, 0));
  if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    next_ = std::max(next_, offset);
    at_end_ = true;
    return absl::OkStatus();
  }
  if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    return KafkaAway("The public topic does not go on where it was read", message.err);
  }
  // Anything else that is wrong passes, or is what no record coming means: nobody answers.
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR || offset < next_) return absl::OkStatus();
  const std::optional<NamedId> named = ParseId(HeaderOf(message, "ce_id"));
  if (!named) {
    return absl::FailedPreconditionError(
        absl::StrCat("The record at offset ", offset, " of topic ", topic_.name,
                     " is no event of a county. Name a topic that nobody else writes to."));
  }
  if (named->county != county_) {
    return absl::FailedPreconditionError(absl::StrCat("Topic ", topic_.name, " is of county ",
                                                      named->county, ", not of ", county_,
                                                      ". Name the topic of this county."));
  }
  if (!furthest_ || named->id > furthest_->id) {
    furthest_ = {.id = named->id,
                 .key = std::string(static_cast<const char*>(message.key), message.key_len)};
  }
  next_ = offset + 1;
  return absl::OkStatus();
}

absl::Status PublicTopic::Produce(const OutgoingEvent& event) {
  rd_kafka_headers_t* const headers = rd_kafka_headers_new(event.headers.size());
  for (const auto& [name, value] : event.headers) {
    rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  }
  // Else the record would tell the moment for ever, however little the event does.
  const int64_t day_ms = absl::ToUnixMillis(StartOfLocalDay(event.day));
  // librdkafka takes a pointer it could write to, but with a copy asked for it only reads.
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      writer_.get(), RD_KAFKA_V_RKT(sink_.get()), RD_KAFKA_V_PARTITION(kPartition),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(event.key.data(), event.key.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(event.data.data()), event.data.size()),
      RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_TIMESTAMP(day_ms), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  rd_kafka_headers_destroy(headers);  // Else they are the message's.
  return KafkaAway("The producer takes no more", error);
}

void PublicTopic::OnReport(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    static_cast<PublicTopic*>(opaque)->failed_ = message->err;
  }
}

absl::Status PublicTopic::Write(const std::vector<OutgoingEvent>& events, GoOn go_on) {
  for (const OutgoingEvent& event : events) RUFAA_RETURN_IF_ERROR(Produce(event));
  const absl::Time began = SteadyNow();
  while (rd_kafka_flush(writer_.get(), Milliseconds(kLook)) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (failed_) break;
    if (!go_on(SteadyNow() - began)) return absl::CancelledError("stopped while publishing");
  }
  if (failed_) return KafkaAway("A public event was not taken", *failed_);
  while (!furthest_ || furthest_->id < events.back().id) {
    const KafkaOwned<rd_kafka_message_t> message = Next(kLook);
    if (message != nullptr) RUFAA_RETURN_IF_ERROR(Take(*message));
    if (!go_on(SteadyNow() - began)) return absl::CancelledError("stopped while reading back");
  }
  NoteAnswered();
  return absl::OkStatus();
}

}  // namespace rufaa::publisher
