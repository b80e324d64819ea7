// Which cases a person decided to be of one child, from the county's log. Read on when it is asked,
// so that an answer is never older than the log.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/county_log.h"
#include "services/casework/log_tail.h"

namespace rufaa::case_service {

// Thread-safe. `log` must outlive this.
class SameChild {
 public:
  explicit SameChild(CountyLog& log) : tail_(log) {}

  // Codes of the child's other cases, in order: those that this one was decided to repeat, those
  // that were decided to repeat it, and so on from each.
  absl::StatusOr<std::vector<std::string>> OthersOf(absl::string_view code);

 private:
  std::mutex mutex_;
  LogTail tail_;
  std::map<std::string, std::vector<std::string>, std::less<>> same_as_;  // Both ways.
};

}  // namespace rufaa::case_service
