// Where the caseload's rows and counters stand: what its fold and its reader both know.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "projections/caseload/caseload.h"
#include "projections/core/key.h"

namespace rufaa::caseload {

enum Family : uint8_t { kRows = 1, kStates = 2, kCounts = 3 };

// Rows of each part of one agency.
struct Counts {
  uint64_t active = 0;
  uint64_t closed = 0;
  uint64_t awaiting = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "active", self.active);
    visit(2, "closed", self.closed);
    visit(3, "awaiting", self.awaiting);
  }
};

// Then the row's order within its part, and the case.
inline KeyWriter RowKey(absl::string_view agency, Part part) {
  KeyWriter key;
  key.U8(kRows).Text(agency).U8(static_cast<uint8_t>(part));
  return key;
}

inline std::string CountsKey(absl::string_view agency) {
  return KeyWriter().U8(kCounts).Text(agency).Take();
}

}  // namespace rufaa::caseload
