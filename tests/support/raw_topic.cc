#include "tests/support/raw_topic.h"

#include <cstdio>

#include "absl/functional/function_ref.h"
#include "domain/base/check.h"

namespace rufaa {
namespace {

constexpr int kWithinMs = 60'000;
// Of attempts that wait a tenth of a second each, or for an answer: counted rather than timed, so
// that a machine that stood still does not count.
constexpr int kAttempts = 600;

KafkaOwned<rd_kafka_t> NewProducer(const KafkaTopic& topic) {
  return *NewKafkaProducer(
      topic,
      [](rd_kafka_t*, const rd_kafka_message_t* message, void*) {
        RUFAA_CHECK(message->err == RD_KAFKA_RESP_ERR_NO_ERROR);
      },
      nullptr);
}

// Runs `ask` until it succeeds: brokers learn of topics one after the other.
void Until(rd_kafka_t* client, absl::FunctionRef<rd_kafka_resp_err_t(rd_kafka_queue_t*)> ask,
           rd_kafka_resp_err_t as_good) {
  const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client));
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    error = ask(queue.get());
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == as_good) return;
    rd_kafka_poll(client, 100);
  }
  std::fprintf(stderr, "Kafka: %s\n", rd_kafka_err2str(error));
  RUFAA_CHECK(false);
}

void WaitUntilThere(rd_kafka_t* client, const KafkaTopic& topic, bool there) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto metadata = ReadMetadata(client, topic.name, absl::Seconds(5));
    if (metadata.ok() && (*metadata)->topic_cnt == 1 &&
        ((*metadata)->topics[0].partition_cnt > 0) == there) {
      return;
    }
    rd_kafka_poll(client, 100);
  }
  RUFAA_CHECK(false);
}

std::vector<std::string> TracesOf(const rd_kafka_message_t* message) {
  std::vector<std::string> traces;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return traces;
  const void* value = nullptr;
  size_t size = 0;
  while (rd_kafka_header_get(headers, traces.size(), "traceparent", &value, &size) ==
         RD_KAFKA_RESP_ERR_NO_ERROR) {
    traces.emplace_back(static_cast<const char*>(value), size);
  }
  return traces;
}

// A client that was told of no leader, by a broker that has just woken, was seen to keep to it for
// a minute: so another one asks each time.
KafkaOwned<rd_kafka_t> ConsumerThatKnowsTheEnds(const KafkaTopic& topic, int64_t& first,
                                                int64_t& end) {
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    KafkaOwned<rd_kafka_t> client = *NewKafkaConsumer(topic);
    error =
        rd_kafka_query_watermark_offsets(client.get(), topic.name.c_str(), 0, &first, &end, 5000);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return client;
    rd_kafka_poll(client.get(), 100);
  }
  std::fprintf(stderr, "Kafka: %s\n", rd_kafka_err2str(error));
  RUFAA_CHECK(false);
  return nullptr;
}

}  // namespace

