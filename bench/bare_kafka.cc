#include "bench/bare_kafka.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "domain/base/check.h"

namespace rufaa::bench {
namespace {

constexpr int32_t kPartition = 0;
constexpr int kWithinMs = 60'000;

void OnlyFailuresAreReported(rd_kafka_t*, const rd_kafka_message_t*, void*) { RUFAA_CHECK(false); }

}  // namespace

BareKafka::BareKafka(const KafkaTopic& topic)
    : producer_(*NewKafkaProducer(topic, OnlyFailuresAreReported, nullptr)),
      handle_(rd_kafka_topic_new(producer_.get(), topic.name.c_str(), nullptr)),
      consumer_(*NewKafkaConsumer(topic)),
      read_handle_(rd_kafka_topic_new(consumer_.get(), topic.name.c_str(), nullptr)) {
  RUFAA_CHECK(ReadMetadata(producer_.get(), topic.name, absl::Seconds(60)).ok());
  int64_t first = 0, end = 0;
  RUFAA_CHECK(rd_kafka_query_watermark_offsets(consumer_.get(), topic.name.c_str(), kPartition,
                                               &first, &end,
                                               kWithinMs) == RD_KAFKA_RESP_ERR_NO_ERROR);
  RUFAA_CHECK(rd_kafka_consume_start(read_handle_.get(), kPartition, end) == 0);
}

BareKafka::~BareKafka() { rd_kafka_consume_stop(read_handle_.get(), kPartition); }

void BareKafka::Send(const std::string& record) {
  RUFAA_CHECK(rd_kafka_produce(handle_.get(), kPartition, RD_KAFKA_MSG_F_COPY,
                               const_cast<char*>(record.data()), record.size(), nullptr, 0,
                               nullptr) == 0);
}

uint64_t BareKafka::Read() {
  uint64_t count = 0;
  int wait = kWithinMs;
  for (; count < 4096; ++count, wait = 0) {
    const KafkaOwned<rd_kafka_message_t> message(
        rd_kafka_consume(read_handle_.get(), kPartition, wait));
    if (message == nullptr) break;
    RUFAA_CHECK(message->err == RD_KAFKA_RESP_ERR_NO_ERROR);
  }
  RUFAA_CHECK(count > 0);
  return count;
}

std::vector<double> BareKafka::OneByOne(const std::string& record, uint64_t count) {
  std::vector<double> micros;
  for (uint64_t n = 0; n < count; ++n) {
    const absl::Time start = absl::Now();
    Send(record);
    Read();
    micros.push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
  }
  return micros;
}

double BareKafka::InFlight(const std::string& record, uint64_t in_flight, uint64_t count) {
  uint64_t sent = 0, read = 0;
  const absl::Time start = absl::Now();
  while (read < count) {
    for (; sent < count && sent < read + in_flight; ++sent) Send(record);
    read += Read();
    rd_kafka_poll(producer_.get(), 0);
  }
  return static_cast<double>(count) / absl::ToDoubleSeconds(absl::Now() - start);
}

nlohmann::json Percentiles(std::vector<double> micros) {
  std::sort(micros.begin(), micros.end());
  return {{"p50_us", micros[micros.size() / 2]}, {"p99_us", micros[micros.size() * 99 / 100]}};
}

}  // namespace rufaa::bench
