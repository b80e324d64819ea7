// The county log on Kafka under load: acknowledged appends, a replica from zero, a leader killed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "eventlog/kafka/kafka_log.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

// One that is accepted, of about 450 bytes as a record, 300 of them payload. Of `streams` streams
// in turn, each conditioned on the version it has if every one before was accepted.
Proposal BenchProposal(uint64_t number, uint64_t streams);

class KafkaLogBench {
 public:
  explicit KafkaLogBench(KafkaLog& log) : log_(log) {}

  // Microseconds from Append, one commit after the other: until it is acknowledged, by the call of
  // `done` that a service answers from; and until a thread that waited for that goes on.
  struct Waits {
    std::vector<double> acknowledged, woken;
  };
  Waits OneByOne(uint64_t count);

  // Acknowledged commits a second with so many unanswered.
  double InFlight(uint64_t in_flight, uint64_t count);

  // Appends with so many unanswered until `stop` says so, each again until it is acknowledged. The
  // longest time without an acknowledgement, and how many there were.
  struct Stall {
    double longest_s = 0;
    uint64_t acknowledged = 0;
  };
  Stall RunUntil(const std::function<bool()>& stop, uint64_t in_flight);

 private:
  KafkaLog& log_;
  uint64_t next_ = 0;            // Proposals are numbered over all runs.
  std::vector<uint64_t> again_;  // Those whose outcome nobody was told.
};

// Writes the proposals of `count` commits straight into a topic that a log has begun.
void FillTopic(const KafkaTopic& topic, uint64_t count);

}  // namespace rufaa::bench
