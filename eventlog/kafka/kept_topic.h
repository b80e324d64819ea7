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

struct TopicNeeds {
  std::string whose;  // "a county's log": what needs it, for messages.
  std::string flags;  // "--kafka": what its options begin with, for messages.
  int replicas = 1;
  std::vector<TopicSetting> settings;
};

// No compaction, no end of keeping, and so many replicas that have a record before it counts.
std::vector<TopicSetting> KeptForEver(int min_insync_replicas);

// Makes the topic if it is absent and `may_make`, then checks it. FAILED_PRECONDITION names the
// setting, its value, and what to do. NOT_FOUND if it is still absent at `deadline`;
// LOG_UNAVAILABLE when the brokers do not answer by then. By
// SteadyNow().
absl::Status EnsureTopic(const KafkaTopic& topic, const TopicNeeds& needs, bool may_make,
                         absl::Time deadline);

}  // namespace rufaa
