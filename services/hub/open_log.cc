#include "services/hub/open_log.h"

#include "absl/strings/str_cat.h"
#include "eventlog/embedded_log.h"
#include "eventlog/kafka/kafka_log.h"

namespace rufaa::hub {

std::string TopicOf(const std::string& county) { return absl::StrCat("rufaa.county.", county); }

absl::StatusOr<std::unique_ptr<StoredLog>> OpenLog(const std::string& path,
                                                   const std::string& county, Clock* clock,
                                                   const std::optional<KafkaPlace>& kafka) {
  if (!kafka.has_value()) {
    EmbeddedLog::Options options;
    options.path = path;
    options.county = county;
    options.clock = clock;
    return EmbeddedLog::Open(options);
  }
  KafkaLog::Options options;
  options.path = path;
  options.county = county;
  options.topic = {.brokers = kafka->brokers, .name = TopicOf(county), .client = {}};
  options.topic_options = {.replicas = kafka->replicas,
                           .min_insync_replicas = kafka->min_insync_replicas};
  return KafkaLog::Open(options);
}

}  // namespace rufaa::hub
