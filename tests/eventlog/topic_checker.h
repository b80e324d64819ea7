// What a topic's records come to, found without the log's own judging: read by a plain consumer,
// judged with maps. Replicas are held against it, and so is whatever was acknowledged.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "eventlog/county_log.h"
#include "eventlog/kafka/kafka_client.h"
#include "eventlog/merkle.h"

namespace rufaa {

// What a client was told.
struct Acknowledged {
  std::string caller, request_id;
  uint64_t position = 0;
};

struct TopicHistory {
  uint64_t commits = 0;
  uint64_t refused = 0;  // Proposals that lost a race.
  uint64_t doubles = 0;  // Of proposals that were accepted before.
  uint64_t most = 0;     // Proposals in one record.
  MerkleHash root = {};
  std::map<std::pair<std::string, std::string>, uint64_t> positions;  // Of caller, request_id.
};

TopicHistory JudgeTopic(const KafkaTopic& topic);

// Nothing that was acknowledged is lost or stands elsewhere, and nothing is acknowledged for two.
void ExpectKept(const TopicHistory& history, const std::vector<Acknowledged>& acknowledged);

// The replica has read all of it, and came to the same.
void ExpectSame(const TopicHistory& history, CountyLog& replica);

}  // namespace rufaa
