#include "services/hub/open_log.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "eventlog/embedded_log.h"
#include "eventlog/kafka/kafka_log.h"

namespace rufaa::hub {
namespace {

constexpr absl::Duration kShowEvery = absl::Seconds(2);

// A line now and then is enough, and none for what is done at once.
ReadingProgress AtTimes(const ReadingProgress& show) {
  if (show == nullptr) return nullptr;
  return [show, next = absl::Now() + kShowEvery](uint64_t offset, uint64_t end) mutable {
    if (absl::Now() < next) return;
    next = absl::Now() + kShowEvery;
    show(offset, end);
  };
}

}  // namespace

std::string TopicOf(const std::string& county) { return absl::StrCat("rufaa.county.", county); }

absl::StatusOr<std::unique_ptr<StoredLog>> OpenLog(const std::string& path,
                                                   const std::string& county, Clock* clock,
                                                   const std::optional<KafkaPlace>& kafka,
                                                   const ReadingProgress& on_progress,
                                                   rocksdb::Env* env) {
  if (!kafka.has_value()) {
    EmbeddedLog::Options options;
    options.path = path;
    options.county = county;
    options.clock = clock;
    options.env = env;
    return EmbeddedLog::Open(options);
  }
  KafkaLog::Options options;
  options.path = path;
  options.county = county;
  options.topic = {.brokers = kafka->brokers, .name = TopicOf(county), .client = kafka->client};
  options.topic_options = {.replicas = kafka->replicas,
                           .min_insync_replicas = kafka->min_insync_replicas};
  options.env = env;
  options.on_progress = AtTimes(on_progress);
  return KafkaLog::Open(options);
}

}  // namespace rufaa::hub
