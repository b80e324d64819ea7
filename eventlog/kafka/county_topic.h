// The topic that is a county's log: one partition, kept for ever, stamped by the broker.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

// For both of the following, of who only reads: replicas are for those who write to mind. Any
// number will do then, and no topic is made.
inline constexpr int kAnyReplicas = -1;

struct CountyTopicOptions {
  int replicas = 3;
  int min_insync_replicas = 2;  // A write is acknowledged once so many have it.
};

// Makes the topic if it is absent and `may_make`, then checks what the log relies on, whoever made
// it. FAILED_PRECONDITION names the setting, its value, and what to do. NOT_FOUND if it is still
// absent at `deadline`; LOG_UNAVAILABLE when the brokers do not answer by then; INVALID_ARGUMENT
// for numbers of replicas that are none. By SteadyNow().
absl::Status EnsureCountyTopic(const KafkaTopic& topic, const CountyTopicOptions& options,
                               bool may_make, absl::Time deadline);

}  // namespace rufaa
