// Which children's office takes in the children of a sub-county, from the agencies that the log
// says were registered. An office, once found, is remembered; the log is read on only when one is
// not found.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/county_log.h"
#include "services/casework/log_tail.h"

namespace rufaa::case_service {

// Thread-safe. `log` must outlive this.
class IntakeOffices {
 public:
  explicit IntakeOffices(CountyLog& log) : tail_(log) {}

  // The sub-county's own office, or one that works in the whole county. NO_OFFICE when none does.
  absl::StatusOr<std::string> For(absl::string_view subcounty);

 private:
  absl::Status CatchUp();
  absl::Status Learn(const NewEvent& event);

  std::mutex mutex_;
  LogTail tail_;
  std::map<std::string, std::string, std::less<>> by_subcounty_;  // "": the whole county's.
};

}  // namespace rufaa::case_service
