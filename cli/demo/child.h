// Children who do not exist, with what was reported of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "cli/demo/county_plan.h"
#include "cli/demo/dice.h"
#include "domain/casework/case_commands.h"
#include "rufaa/common/v1/common.pb.h"

namespace rufaa::demo {

struct Child {
  std::string id;
  std::string sex;  // SFEM, SMAL.
  std::string age_band;
  uint32_t birth_year = 0;
  std::string subcounty;
  std::string ward;
  common::v1::ChildIdentity identity;
  std::string narrative;
  std::string location;
  casework::Category category;
  std::optional<absl::Duration> since_exposure;  // Before identification.
  std::optional<bool> in_school;
  std::string disability;
  bool trafficking = false;
  bool perpetrator_in_household = false;
  bool safe_now = false;

  // Known to have been assaulted so recently that medicine can still prevent harm.
  bool NeedsPep() const { return since_exposure && *since_exposure < absl::Hours(72); }
};

// `subcounty`: where its finder works. The child's id is given, since codes are drawn elsewhere.
Child MakeChild(Dice& dice, const CountyPlan& plan, std::string id, const std::string& subcounty,
                absl::Time identified_at);

}  // namespace rufaa::demo
