// Who there is in the county, and what they offer.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/clocks/rules.h"
#include "domain/directory/agency_events.h"
#include "domain/directory/county_events.h"
#include "domain/directory/directory_commands.h"

namespace rufaa::directory {

struct Agency {
  std::string id;  // Empty: not registered.
  std::string kind;
  std::string unit_type;
  std::string display_name;
  std::vector<std::string> subcounties;
  bool place_of_safety = false;
  std::set<std::string> desks;
  std::map<std::string, OfferPublished> offers;  // In force.

  bool operator==(const Agency&) const = default;
};

struct County {
  std::string county;  // Empty: not founded.
  std::string prefix;
  std::string policy_version;
  std::string clocks_version;

  bool operator==(const County&) const = default;
};

Agency Evolve(Agency agency, const AgencyEvent& event);
County Evolve(County county, const CountyEvent& event);

using AgencyDecision = absl::StatusOr<std::vector<AgencyEvent>>;
using CountyDecision = absl::StatusOr<std::vector<CountyEvent>>;

// What was said of an agency when it was registered stays: the same again is ALREADY_DONE, anything
// else NOT_ALLOWED_IN_STATE, naming what stands there otherwise.
AgencyDecision Decide(const Agency& agency, const RegisterAgency& command, const Rules& rules);
AgencyDecision Decide(const Agency& agency, const OpenDesk& command, const Rules& rules);
AgencyDecision Decide(const Agency& agency, const PublishOffer& command, const Rules& rules);
AgencyDecision Decide(const Agency& agency, const WithdrawOffer& command, const Rules& rules);
CountyDecision Decide(const County& county, const FoundCounty& command, const Rules& rules);
CountyDecision Decide(const County& county, const AdoptPolicy& command, const Rules& rules);
CountyDecision Decide(const County& county, const AdoptClocks& command, const Rules& rules);

// Law (Children Act s.2): police stations, child protection units, remand homes and rehabilitation
// schools. True for an agency kind, and for a kind of place, that can never be a place of safety.
bool NeverPlaceOfSafety(absl::string_view kind);

// Whether an agency of this kind is a court: only before one can a child be brought.
bool IsCourt(absl::string_view kind);

}  // namespace rufaa::directory
