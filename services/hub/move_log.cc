#include "services/hub/move_log.h"

#include <utility>

#include "domain/base/check.h"

namespace rufaa::hub {

absl::StatusOr<Moved> MoveLog(const CountyOptions& options, LogHome to, ShowMove progress) {
  MoveOptions move;
  move.path = CountyPaths(options).log;
  move.county = options.county;
  move.progress = std::move(progress);
  if (to == LogHome::kEmbeddedWithoutTopic) return GoOnWithoutTopic(move);
  RUFAA_CHECK(options.kafka.has_value());
  move.topic = {.brokers = options.kafka->brokers,
                .name = TopicOf(options.county),
                .client = options.kafka->client};
  move.topic_options = {.replicas = options.kafka->replicas,
                        .min_insync_replicas = options.kafka->min_insync_replicas};
  return to == LogHome::kKafka ? MoveToKafka(move) : MoveToEmbedded(move);
}

}  // namespace rufaa::hub
