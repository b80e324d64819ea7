// Which cases a person decided to be of one child, from the county's log, and where that child's
// case goes on. Read on when it is asked, so that an answer is never older than the log.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "eventlog/county_log.h"
#include "eventlog/execute/executor.h"
#include "services/casework/log_tail.h"

namespace rufaa::case_service {

// Thread-safe. `log` must outlive this.
class SameChild {
 public:
  explicit SameChild(CountyLog& log) : tail_(log) {}

  // Codes of the child's other cases, in order: those that this one was decided to repeat, those
  // that were decided to repeat it, and so on from each.
  absl::StatusOr<std::vector<std::string>> OthersOf(absl::string_view code);
  // Codes of the cases that were ever flagged to repeat this one, whatever was decided since.
  absl::StatusOr<std::vector<std::string>> FlaggedOf(absl::string_view code);

 private:
  using Codes = std::map<std::string, std::vector<std::string>, std::less<>>;

  absl::Status CatchUp();

  std::mutex mutex_;
  LogTail tail_;
  Codes same_as_;  // Both ways.
  Codes flagged_;  // By the case that may be repeated.
};

// Whether another case was found to repeat this one. Loads every case that may be, so that a commit
// rests on none being found to meanwhile.
absl::StatusOr<bool> IsRepeated(SameChild& same_child, Loader& load, absl::string_view code);

// What a request says of another case, in one of its fields.
struct CaseField {
  absl::string_view name, text;
};

// The code of the case that `by` names there, as codes are written. One that is not there is
// refused like one that is not theirs to know of.
absl::StatusOr<std::string> NamedCase(Loader& load, const Acting& by, absl::string_view letters,
                                      const CaseField& field);

// The case in which this one goes on: itself, or what it was found to repeat, and so on. nullptr:
// that does not stand (casework::Stands). Loads every case on the way.
absl::StatusOr<const casework::State*> StandingCase(Loader& load, std::string code);

}  // namespace rufaa::case_service
