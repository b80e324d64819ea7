// The topic that is a county's log: one partition, kept for ever, stamped by the broker.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/kafka/kafka_client.h"
#include "eventlog/kafka/kept_topic.h"

namespace rufaa {

// kAnyReplicas in both: no topic is made.
struct CountyTopicOptions {
  int replicas = 3;
  int min_insync_replicas = 2;  // A write is acknowledged once so many have it.
};

// Makes the topic if it is absent and `may_make`, then checks what the log relies on, whoever made
// it: as EnsureTopic (kept_topic.h), by SteadyNow().
absl::Status EnsureCountyTopic(const KafkaTopic& topic, const CountyTopicOptions& options,
                               bool may_make, absl::Time deadline);

}  // namespace rufaa
