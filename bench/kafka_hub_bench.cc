#include "bench/kafka_hub_bench.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "bench/bare_kafka.h"
#include "bench/command_bench.h"
#include "domain/base/check.h"
#include "eventlog/kafka/kafka_client.h"
#include "services/publisher/payload.h"
#include "services/publisher/public_place.h"

namespace rufaa::bench {
namespace {

constexpr int kInFlight = 4;
constexpr int kWithinMs = 60'000;

// When each position was acknowledged, and when its event was read.
class Times {
 public:
  void Acknowledged(uint64_t position) { Note(acknowledged_, position); }
  void Read(uint64_t position) { Note(read_, position); }

  void WaitUntilOneWasRead() {
    std::unique_lock lock(mutex_);
    noted_.wait(lock, [this] { return !read_.empty(); });
  }

  // Microseconds between; 0 where the event was read first.
  std::vector<double> Lags() const {
    std::vector<double> lags;
    lags.reserve(acknowledged_.size());
    for (const auto& [position, at] : acknowledged_) {
      lags.push_back(std::max(0.0, absl::ToDoubleMicroseconds(read_.at(position) - at)));
    }
    return lags;
  }

 private:
  void Note(std::map<uint64_t, absl::Time>& times, uint64_t position) {
    const absl::Time now = absl::Now();
    const std::lock_guard lock(mutex_);
    times.emplace(position, now);
    noted_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable noted_;
  std::map<uint64_t, absl::Time> acknowledged_, read_;
};

uint64_t PositionOf(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  RUFAA_CHECK(rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR);
  RUFAA_CHECK(rd_kafka_header_get_last(headers, "ce_id", &value, &size) ==
              RD_KAFKA_RESP_ERR_NO_ERROR);
  const auto id = publisher::ParseId({static_cast<const char*>(value), size});
  RUFAA_CHECK(id.has_value());
  return id->id.position;
}

// Until as many different commits were read.
void ReadPublic(const KafkaTopic& topic, uint64_t events, Times& times) {
  const KafkaOwned<rd_kafka_t> client = *NewKafkaConsumer(topic);
  const KafkaOwned<rd_kafka_topic_t> handle(
      rd_kafka_topic_new(client.get(), topic.name.c_str(), nullptr));
  RUFAA_CHECK(rd_kafka_consume_start(handle.get(), 0, RD_KAFKA_OFFSET_BEGINNING) == 0);
  uint64_t read = 0, last = 0;
  while (read < events) {
    const KafkaOwned<rd_kafka_message_t> message(rd_kafka_consume(handle.get(), 0, kWithinMs));
    RUFAA_CHECK(message != nullptr && message->err == RD_KAFKA_RESP_ERR_NO_ERROR);
    const uint64_t position = PositionOf(*message);
    times.Read(position);
    read += position == last ? 0 : 1;
    last = position;
  }
  rd_kafka_consume_stop(handle.get(), 0);
}

}  // namespace

hub::HubOptions KafkaHubOptions(const std::string& data_dir, const std::string& brokers) {
  hub::HubOptions options = HubOptionsFor(data_dir);
  options.kafka = {.brokers = brokers, .replicas = 1, .min_insync_replicas = 1};
  return options;
}

nlohmann::json BenchPublicLag(const std::string& data_dir, const std::string& brokers,
                              uint64_t events) {
  hub::HubOptions options = KafkaHubOptions(data_dir, brokers);
  options.publisher =
      publisher::PublicPlace{.brokers = brokers, .replicas = 1, .min_insync_replicas = 1};
  BenchCounty county(options);
  const std::string token = SignUpOfficer(county);
  Times times;
  std::thread reader(
      [&] { ReadPublic(publisher::TopicAt(*options.publisher, kCounty), events + 1, times); });
  // Broker, publisher and reader come to know each other by one event, which is told apart.
  IdentifyChildren(county, token, 1, {.count = 1}, [](const casework::v1::CaseReply&) {});
  const absl::Time first = absl::Now();
  times.WaitUntilOneWasRead();
  const absl::Duration first_lag = absl::Now() - first;
  const Result result = IdentifyChildren(
      county, token, kInFlight, {.first = 1, .count = events},
      [&](const casework::v1::CaseReply& reply) { times.Acknowledged(reply.revision()); });
  reader.join();
  RUFAA_CHECK(result.failures.empty());
  nlohmann::json json = Percentiles(times.Lags());
  json["first_event_us"] = absl::ToDoubleMicroseconds(first_lag);
  json["events"] = events;
  json["events_per_second"] = result.per_second;
  return json;
}

}  // namespace rufaa::bench
