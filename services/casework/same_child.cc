#include "services/casework/same_child.h"

#include <set>

#include "domain/base/status_macros.h"
#include "domain/casework/case_events.h"
#include "eventlog/codec/wire.h"

namespace rufaa::case_service {

absl::StatusOr<std::vector<std::string>> SameChild::OthersOf(absl::string_view code) {
  const std::lock_guard lock(mutex_);
  RUFAA_RETURN_IF_ERROR(tail_.ReadOn(
      {casework::DuplicateDecided::kType},
      [this](const Commit&, const NewEvent& event) -> absl::Status {
        if (absl::string_view(event.type) != casework::DuplicateDecided::kType) {
          return absl::OkStatus();
        }
        RUFAA_ASSIGN_OR_RETURN(const auto decided,
                               DecodeFields<casework::DuplicateDecided>(event.payload));
        if (!decided.same) return absl::OkStatus();
        const std::string repeats = event.stream.substr(event.stream.find('/') + 1);
        same_as_[repeats].push_back(decided.of);
        same_as_[decided.of].push_back(repeats);
        return absl::OkStatus();
      }));
  std::set<std::string, std::less<>> known = {std::string(code)};
  std::vector<std::string> ahead = {std::string(code)};
  while (!ahead.empty()) {
    const std::string one = std::move(ahead.back());
    ahead.pop_back();
    const auto same = same_as_.find(one);
    if (same == same_as_.end()) continue;
    for (const std::string& other : same->second) {
      if (known.insert(other).second) ahead.push_back(other);
    }
  }
  known.erase(known.find(code));
  return std::vector<std::string>(known.begin(), known.end());
}

}  // namespace rufaa::case_service
