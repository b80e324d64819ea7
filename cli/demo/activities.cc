#include "cli/demo/activities.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "domain/programme/programme.h"

namespace rufaa::demo {
namespace {

constexpr absl::Duration kMonth = absl::Hours(24 * 30);

// Of most months, at one agency.
struct Habit {
  const char* kind;
  const char* login;
  int likely;  // In percent.
  int least, most;
};
constexpr Habit kHabits[] = {
    {"IN_SCHOOL_REACHED", "desk.linda", 100, 180, 420},
    {"IN_SCHOOL_REACHED", "desk.plan", 70, 120, 300},
    {"OUT_OF_SCHOOL_REACHED", "desk.world", 90, 25, 70},
    {"CAREGIVERS_TRAINED", "desk.linda", 80, 18, 40},
    {"CAREGIVER_GROUPS", "desk.linda", 45, 1, 2},
};

// As the hub does: an activity has the id of the request by which it was recorded.
std::string IdOf(absl::string_view request_id) {
  const std::string hex = absl::BytesToHexString(request_id);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

template <class Command>
absl::Status Decided(World& world, const std::string& request_id, const std::string& activity,
                     const Command& command) {
  const std::string stream = ActivityStream(activity);
  return world.scribe.DoAs(
      request_id, command.by, stream, [&](Loader& loader) -> coordination::Changes {
        RUFAA_ASSIGN_OR_RETURN(const auto* state, loader.Load<programme::Activity>(stream));
        RUFAA_ASSIGN_OR_RETURN(std::vector<programme::Event> events,
                               Decide(*state, command, Rules{}));
        std::vector<Change> changes;
        AddChanges(stream, std::move(events), changes);
        return changes;
      });
}

// Reported some days after it took place, as reports are.
absl::Status Report(World& world, Dice dice, const Habit& habit, const std::string& request_id) {
  static const auto* const subcounties =
      new std::vector<std::string>{"003", "003", "002", "002", "001"};
  programme::Record record;
  record.by = world.scribe.As(world.plan.Login(habit.login));
  record.activity = IdOf(request_id);
  record.kind = habit.kind;
  record.on = LocalDay(record.by.now) - dice.Between(0, 9);
  record.count = static_cast<uint32_t>(dice.Between(habit.least, habit.most));
  record.subcounty = dice.Pick(*subcounties);
  return Decided(world, request_id, record.activity, record);
}

void Enter(World& world, const Dice& dice, const Habit& habit, const std::string& request_id,
           absl::Time at) {
  world.agenda.At(
      at, [&world, dice, &habit, request_id] { return Report(world, dice, habit, request_id); });
}

// The same session, reported by the same dice: what gave it away the next day.
void EnterTwice(World& world, Dice dice, absl::Time at) {
  const std::string kept = dice.Bytes(16), again = dice.Bytes(16), taken_back = dice.Bytes(16);
  Enter(world, dice, kHabits[0], kept, at);
  Enter(world, dice, kHabits[0], again, at);
  world.agenda.At(at + absl::Hours(20), [&world, again, taken_back] {
    const Acting by = world.scribe.As(world.plan.Login(kHabits[0].login));
    return Decided(world, taken_back, IdOf(again),
                   programme::Withdraw{.by = by, .reason = "ENTERED_TWICE"});
  });
}

}  // namespace

void EnterActivities(World& world, const Dice& dice, absl::Time from, absl::Time until) {
  uint64_t number = 0;
  for (absl::Time month = from; month < until; month += kMonth) {
    for (const Habit& habit : kHabits) {
      Dice own = dice.For("activity", number++);
      if (!own.Chance(habit.likely)) continue;
      const absl::Time at = OfficeHours(month + absl::Hours(own.Between(0, 24 * 28)), own);
      const std::string request_id = own.Bytes(16);
      Enter(world, own, habit, request_id, at);
    }
  }
  EnterTwice(world, dice.For("activity", number), from + 5 * kMonth);
}

}  // namespace rufaa::demo
