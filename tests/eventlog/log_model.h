// The county log at its plainest: a list and a loop. Slow and obviously right, so that the fast
// ones can be compared with it.
#pragma once

#include <algorithm>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/base/refusal.h"
#include "eventlog/commit.h"

namespace rufaa {

class LogModel {
 public:
  uint64_t Version(const std::string& stream, uint64_t until = UINT64_MAX) const {
    uint64_t version = 0;
    for (const Commit& commit : commits_) {
      if (commit.position > until) break;
      for (const NewEvent& event : commit.proposal.events) version += event.stream == stream;
    }
    return version;
  }

  const Commit* Find(const std::string& caller, const std::string& request_id) const {
    for (const Commit& commit : commits_) {
      if (commit.proposal.caller == caller && commit.proposal.request_id == request_id) {
        return &commit;
      }
    }
    return nullptr;
  }

  absl::StatusOr<Receipt> Append(const Proposal& proposal, absl::Time now) {
    if (proposal.events.empty()) return Refuse(Reason::MALFORMED);
    if (const Commit* first = Find(proposal.caller, proposal.request_id)) {
      if (first->proposal.digest != proposal.digest) return Refuse(Reason::REQUEST_ID_REUSED);
      return Receipt{first->position, first->recorded_at, true};
    }
    for (const Condition& condition : proposal.conditions) {
      if (Version(condition.stream) != condition.version) return Refuse(Reason::WRONG_VERSION);
    }
    Commit commit{
        .position = commits_.size() + 1, .recorded_at = now, .versions = {}, .proposal = proposal};
    if (!commits_.empty()) commit.recorded_at = std::max(now, commits_.back().recorded_at);
    for (size_t i = 0; i < proposal.events.size(); ++i) {
      uint64_t version = Version(proposal.events[i].stream) + 1;
      for (size_t before = 0; before < i; ++before) {
        version += proposal.events[before].stream == proposal.events[i].stream;
      }
      commit.versions.push_back(version);
    }
    commits_.push_back(commit);
    return Receipt{commit.position, commit.recorded_at, false};
  }

  const std::vector<Commit>& commits() const { return commits_; }

 private:
  std::vector<Commit> commits_;
};

}  // namespace rufaa
