// The demo county as its configuration tells it: deploy/demo/*.toml, carried in the binary so that
// `rufaa demo` runs from anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/base/caller.h"

namespace rufaa::demo {

struct PlannedOffer {
  std::string id;
  std::string name;
  std::vector<std::string> services;
  std::string destination;
  std::string sex;
  uint32_t age_min = 0;
  uint32_t age_max = 0;
  std::vector<std::string> subcounties;
  std::string hours;
  uint32_t beds = 0;  // 0: it counts none.
  uint32_t used = 0;
};

struct PlannedDesk {
  std::string id;
  std::string name;
};

struct PlannedAgency {
  std::string id;
  std::string kind;
  std::string unit_type;
  std::string name;
  std::vector<std::string> subcounties;
  bool place_of_safety = false;
  std::string pace;  // "prompt", "steady", "slow": how soon its desk answers.
  std::vector<PlannedDesk> desks;
  std::vector<PlannedOffer> offers;
};

struct PlannedPerson {
  std::string login;
  std::string id;
  std::string agency;
  std::string desk;
  Role role = Role::kNone;
  std::string subcounty;
  std::string agency_kind;
};

struct NameParts {
  std::vector<std::string> girls, boys, surnames, villages, narratives;
};

struct CountyPlan {
  std::string county;  // "001"
  std::vector<PlannedAgency> agencies;
  std::vector<PlannedPerson> people;
  NameParts names;

  // CHECKs that it is there: the plan is ours.
  const PlannedAgency& Agency(absl::string_view id) const;
  const PlannedOffer& Offer(absl::string_view id) const;
  const PlannedPerson& Login(absl::string_view login) const;

  // In the plan's order.
  std::vector<PlannedPerson> People(absl::string_view agency) const;
  std::vector<PlannedPerson> With(Role role, absl::string_view subcounty = "") const;
};

const CountyPlan& DemoPlan();

}  // namespace rufaa::demo
