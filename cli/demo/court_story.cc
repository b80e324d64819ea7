#include "cli/demo/court_story.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"

namespace rufaa::demo {
namespace {

constexpr int kAdjournedMost = 4;

}  // namespace

CourtStory::CourtStory(World& world, const Dice& dice, CourtBrief brief)
    : world_(world), dice_(dice), brief_(std::move(brief)) {}

PlannedPerson CourtStory::Registry() { return world_.plan.People(brief_.court).front(); }

absl::Time CourtStory::DateAhead(int days_min, int days_max) {
  absl::CivilDay day = LocalDay(world_.agenda.Now()) + dice_.Between(days_min, days_max);
  while (absl::GetWeekday(day) >= absl::Weekday::saturday) ++day;
  return absl::FromCivil(absl::CivilHour(day.year(), day.month(), day.day(), 9), Nairobi());
}

absl::Status CourtStory::SetDate() {
  static const auto* const sessions = new std::vector<std::string>{"STAP", "STPL", "STHR", "STMN"};
  const std::string file =
      absl::StrCat("E", dice_.Between(10, 999), "/", LocalDay(world_.agenda.Now()).year());
  RUFAA_ASSIGN_OR_RETURN(
      Sealed sealed,
      world_.scribe.Seal(brief_.child, Compartment::kJustice, CaseStream(brief_.case_code),
                         casework::CourtDateSet::kType, "file", file));
  const absl::Time at = DateAhead(6, 35);
  const absl::Status set = world_.scribe.Case(
      brief_.case_code, casework::SetCourtDate{.by = world_.scribe.As(brief_.officer),
                                               .matter = brief_.matter,
                                               .session = dice_.Pick(*sessions),
                                               .court = brief_.court,
                                               .court_kind = "JUDICIARY",
                                               .at = at,
                                               .file = std::move(sealed)});
  if (!set.ok()) return Tolerate(world_, set);
  Await(at);
  return absl::OkStatus();
}

void CourtStory::Await(absl::Time at) {
  at_ = at;
  const absl::Time now = world_.agenda.Now();
  const absl::Duration ahead = at - now;
  auto self = shared_from_this();
  if (dice_.Chance(15) && ahead > absl::Hours(48)) {
    world_.agenda.After(ahead / 2, [self] { return self->Move(); });
  } else {
    // The registry enters what was said when the day's list is through; now and then never.
    if (dice_.Chance(4)) return;
    world_.agenda.At(at + absl::Hours(dice_.Between(2, 9)), [self] { return self->Attend(); });
  }
}

absl::Status CourtStory::Move() {
  static const auto* const reasons = new std::vector<std::string>{
      "WITNESS_ABSENT", "MAGISTRATE_ABSENT", "REPORT_PENDING", "COURT_CALENDAR"};
  const absl::Time to = DateAhead(14, 42);
  const absl::Status moved = world_.scribe.Case(
      brief_.case_code, casework::MoveCourtDate{.by = world_.scribe.As(Registry()),
                                                .matter = brief_.matter,
                                                .to = to,
                                                .reason = dice_.Pick(*reasons)});
  if (!moved.ok()) return Tolerate(world_, moved);
  Await(to);
  return absl::OkStatus();
}

absl::Status CourtStory::Attend() {
  const bool adjourns = adjourned_ < kAdjournedMost && dice_.Chance(50) && !brief_.care_order;
  casework::AttendCourt attend{.by = world_.scribe.As(Registry()),
                               .matter = brief_.matter,
                               .outcome = adjourns ? "CADJ" : "CRUL",
                               .supported = dice_.Chance(85),
                               .next_at = std::nullopt};
  if (adjourns) attend.next_at = DateAhead(21, 60);
  const absl::Status attended = world_.scribe.Case(brief_.case_code, attend);
  if (!attended.ok()) return Tolerate(world_, attended);
  if (adjourns) {
    ++adjourned_;
    Await(*attend.next_at);
    return absl::OkStatus();
  }
  return brief_.care_order || dice_.Chance(45) ? MakeOrder() : absl::OkStatus();
}

absl::Status CourtStory::MakeOrder() {
  const absl::CivilDay today = LocalDay(world_.agenda.Now());
  const bool supervision = !brief_.care_order && dice_.Chance(50);
  const int days = supervision ? 180 : dice_.Between(28, 150);
  const std::string order = absl::StrCat("o-", brief_.matter);
  const absl::Status made = world_.scribe.Case(
      brief_.case_code,
      casework::MakeOrder{.by = world_.scribe.As(Registry()),
                          .order = order,
                          .kind = brief_.care_order ? "OCCI" : (supervision ? "OSUP" : "OPRO"),
                          .made_on = today,
                          .expires_on = today + days,
                          .place_agency = brief_.place_agency,
                          .place_agency_kind = "RESCUE_CENTRE",
                          .matter = brief_.matter,
                          .place_is_safe = true});
  if (!made.ok()) return Tolerate(world_, made);
  // Half of them run out by themselves; the rest the court ends before.
  if (dice_.Chance(50)) return absl::OkStatus();
  auto self = shared_from_this();
  world_.agenda.After(absl::Hours(24 * (days - 7)), [self, order] {
    return Tolerate(self->world_, self->world_.scribe.Case(
                                      self->brief_.case_code,
                                      casework::EndOrder{self->world_.scribe.As(self->Registry()),
                                                         order, "PURPOSE_SERVED"}));
  });
  return absl::OkStatus();
}

}  // namespace rufaa::demo
