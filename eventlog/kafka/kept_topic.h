// A topic of one partition whose records are kept for ever: made if it is absent, and checked in
// what its readers rely on, whoever made it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

struct TopicSetting {
  std::string name;
  std::string value;
  bool at_least = false;  // A number, and more would do too.
};

// For both of the following, of who only reads: replicas are for those who write to mind. Any
// number will do then.
inline constexpr int kAnyReplicas = -1;

struct TopicNeeds {
  std::string whose;  // "a county's log": what needs it, for messages.
  std::string flags;  // "--kafka": what its options begin with, for messages.
  int replicas = 1;
  int min_insync_replicas = 1;         // That have a record before it counts.
  std::vector<TopicSetting> settings;  // Besides those, and no compaction and no end of keeping.
};

// Makes the topic if it is absent and `may_make`, then checks it. FAILED_PRECONDITION names the
// setting, its value, and what to do, or numbers of replicas that are none. NOT_FOUND if it is
// still absent at `deadline`; LOG_UNAVAILABLE when the brokers do not answer by then. By
// SteadyNow().
absl::Status EnsureTopic(const KafkaTopic& topic, TopicNeeds needs, bool may_make,
                         absl::Time deadline);

}  // namespace rufaa
