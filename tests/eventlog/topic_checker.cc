#include "tests/eventlog/topic_checker.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "tests/support/raw_topic.h"

namespace rufaa {

TopicHistory JudgeTopic(const KafkaTopic& topic) {
  TopicHistory history;
  std::map<std::string, uint64_t> versions;
  MerkleFrontier frontier;
  absl::Time recorded_at = absl::InfinitePast();
  for (const RawRecord& raw : ReadRawTopic(topic)) {
    const TopicRecord record = ParseTopicRecord(raw.value);
    if (record.kind != TopicRecord::Kind::kProposal) continue;
    Commit commit;
    EXPECT_TRUE(DecodeProposal(record.proposal, commit.proposal).ok());
    const auto request = std::pair(commit.proposal.caller, commit.proposal.request_id);
    if (history.positions.contains(request)) {
      ++history.doubles;
      continue;
    }
    const std::vector<Condition>& conditions = commit.proposal.conditions;
    if (!std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
          return versions[condition.stream] == condition.version;
        })) {
      ++history.refused;
      continue;
    }
    commit.position = history.positions[request] = ++history.commits;
    commit.recorded_at = recorded_at = std::max(recorded_at, raw.appended_at);
    for (const NewEvent& event : commit.proposal.events) {
      commit.versions.push_back(++versions[event.stream]);
    }
    frontier.Append(LeafHash(EncodeCommit(commit)));
  }
  history.root = frontier.Root();
  return history;
}

void ExpectKept(const TopicHistory& history, const std::vector<Acknowledged>& acknowledged) {
  std::map<uint64_t, const Acknowledged*> at;
  for (const Acknowledged& told : acknowledged) {
    const auto found = history.positions.find({told.caller, told.request_id});
    if (found == history.positions.end()) {
      ADD_FAILURE() << told.caller << " " << told.request_id << " was acknowledged and is lost";
      continue;
    }
    EXPECT_EQ(found->second, told.position) << told.caller << " " << told.request_id;
    const auto [other, is_new] = at.emplace(told.position, &told);
    EXPECT_TRUE(is_new || (other->second->caller == told.caller &&
                           other->second->request_id == told.request_id))
        << "position " << told.position << " was acknowledged for two";
  }
}

void ExpectSame(const TopicHistory& history, CountyLog& replica) {
  EXPECT_EQ(replica.Head(), history.commits);
  const absl::StatusOr<MerkleHash> root = replica.Root(history.commits);
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(*root, history.root);
}

}  // namespace rufaa
