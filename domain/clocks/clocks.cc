#include "domain/clocks/clocks.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/local_day.h"

namespace rufaa {
namespace {

std::string Counted(int n, absl::string_view unit) {
  return absl::StrCat(n, " ", unit, n == 1 ? "" : "s");
}

bool Positive(const Limit& limit) {
  return limit.months >= 0 && limit.days >= 0 && limit.hours >= 0 &&
         (limit.months > 0 || limit.days > 0 || limit.hours > 0);
}

// By which the hub goes.
constexpr absl::string_view kNeeded[] = {
    clock::kDecideEmergency,
    clock::kDecideUrgent,
    clock::kDecideNormal,
    clock::kServeEmergency,
    clock::kServeUrgent,
    clock::kServeNormal,
    clock::kReply,
    clock::kWaitlistReview,
    clock::kRebook,
    clock::kAppointment,
    clock::kComplete,
    clock::kCancelAnswer,
    clock::kRegister,
    clock::kRiskHigh,
    clock::kRiskMedium,
    clock::kRiskLow,
    clock::kRiskForced,
    clock::kToCourt,
    clock::kAssess,
    clock::kReview,
    clock::kFollowUpVisit,
    clock::kTransferAnswer,
    clock::kSupervision,
    clock::kRenewOrder,
    clock::kPep,
    clock::kEmergencyContraception,
};

// 31 January plus one month is the last day of February, never a day of March.
absl::CivilDay ByMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

absl::Status Invalid(absl::string_view rule, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("clock rule ", rule, " ", what));
}

}  // namespace

absl::string_view Name(Ground ground) {
  switch (ground) {
    case Ground::kLaw:
      return "law";
    case Ground::kGuideline:
      return "national guideline";
    case Ground::kLocalPolicy:
      return "local policy";
  }
  return "unknown";
}

absl::CivilDay Limit::After(absl::CivilDay start) const {
  return ByMonths(start, months) + days + (hours + 23) / 24;
}

absl::CivilDay Limit::Before(absl::CivilDay end) const {
  return ByMonths(end, -months) - days - (hours + 23) / 24;
}

absl::Time Limit::After(absl::Time start) const {
  if (months == 0 && days == 0) return start + absl::Hours(hours);
  const absl::CivilSecond second = absl::ToCivilSecond(start, Nairobi());
  const absl::CivilDay day = Limit{months, days, 0}.After(absl::CivilDay(second));
  const absl::CivilSecond due(day.year(), day.month(), day.day(), second.hour(), second.minute(),
                              second.second());
  return absl::FromCivil(due, Nairobi()) + absl::Hours(hours);
}

std::string Limit::Text() const {
  std::string text;
  const auto add = [&](int n, absl::string_view unit) {
    if (n > 0) absl::StrAppend(&text, text.empty() ? "" : ", ", Counted(n, unit));
  };
  add(months, "month");
  add(days, "day");
  add(hours, "hour");
  return text;
}

absl::StatusOr<ClockTable> ClockTable::Of(std::vector<ClockRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const ClockRow& a, const ClockRow& b) {
    return std::tie(a.rule, a.from) < std::tie(b.rule, b.from);
  });
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!Positive(rows[i].limit)) return Invalid(rows[i].rule, "has a limit that is not positive");
    if (rows[i].source.empty()) return Invalid(rows[i].rule, "names no source");
    if (i > 0 && rows[i].rule == rows[i - 1].rule && rows[i].from == rows[i - 1].from) {
      return Invalid(rows[i].rule, "has two rows of one day");
    }
  }
  for (absl::string_view needed : kNeeded) {
    const bool there = std::any_of(rows.begin(), rows.end(),
                                   [&](const ClockRow& row) { return row.rule == needed; });
    if (!there) return Invalid(needed, "is missing");
  }
  ClockTable table;
  table.rows_ = std::move(rows);
  return table;
}

const ClockRow& ClockTable::At(absl::string_view rule, absl::CivilDay day) const {
  const ClockRow* found = nullptr;
  for (const ClockRow& row : rows_) {
    if (row.rule == rule && (found == nullptr || row.from <= day)) found = &row;
  }
  RUFAA_CHECK(found != nullptr);
  return *found;
}

absl::Time ClockTable::Due(absl::string_view rule, absl::Time start) const {
  return At(rule, LocalDay(start)).limit.After(start);
}

bool RunsBy(absl::string_view rule) {
  return std::find(std::begin(kNeeded), std::end(kNeeded), rule) != std::end(kNeeded);
}

absl::string_view DecideRule(Urgency urgency) {
  switch (urgency) {
    case Urgency::kEmergency:
      return clock::kDecideEmergency;
    case Urgency::kUrgent:
      return clock::kDecideUrgent;
    default:
      return clock::kDecideNormal;
  }
}

absl::string_view ServeRule(Urgency urgency) {
  switch (urgency) {
    case Urgency::kEmergency:
      return clock::kServeEmergency;
    case Urgency::kUrgent:
      return clock::kServeUrgent;
    default:
      return clock::kServeNormal;
  }
}

}  // namespace rufaa
