// What may be asked of a case about court dates and orders.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

struct SetCourtDate {
  Acting by;
  std::string matter;
  std::string session;
  std::string court;
  std::string court_kind = {};  // Of the agency, by the directory; empty: it has none.
  absl::Time at;
  Sealed file;
};

struct MoveCourtDate {
  Acting by;
  std::string matter;
  absl::Time to;
  std::string reason;
};

struct VacateCourtDate {
  Acting by;
  std::string matter;
  std::string reason;
};

struct AttendCourt {
  Acting by;
  std::string matter;
  std::string outcome;
  bool supported = false;
  std::optional<absl::Time> next_at;
};

struct MakeOrder {
  Acting by;
  std::string order;
  std::string kind;
  absl::CivilDay made_on;
  std::optional<absl::CivilDay> expires_on;
  std::string place_agency;
  std::string place_agency_kind;
  std::string matter;
  bool place_is_safe = false;  // The directory has it as a place of safety.
};

struct EndOrder {
  Acting by;
  std::string order;
  std::string reason;
};

}  // namespace rufaa::casework
