#include "domain/programme/programme.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"

namespace rufaa::programme {
namespace {

void Apply(Activity& a, const ActivityRecorded& e) {
  a.id = e.activity;
  a.kind = e.kind;
  a.count = e.count;
  a.on = e.on;
  a.subcounty = e.subcounty;
  a.agency = e.agency;
  a.recorded_by = e.recorded_by;
}

void Apply(Activity& a, const ActivityWithdrawn& e) { a.withdrawn = e.reason; }

Decision One(Event event) { return std::vector<Event>{std::move(event)}; }

}  // namespace

Activity Evolve(Activity activity, const Event& event) {
  std::visit([&](const auto& e) { Apply(activity, e); }, event);
  return activity;
}

bool Corrects(const Acting& by, absl::string_view agency) {
  return by.agency == agency || by.role == Role::kSupervisor || by.role == Role::kCountyAdmin;
}

Decision Decide(const Activity& activity, const Record& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(c.by));
  if (!activity.id.empty()) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(CheckGiven("activity", c.activity));
  RUFAA_RETURN_IF_ERROR(CheckGiven("subcounty", c.subcounty));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "kind", list::kActivityKind, c.kind));
  if (c.count == 0 || c.count > kCountMax) {
    return Malformed("count", absl::StrCat("is not between 1 and ", kCountMax));
  }
  RUFAA_RETURN_IF_ERROR(CheckDayPast("on", c.on, c.by));
  return One(ActivityRecorded{.activity = c.activity,
                              .kind = c.kind,
                              .count = c.count,
                              .on = c.on,
                              .subcounty = c.subcounty,
                              .agency = c.by.agency,
                              .recorded_by = c.by.person});
}

Decision Decide(const Activity& activity, const Withdraw& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(c.by));
  if (activity.id.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  // That it is there is no secret: who may record reads the whole list.
  if (!Corrects(c.by, activity.agency)) return Refuse(Reason::NOT_PERMITTED);
  if (!activity.withdrawn.empty()) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(
      CheckReason(rules, c.by, list::kActivityWithdrawReason, c.reason, /*has_note=*/false));
  return One(ActivityWithdrawn{.reason = c.reason});
}

}  // namespace rufaa::programme
