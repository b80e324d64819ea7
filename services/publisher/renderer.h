// A county's commits as the events that outsiders read of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventlog/county_log.h"
#include "services/publisher/payload.h"

namespace rufaa::publisher {

// Not thread-safe. Not to be called while `log` shows a commit.
class Renderer {
 public:
  // `log` must outlive this.
  Renderer(std::string county, CountyLog& log) : county_(std::move(county)), log_(log) {}

  // Looks through what the log holds by now for children who are to be forgotten, further on than
  // the time before, while `go_on` says so.
  absl::Status LearnErased(absl::FunctionRef<bool()> go_on);

  // Appends what is public of `commit`, in its order. Of a case that is known to be erased, and of
  // its referrals, that is only the erasure: what is told anew must not tell its story, nor go on
  // with it. Left out is also what no case's code can be told for. Any error is of the log, or an
  // event that can't be decoded.
  absl::Status Render(const Commit& commit, std::vector<OutgoingEvent>& out);

  // The case that `event` is of; "" where it is of none, or of one whose code is no code.
  absl::StatusOr<std::string> CaseOf(const NewEvent& event);

 private:
  void Learn(const Commit& commit);
  absl::StatusOr<std::string> CaseOfReferral(const std::string& stream);

  const std::string county_;
  CountyLog& log_;
  absl::flat_hash_map<std::string, std::string> case_of_;  // By the referral's stream.
  absl::flat_hash_set<std::string> erased_;                // Codes of cases.
  uint64_t learned_through_ = 0;
};

}  // namespace rufaa::publisher
