// A record of a line list becomes a case with its history, in one commit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/coordination/coordination.h"

namespace rufaa::coordination {

struct ImportedCase {
  casework::Identify identify;  // `by.occurred_at` is the day of the report; `import_id` given.
  uint32_t record = 0;          // Of the file: 1 is the first after the header.
  std::string serial;
  std::string officer;  // Who owns it; empty: whoever imports, if it is of their own office.
  std::string risk;     // RL…; empty: not known.
  struct Need {
    std::string code;
    bool met = false;
  };
  std::vector<Need> needs;
  std::optional<casework::SetCourtDate> court_date;  // Kept when it is past too: nobody attended.
  uint32_t sessions = 0;
  std::string behaviour_change;
  std::string closure_reason;  // Empty: open.
  absl::Time closed_at;
  std::string duplicate_of;  // A case that may be of the same child; a person decides.
  Sealed remarks;
};

// ALREADY_DONE when the case is there, or another has its serial: `holder`, who took it last. That
// names the case to who may know of it; one that was taken back or erased keeps no serial. Codes
// are checked as for a new report; the guards of the workflow are not, since what is recorded here
// was done before the hub.
Changes ImportCase(const casework::State& kase, const ImportedCase& imported,
                   const casework::State& holder, const Rules& rules);

}  // namespace rufaa::coordination
