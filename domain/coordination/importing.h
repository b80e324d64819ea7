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
    bool referred = false;  // By a referral that the hub does not know and that is not over.
  };
  std::vector<Need> needs;
  // Stands when it is past, too: nobody attended. Of a closed case none does.
  std::optional<casework::SetCourtDate> court_date;
  uint32_t sessions = 0;  // At most kImportedSessionsMost.
  std::string behaviour_change;
  std::string closure_reason;  // Empty: open.
  absl::Time closed_at;
  std::string duplicate_of;  // A case that may be of the same child; a person decides.
  Sealed remarks;
};

// What the county knows of the serial that a record brings.
struct KnownSerial {
  casework::State holder = {};  // Who took it last; absent: nobody did.
  SerialCounter counter = {};   // Of CounterStreamOf; where that is empty, it does not matter.
};

// The counter that gave a serial of the county's own form (SerialText), or could give it; empty:
// the serial has another form.
std::string CounterStreamOf(absl::string_view serial, absl::string_view county);

// ALREADY_DONE when the case is there, or another has its serial: that is named to who may know of
// it; one that was taken back or erased keeps no serial. A number beyond the counter's is taken, so
// that the hub gives it to no other child. Too many sessions are MALFORMED. Codes are checked as
// for a new report; the guards of the workflow are not, since what is recorded here was done before
// the hub.
Changes ImportCase(const casework::State& kase, const ImportedCase& imported,
                   const KnownSerial& known, const Rules& rules);

}  // namespace rufaa::coordination
