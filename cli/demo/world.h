// What every story of the demo county shares.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/demo/agenda.h"
#include "cli/demo/county_plan.h"
#include "cli/demo/dice.h"
#include "cli/demo/scribe.h"
#include "domain/base/refusal.h"

namespace rufaa::demo {

struct World {
  const CountyPlan& plan;
  Agenda& agenda;
  Scribe& scribe;
  std::map<Reason, int> refused;  // What deciders refused the stories, by reason.
};

// OK for a refusal, which is noted: people are refused too, and go on. What failed stays an error.
absl::Status Tolerate(World& world, const absl::Status& status);

// `time`, or the next morning when offices are shut. Nobody plans on a Sunday.
absl::Time OfficeHours(absl::Time time, Dice& dice);

}  // namespace rufaa::demo
