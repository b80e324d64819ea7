// A county's log moved between its data directory and Kafka. Vault, accounts and views stay where
// they are: positions, and all that is read of the log, are the same.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "eventlog/kafka/move_log.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

enum class LogHome {
  kKafka,
  kEmbedded,
  kEmbeddedWithoutTopic,  // The topic is lost for good.
};

// Of the county in options.data_dir, which no hub may have open; options.kafka says where the topic
// is, and is needed for each but the last. Refuses as MoveToKafka and the others do.
absl::StatusOr<Moved> MoveLog(const CountyOptions& options, LogHome to, ShowMove progress);

}  // namespace rufaa::hub
