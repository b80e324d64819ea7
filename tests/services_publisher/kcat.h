// A public topic as a partner's developer reads it: by kcat, which knows nothing of us.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

struct ReadRecord {
  uint64_t offset = 0;
  int64_t timestamp_ms = 0;  // As Kafka keeps it.
  std::string key;
  std::map<std::string, std::string> headers;
  std::string data;

  std::string id() const { return headers.at("ce_id"); }
  std::string type() const { return headers.at("ce_type"); }
};

// From the first record to the last as of now.
std::vector<ReadRecord> ReadByKcat(const KafkaTopic& topic);

// The same, once there are as many; what there is after a while otherwise.
std::vector<ReadRecord> ReadByKcat(const KafkaTopic& topic, size_t at_least);

}  // namespace rufaa