std::vector<RawRecord> ReadRawTopic(const KafkaTopic& topic) {
  int64_t first = 0, end = 0;
  const KafkaOwned<rd_kafka_t> client = ConsumerThatKnowsTheEnds(topic, first, end);
  const KafkaOwned<rd_kafka_topic_t> handle(
      rd_kafka_topic_new(client.get(), topic.name.c_str(), nullptr));
  RUFAA_CHECK(rd_kafka_consume_start(handle.get(), 0, first) == 0);
  std::vector<RawRecord> records;
  for (int silent = 0; static_cast<int64_t>(records.size()) < end - first; ++silent) {
    RUFAA_CHECK(silent < kAttempts);
    const KafkaOwned<rd_kafka_message_t> message(rd_kafka_consume(handle.get(), 0, 100));
    if (message == nullptr || message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    silent = 0;
    rd_kafka_timestamp_type_t type;
    records.push_back(
        {.offset = static_cast<uint64_t>(message->offset),
         .appended_at = absl::FromUnixMillis(rd_kafka_message_timestamp(message.get(), &type)),
         .value = std::string(static_cast<const char*>(message->payload), message->len),
         .traces = TracesOf(message.get())});
  }
  rd_kafka_consume_stop(handle.get(), 0);
  return records;
}

void WriteRawTopic(const KafkaTopic& topic, const std::vector<std::string>& values) {
  const KafkaOwned<rd_kafka_t> client = NewProducer(topic);
  const KafkaOwned<rd_kafka_topic_t> handle(
      rd_kafka_topic_new(client.get(), topic.name.c_str(), nullptr));
  for (const std::string& value : values) {
    RUFAA_CHECK(rd_kafka_produce(handle.get(), 0, RD_KAFKA_MSG_F_COPY,
                                 const_cast<char*>(value.data()), value.size(), nullptr, 0,
                                 nullptr) == 0);
  }
  RUFAA_CHECK(rd_kafka_flush(client.get(), kWithinMs) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void MakeRawTopic(const KafkaTopic& topic, int partitions, int replicas,
                  const KafkaSettings& settings) {
  const KafkaOwned<rd_kafka_t> client = *NewKafkaConsumer(topic);
  rd_kafka_NewTopic_t* wanted =
      rd_kafka_NewTopic_new(topic.name.c_str(), partitions, replicas, nullptr, 0);
  for (const auto& [key, value] : settings) {
    rd_kafka_NewTopic_set_config(wanted, key.c_str(), value.c_str());
  }
  Until(
      client.get(),
      [&](rd_kafka_queue_t* queue) {
        rd_kafka_CreateTopics(client.get(), &wanted, 1, nullptr, queue);
        const KafkaOwned<rd_kafka_event_t> answer(rd_kafka_queue_poll(queue, kWithinMs));
        RUFAA_CHECK(answer != nullptr);
        const rd_kafka_resp_err_t error = rd_kafka_event_error(answer.get());
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return error;  // Then there is no result.
        size_t count = 0;
        return rd_kafka_topic_result_error(rd_kafka_CreateTopics_result_topics(
            rd_kafka_event_CreateTopics_result(answer.get()), &count)[0]);
      },
      RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS);
  rd_kafka_NewTopic_destroy(wanted);
  WaitUntilThere(client.get(), topic, true);
}

void DeleteRawTopic(const KafkaTopic& topic) {
  const KafkaOwned<rd_kafka_t> client = *NewKafkaConsumer(topic);
  rd_kafka_DeleteTopic_t* unwanted = rd_kafka_DeleteTopic_new(topic.name.c_str());
  Until(
      client.get(),
      [&](rd_kafka_queue_t* queue) {
        rd_kafka_DeleteTopics(client.get(), &unwanted, 1, nullptr, queue);
        const KafkaOwned<rd_kafka_event_t> answer(rd_kafka_queue_poll(queue, kWithinMs));
        RUFAA_CHECK(answer != nullptr);
        const rd_kafka_resp_err_t error = rd_kafka_event_error(answer.get());
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return error;  // Then there is no result.
        size_t count = 0;
        return rd_kafka_topic_result_error(rd_kafka_DeleteTopics_result_topics(
            rd_kafka_event_DeleteTopics_result(answer.get()), &count)[0]);
      },
      RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  rd_kafka_DeleteTopic_destroy(unwanted);
  WaitUntilThere(client.get(), topic, false);
}

void DeleteRawRecords(const KafkaTopic& topic, uint64_t offset) {
  const KafkaOwned<rd_kafka_t> client = *NewKafkaConsumer(topic);
  const KafkaOwned<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), topic.name.c_str(), 0)->offset =
      static_cast<int64_t>(offset);
  rd_kafka_DeleteRecords_t* unwanted = rd_kafka_DeleteRecords_new(list.get());
  Until(
      client.get(),
      [&](rd_kafka_queue_t* queue) {
        rd_kafka_DeleteRecords(client.get(), &unwanted, 1, nullptr, queue);
        const KafkaOwned<rd_kafka_event_t> answer(rd_kafka_queue_poll(queue, kWithinMs));
        RUFAA_CHECK(answer != nullptr);
        return rd_kafka_event_error(answer.get());
      },
      RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_DeleteRecords_destroy(unwanted);
}

}  // namespace rufaa
