// A topic as anybody with a Kafka client sees it: written and read around the county log, for tests
// that need to know what really stands in it, or to do it harm.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

struct RawRecord {
  uint64_t offset = 0;
  absl::Time appended_at;
  std::string value;
  std::vector<std::string> traces;  // Its headers "traceparent", in order.
};

// All of these wait until it is done and fail the test program when it can't be.

// From the first record to the last as of now.
std::vector<RawRecord> ReadRawTopic(const KafkaTopic& topic);

// Appends, and waits until the brokers have it.
void WriteRawTopic(const KafkaTopic& topic, const std::vector<std::string>& values);

void MakeRawTopic(const KafkaTopic& topic, int partitions, int replicas,
                  const KafkaSettings& settings);

// Away, and away from every broker's memory: the name can be used again.
void DeleteRawTopic(const KafkaTopic& topic);

// Deletes what comes before `offset`.
void DeleteRawRecords(const KafkaTopic& topic, uint64_t offset);

}  // namespace rufaa
