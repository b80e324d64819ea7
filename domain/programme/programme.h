// What the county's programme did beside its cases: how many it reached, trained or brought
// together, as agencies report it. An activity is recorded once, and withdrawn if it was entered in
// error; it is never changed, so that what was reported when can be told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/base/caller.h"
#include "domain/clocks/rules.h"
#include "domain/programme/programme_events.h"

namespace rufaa::programme {

// Nothing that one activity does is larger: more is a slip of the hand.
inline constexpr uint32_t kCountMax = 100'000;

struct Record {
  Acting by;
  std::string activity;
  std::string kind;
  uint32_t count = 0;
  absl::CivilDay on;
  std::string subcounty;
};

struct Withdraw {
  Acting by;
  std::string reason;
};

struct Activity {
  std::string id;  // Empty: not recorded.
  std::string kind;
  uint32_t count = 0;
  absl::CivilDay on;
  std::string subcounty;
  std::string agency;
  std::string recorded_by;
  std::string withdrawn;  // Why; empty: it stands.

  bool operator==(const Activity&) const = default;
};

Activity Evolve(Activity activity, const Event& event);

using Decision = absl::StatusOr<std::vector<Event>>;

// Who may record at all is the policy's to say.
Decision Decide(const Activity& activity, const Record& command, const Rules& rules);
Decision Decide(const Activity& activity, const Withdraw& command, const Rules& rules);

// Whose mistake it is: the agency's that reported it. Supervisors and the county's administrator
// correct for all.
bool Corrects(const Acting& by, absl::string_view agency);

}  // namespace rufaa::programme
