// How long things may take: dated configuration, since neither law nor local policy stands still.
// Each row says what it rests on, so that nobody mistakes a county's habit for the law.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "domain/base/urgency.h"

namespace rufaa {

enum class Ground { kLaw, kGuideline, kLocalPolicy };
absl::string_view Name(Ground ground);  // "law", "national guideline", "local policy".

// Months are calendar months and days are local days; only hours are exact.
struct Limit {
  int months = 0;
  int days = 0;
  int hours = 0;

  absl::Time After(absl::Time start) const;
  absl::CivilDay After(absl::CivilDay start) const;  // Hours rounded up to whole days.
  absl::CivilDay Before(absl::CivilDay end) const;   // The same, backwards.
  std::string Text() const;                          // "3 months", "72 hours".
  bool operator==(const Limit&) const = default;
};

struct ClockRow {
  std::string rule;     // TO_COURT
  absl::CivilDay from;  // First day in force, until the next row of the same rule.
  Limit limit;
  Ground ground;
  std::string trigger;  // What starts it, in words.
  std::string source;   // What it rests on, with the strength of the evidence.
};

// Immutable; safe from any thread.
class ClockTable {
 public:
  // The rows of deploy/config/clocks.toml, built in.
  static const ClockTable& Builtin();

  // Refuses two rows of one rule and day, a limit that is not positive, and a table in which a rule
  // of `clock::` below is absent: a decider must never find its clock missing.
  static absl::StatusOr<ClockTable> Of(std::vector<ClockRow> rows);

  // The row in force on `day`; before the first one, the first one. CHECKs that the rule exists.
  const ClockRow& At(absl::string_view rule, absl::CivilDay day) const;

  // When `rule`, started at `start`, is over, by the row in force on the day of `start`.
  absl::Time Due(absl::string_view rule, absl::Time start) const;

  absl::Span<const ClockRow> rows() const { return rows_; }  // By rule, then day.

 private:
  std::vector<ClockRow> rows_;
};

namespace clock {
// Of a referral.
inline constexpr absl::string_view kDecideEmergency = "DECIDE_EMERGENCY";
inline constexpr absl::string_view kDecideUrgent = "DECIDE_URGENT";
inline constexpr absl::string_view kDecideNormal = "DECIDE_NORMAL";
inline constexpr absl::string_view kServeEmergency = "SERVE_EMERGENCY";
inline constexpr absl::string_view kServeUrgent = "SERVE_URGENT";
inline constexpr absl::string_view kServeNormal = "SERVE_NORMAL";
inline constexpr absl::string_view kReply = "REPLY";
inline constexpr absl::string_view kWaitlistReview = "WAITLIST_REVIEW";
inline constexpr absl::string_view kRebook = "REBOOK";
inline constexpr absl::string_view kAppointment = "APPOINTMENT";
inline constexpr absl::string_view kComplete = "COMPLETE";
inline constexpr absl::string_view kCancelAnswer = "CANCEL_ANSWER";
// Of a case.
inline constexpr absl::string_view kRegister = "REGISTER";
inline constexpr absl::string_view kRiskHigh = "RISK_HIGH";
inline constexpr absl::string_view kRiskMedium = "RISK_MEDIUM";
inline constexpr absl::string_view kRiskLow = "RISK_LOW";
inline constexpr absl::string_view kRiskForced = "RISK_FORCED";
inline constexpr absl::string_view kToCourt = "TO_COURT";
inline constexpr absl::string_view kAssess = "ASSESS";
inline constexpr absl::string_view kReview = "RESIDENTIAL_REVIEW";
inline constexpr absl::string_view kFollowUpVisit = "FOLLOW_UP_VISIT";
inline constexpr absl::string_view kTransferAnswer = "TRANSFER_ANSWER";
inline constexpr absl::string_view kSupervision = "SUPERVISION";
inline constexpr absl::string_view kRenewOrder = "ORDER_RENEWAL";
// Told to who may know when it happened (health.h); nothing expires by them.
inline constexpr absl::string_view kPep = "PEP_START";
inline constexpr absl::string_view kEmergencyContraception = "EC_GIVEN";
}  // namespace clock

// Whether the hub goes by it. Other rows of the table stand there for reference.
bool RunsBy(absl::string_view rule);

// The rule under which a referral of this urgency is decided, and then served.
absl::string_view DecideRule(Urgency urgency);
absl::string_view ServeRule(Urgency urgency);

// A deadline of a thing in its present state: at most one at a time.
struct Deadline {
  std::string rule;
  absl::Time due;

  bool operator==(const Deadline&) const = default;
};

}  // namespace rufaa
