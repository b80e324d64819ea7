#include "cli/demo/seeder.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/demo/activities.h"
#include "cli/demo/case_story.h"
#include "cli/demo/county_plan.h"
#include "cli/demo/founding.h"
#include "cli/demo/mistaken_import.h"
#include "domain/base/status_macros.h"

namespace rufaa::demo {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kHistory = absl::Hours(24 * 425);

// Who finds children, and how often: mostly the programme's volunteers.
PlannedPerson PickFinder(const CountyPlan& plan, Dice& dice) {
  const int n = dice.Between(1, 100);
  if (n <= 62) return dice.Pick(plan.With(Role::kChv));
  if (n <= 82) return dice.Pick(plan.With(Role::kVco));
  if (n <= 90) return dice.Pick(plan.With(Role::kHelpline));
  if (n <= 95) return dice.Pick(plan.With(Role::kTeacher));
  return plan.Login("police.ahtcpu");
}

std::string PickSubcounty(const PlannedPerson& finder, Dice& dice) {
  static const auto* const likely = new std::vector<std::string>{"003", "003", "003", "002", "002",
                                                                 "001", "001", "004", "005", "006"};
  return finder.subcounty.empty() ? dice.Pick(*likely) : finder.subcounty;
}

CaseBrief Brief(const CountyPlan& plan, Dice& dice, absl::Time found_at) {
  CaseBrief brief;
  brief.finder = PickFinder(plan, dice);
  brief.subcounty = PickSubcounty(brief.finder, dice);
  brief.found_at = OfficeHours(found_at, dice);
  return brief;
}

// Chance alone may leave a stage out, and what people try first is a thing in the stage they want
// to see: one case is led to each stage of a case, and one to each of a referral.
std::vector<CaseBrief> Led(const CountyPlan& plan, Dice& dice, absl::Time now) {
  std::vector<CaseBrief> briefs;
  const auto lead = [&](CasePath path, std::optional<referral::Stage> referral, size_t steps) {
    const absl::Time found_at = now - absl::Hours(60) - absl::Minutes(briefs.size());
    CaseBrief brief = Brief(plan, dice, found_at);
    brief.found_at = found_at;
    brief.path = std::move(path);
    brief.referral = referral;
    brief.haste = absl::Hours(50) / static_cast<int64_t>(steps + 2);
    briefs.push_back(std::move(brief));
  };
  for (const casework::StageRow& row : casework::Stages()) {
    CasePath path = PathTo(row.stage);
    const size_t steps = path.size();
    if (steps > 0) lead(std::move(path), std::nullopt, steps);
  }
  for (const referral::StageRow& row : referral::Stages()) {
    const size_t steps = PathTo(row.stage).size();
    if (steps == 0) continue;
    using casework::Verb;
    lead({Verb::kIdentify, Verb::kRegister, Verb::kSetRisk, Verb::kGiveConsent, Verb::kRefer},
         row.stage, steps + 5);
  }
  return briefs;
}

void EnterBedCounts(World& world, const Dice& dice, absl::Time from, absl::Time until) {
  uint64_t week = 0;
  for (absl::Time at = from; at < until; at += 7 * kDay) {
    Dice counting = dice.For("beds", week++);
    world.agenda.At(OfficeHours(at, counting), [&world, counting]() mutable {
      return Tolerate(world, CountBeds(world, counting));
    });
  }
}

}  // namespace

absl::Time FoundingTime(absl::Time now) { return now - kHistory; }

absl::StatusOr<Seeded> Seed(CountyLog& log, Vault& vault, SimClock& clock,
                            const SeedOptions& options, const std::function<bool(int)>& go_on) {
  RUFAA_CHECK(log.Head() == 0);
  const Dice dice(options.seed);
  const absl::Time founded = FoundingTime(options.now);
  clock.Set(founded);
  Agenda agenda(clock);
  Scribe scribe(log, vault, clock, dice);
  World world{DemoPlan(), agenda, scribe, {}};
  RUFAA_RETURN_IF_ERROR(Found(world));

  Dice casting = dice.For("casting");
  std::vector<CaseBrief> briefs = Led(world.plan, casting, options.now);
  const absl::Duration span = kHistory - 12 * kDay;
  for (int i = static_cast<int>(briefs.size()); i < options.cases; ++i) {
    // More of them as the programme becomes known.
    const int64_t part = 100 - casting.Between(0, 99) * casting.Between(0, 99) / 99;
    briefs.push_back(
        Brief(world.plan, casting,
              founded + 10 * kDay + span * part / 100 + absl::Minutes(casting.Between(0, 1440))));
  }
  std::vector<std::string> codes;
  for (size_t i = 0; i < briefs.size(); ++i) {
    std::make_shared<CaseStory>(world, dice.For("case", i), std::move(briefs[i]), codes)->Begin();
  }
  EnterMistakenImport(world, dice, founded + 200 * kDay);
  EnterBedCounts(world, dice, founded + 7 * kDay, options.now);
  EnterActivities(world, dice, founded + 14 * kDay, options.now);
  RUFAA_RETURN_IF_ERROR(
      agenda.RunUntil(options.now, [&] { return go_on(static_cast<int>(codes.size())); }));
  return Seeded{
      .cases = static_cast<int>(codes.size()), .commits = log.Head(), .refused = world.refused};
}

}  // namespace rufaa::demo
