#include "cli/demo/world.h"

#include "domain/base/local_day.h"

namespace rufaa::demo {

absl::Status Tolerate(World& world, const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (!refusal) return status;
  ++world.refused[refusal->reason];
  return absl::OkStatus();
}

absl::Time OfficeHours(absl::Time time, Dice& dice) {
  const absl::CivilSecond local = absl::ToCivilSecond(time, Nairobi());
  absl::CivilDay day(local);
  const bool shut = local.hour() >= 17 || local.hour() < 8;
  if (local.hour() >= 17) ++day;
  bool weekend = false;
  while (absl::GetWeekday(day) >= absl::Weekday::saturday) {
    ++day;
    weekend = true;
  }
  if (!shut && !weekend) return time;
  return absl::FromCivil(absl::CivilMinute(day.year(), day.month(), day.day(), 8, 0), Nairobi()) +
         absl::Minutes(dice.Between(1, 500));
}

}  // namespace rufaa::demo
