// Which of librdkafka's settings whoever runs the hub may give: how brokers are reached, and who
// asks. All else is the log's own, which relies on it.
#pragma once

#include "absl/status/status.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

// INVALID_ARGUMENT names the first that may not be given; one that librdkafka does not know, or
// whose value it does not take, in its own words.
absl::Status CheckKafkaClient(const KafkaSettings& settings);

}  // namespace rufaa
