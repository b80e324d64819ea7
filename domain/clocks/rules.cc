#include "domain/clocks/rules.h"

#include <algorithm>

#include "domain/base/local_day.h"
#include "domain/base/refusal.h"

namespace rufaa {

absl::Time DueOnceTold(const Rules& rules, absl::string_view rule, const Acting& by) {
  return rules.clocks.Due(rule, std::max(by.occurred_at, by.now));
}

absl::Status CheckCode(const Rules& rules, const Acting& by, absl::string_view field,
                       absl::string_view list, absl::string_view code) {
  if (rules.codes.Has(list, code, LocalDay(by.occurred_at))) return absl::OkStatus();
  return Refuse(Reason::UNKNOWN_CODE, {},
                {{"field", std::string(field)}, {"list", std::string(list)}});
}

absl::Status CheckOptionalCode(const Rules& rules, const Acting& by, absl::string_view field,
                               absl::string_view list, absl::string_view code) {
  if (code.empty()) return absl::OkStatus();
  return CheckCode(rules, by, field, list, code);
}

absl::Status CheckReason(const Rules& rules, const Acting& by, absl::string_view list,
                         absl::string_view reason, bool has_note) {
  if (reason.empty() || (reason == "OTHER" && !has_note)) {
    return Refuse(Reason::REASON_REQUIRED, {}, {{"list", std::string(list)}});
  }
  return CheckCode(rules, by, "reason", list, reason);
}

absl::Status CheckCallOffReason(const Rules& rules, const Acting& by, absl::string_view reason) {
  if (reason == kRecipientGone) {
    return Refuse(Reason::UNKNOWN_CODE,
                  "That an agency is gone calls a referral back, nothing else.",
                  {{"field", "reason"}, {"list", std::string(list::kCancelReason)}});
  }
  return CheckReason(rules, by, list::kCancelReason, reason, true);
}

}  // namespace rufaa
