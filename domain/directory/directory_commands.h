// What may be asked of the directory: agencies with desks and offers, and the county itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/base/caller.h"
#include "domain/directory/county_events.h"

namespace rufaa::directory {

struct RegisterAgency {
  Acting by;
  std::string agency;
  std::string kind;
  std::string unit_type;
  std::string display_name;
  std::vector<std::string> subcounties;
  bool place_of_safety = false;
};

struct OpenDesk {
  Acting by;
  std::string desk;
  std::string display_name;
};

struct PublishOffer {
  Acting by;
  std::string offer;
  std::vector<std::string> services;
  std::string destination;
  std::string sex;
  uint32_t age_min = 0;
  uint32_t age_max = 0;
  std::vector<std::string> subcounties;
  std::string hours;
  bool has_beds = false;
  std::string display_name;
};

struct WithdrawOffer {
  Acting by;
  std::string offer;
  std::string reason;
};

struct CloseAgency {
  Acting by;
  std::string reason;
};

struct ReopenAgency {
  Acting by;
};

struct FoundCounty {
  Acting by;
  std::string county;
  std::string name;
  std::string prefix;
  std::vector<Subcounty> subcounties;
};

struct AdoptPolicy {
  Acting by;
  std::string version;
  std::string digest;
};

struct AdoptClocks {
  Acting by;
  std::string version;
  std::string digest;
};

}  // namespace rufaa::directory
