// What every decider is given beside state and command: the code lists and the clocks in force.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/clocks/clocks.h"
#include "domain/codelists/codelists.h"

namespace rufaa {

struct Rules {
  const CodeLists& codes = CodeLists::Builtin();
  const ClockTable& clocks = ClockTable::Builtin();
};

// When `rule` is over for another, who must answer what `by` did: nobody can be asked before the
// hub knows of it, however long ago it happened.
absl::Time DueOnceTold(const Rules& rules, absl::string_view rule, const Acting& by);

// UNKNOWN_CODE naming `field` and `list`, unless `code` was in force on the day it happened: a
// phone may bring a report written under last month's list.
absl::Status CheckCode(const Rules& rules, const Acting& by, absl::string_view field,
                       absl::string_view list, absl::string_view code);

// As CheckCode, and an empty code is fine.
absl::Status CheckOptionalCode(const Rules& rules, const Acting& by, absl::string_view field,
                               absl::string_view list, absl::string_view code);

// REASON_REQUIRED when empty, or when it is OTHER and `has_note` is false; else as CheckCode.
absl::Status CheckReason(const Rules& rules, const Acting& by, absl::string_view list,
                         absl::string_view reason, bool has_note);

// Of DECLINE_REASON: what is answered for an agency that closes.
inline constexpr absl::string_view kAgencyClosed = "AGENCY_CLOSED";

// Of CANCEL_REASON the one that calls a referral back, and nothing else: who was to serve the child
// answers no more.
inline constexpr absl::string_view kRecipientGone = "RECIPIENT_GONE";

// As CheckReason, why something other than a referral is called off: a need, an appointment, a
// mistake. UNKNOWN_CODE for kRecipientGone.
absl::Status CheckCallOffReason(const Rules& rules, const Acting& by, absl::string_view reason);

}  // namespace rufaa
