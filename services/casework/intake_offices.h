// Which children's office takes in the children of a sub-county, of the agencies that the log says
// were registered. Offices, once found, are remembered; the log is read on only when none of a
// sub-county's is open.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/county_log.h"
#include "eventlog/execute/loader.h"
#include "services/casework/log_tail.h"

namespace rufaa::case_service {

// Thread-safe. `log` must outlive this.
class IntakeOffices {
 public:
  explicit IntakeOffices(CountyLog& log) : tail_(log) {}

  // The sub-county's own office, or one that works in the whole county; of several the first to be
  // registered that is not closed. That it is open is a condition of what is decided with `load`.
  // NO_OFFICE when none does.
  absl::StatusOr<std::string> For(absl::string_view subcounty, Loader& load);

 private:
  // Of the sub-county itself, or ("") of the whole county.
  std::vector<std::string> Known(absl::string_view subcounty);
  absl::Status CatchUp();
  absl::Status Learn(const NewEvent& event);

  std::mutex mutex_;
  LogTail tail_;
  // As they were registered. "": the whole county's.
  std::map<std::string, std::vector<std::string>, std::less<>> by_subcounty_;
};

}  // namespace rufaa::case_service
