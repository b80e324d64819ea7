#include "tests/eventlog/topic_checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "tests/support/raw_topic.h"

namespace rufaa {

namespace {

class Judge {
 public:
  void Take(const RawRecord& raw) {
    const TopicRecord record = ParseTopicRecord(raw.value);
    Commit commit;
    switch (record.kind) {
      case TopicRecord::Kind::kBegin:
        in_history_ = raw.offset == 0;
        break;
      case TopicRecord::Kind::kEnd:
        in_history_ = in_history_ && record.root.root != frontier_.Root();
        break;
      case TopicRecord::Kind::kClose:
        closed_ = true;
        break;
      case TopicRecord::Kind::kCommit:
        if (!in_history_ || closed_ || !DecodeCommit(record.body, commit).ok()) break;
        if (commit.position == history_.commits + 1) Apply(commit, commit.recorded_at);
        break;
      case TopicRecord::Kind::kProposal:
      case TopicRecord::Kind::kProposals:
        if (in_history_ || closed_) break;
        history_.most = std::max<uint64_t>(history_.most, record.proposals.size());
        for (const absl::string_view bytes : record.proposals) {
          EXPECT_TRUE(DecodeProposal(bytes, commit.proposal).ok());
          Apply(commit, raw.appended_at);
        }
        break;
      default:
        break;
    }
  }

  TopicHistory Finish() {
    history_.root = frontier_.Root();
    return std::move(history_);
  }

 private:
  void Apply(Commit& commit, absl::Time recorded_at) {
    const auto request = std::pair(commit.proposal.caller, commit.proposal.request_id);
    if (history_.positions.contains(request)) {
      ++history_.doubles;
      return;
    }
    const std::vector<Condition>& conditions = commit.proposal.conditions;
    if (!std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
          return versions_[condition.stream] == condition.version;
        })) {
      ++history_.refused;
      return;
    }
    commit.position = history_.positions[request] = ++history_.commits;
    commit.recorded_at = recorded_at_ = std::max(recorded_at_, recorded_at);
    commit.versions.clear();
    for (const NewEvent& event : commit.proposal.events) {
      commit.versions.push_back(++versions_[event.stream]);
    }
    frontier_.Append(LeafHash(EncodeCommit(commit)));
  }

  TopicHistory history_;
  std::map<std::string, uint64_t> versions_;
  MerkleFrontier frontier_;
  absl::Time recorded_at_ = absl::InfinitePast();
  bool in_history_ = false, closed_ = false;
};

}  // namespace

TopicHistory JudgeTopic(const KafkaTopic& topic) {
  Judge judge;
  for (const RawRecord& raw : ReadRawTopic(topic)) judge.Take(raw);
  return judge.Finish();
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
