#include <map>
#include <optional>
#include <set>
#include <utility>

#include "domain/base/status_macros.h"
#include "projections/calendar/calendar.h"
#include "services/committee/board.h"
#include "services/committee/count_table.h"
#include "services/committee/shown.h"
#include "services/rpc/command_convert.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;

// One table, the same for every question: of two of different weeks, one would tell what the other
// hides.
constexpr int kWeeks = 12;

absl::Status ReadCourtWeeks(const rpc::Call& call, v1::GetCourtWeeksResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayCount(call));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(calendar::kName));
  RUFAA_ASSIGN_OR_RETURN(const std::vector<calendar::CourtWeek> weeks,
                         calendar::ReadWeeks(*view, call.now, kWeeks));
  reply->set_revision(view->position());
  CountTable<absl::Time> table;
  std::set<std::string> courts;
  for (const calendar::CourtWeek& week : weeks) {
    // Courts stand where sub-counties do elsewhere.
    table.Add(week.monday, week.court, week.dates);
    courts.insert(week.court);
  }
  std::map<std::pair<absl::Time, std::string>, std::optional<int64_t>> by_week;
  for (const std::string& court : courts) {
    for (const auto& [monday, dates] : table.Of(court, Suppresses(call))) {
      by_week[{monday, court}] = dates;
    }
  }
  for (const auto& [place, dates] : by_week) {
    v1::CourtWeek& week = *reply->add_weeks();
    RUFAA_SET_TIME(week, week_time, place.first);
    week.set_court(place.second);
    week.set_dates(static_cast<uint64_t>(dates.value_or(0)));
    week.set_suppressed(!dates);
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
