// The log of a county, opened where the configuration says that its order is given.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "eventlog/clock.h"
#include "eventlog/kafka/kafka_client.h"
#include "eventlog/stored_log.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace rufaa::hub {

// Brokers that give the order, instead of this process (docs/county-log.md).
struct KafkaPlace {
  std::string brokers;  // "host:port,…"
  // Of a topic that is made now. One that is there already is checked, not changed.
  int replicas = 3;
  int min_insync_replicas = 2;
  KafkaSettings client = {};  // How to reach them, and who asks: TLS, SASL.
};

// "rufaa.county.001": the topic of a county.
std::string TopicOf(const std::string& county);

// Told how far a topic was read while it is being opened, and where it ends.
using ReadingProgress = std::function<void(uint64_t offset, uint64_t end)>;

// In folder `path`, which then holds the log itself, or this process's copy of the topic. `clock`
// and `env`: as OpenCounty's; a log on Kafka is stamped by its brokers. Refuses as
// EmbeddedLog::Open or KafkaLog::Open.
absl::StatusOr<std::unique_ptr<StoredLog>> OpenLog(const std::string& path,
                                                   const std::string& county, Clock* clock,
                                                   const std::optional<KafkaPlace>& kafka,
                                                   const ReadingProgress& on_progress = nullptr,
                                                   rocksdb::Env* env = nullptr);

}  // namespace rufaa::hub
