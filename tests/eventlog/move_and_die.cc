// move_and_die kafka|embedded FOLDER COUNTY BROKERS TOPIC STEP DONE: moves a log, and is killed
// where the move tells of step STEP with at least DONE behind it. Exit code 1 if the move ends
// before.
#include <csignal>
#include <cstdio>
#include <string>

#include "absl/strings/numbers.h"
#include "domain/base/check.h"
#include "eventlog/kafka/move_log.h"

int main(int argc, char** argv) {
  RUFAA_CHECK(argc == 8);
  int die_at = 0;
  uint64_t die_after = 0;
  RUFAA_CHECK(absl::SimpleAtoi(argv[6], &die_at) && absl::SimpleAtoi(argv[7], &die_after));
  rufaa::MoveOptions options;
  options.path = argv[2];
  options.county = argv[3];
  options.topic = {.brokers = argv[4], .name = argv[5], .client = {}};
  options.topic_options = {.replicas = 1, .min_insync_replicas = 1};
  options.silence = absl::Seconds(120);
  options.progress = [=](rufaa::MoveStep step, uint64_t done, uint64_t) {
    if (static_cast<int>(step) == die_at && done >= die_after) std::raise(SIGKILL);
  };
  const absl::StatusOr<rufaa::Moved> moved = std::string(argv[1]) == "kafka"
                                                 ? rufaa::MoveToKafka(options)
                                                 : rufaa::MoveToEmbedded(options);
  std::fprintf(stderr, "not killed: %s\n", moved.status().ToString().c_str());
  return 1;
}
