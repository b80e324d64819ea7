// Who there is in the county, and what they offer.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
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
  std::optional<absl::Time> closed_at;           // Set: closed.
  std::string close_reason;

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
// With what it offers, and no more than that: what else hangs on it is for coordination to end.
// Nobody closes the agency they are at (SELF_APPROVAL), so that somebody administers, and the hub's
// own stays (NOT_ALLOWED_IN_STATE). A closed one opens no desk and publishes nothing:
// AGENCY_CLOSED.
AgencyDecision Decide(const Agency& agency, const CloseAgency& command, const Rules& rules);
// What it offered is to be published anew.
AgencyDecision Decide(const Agency& agency, const ReopenAgency& command, const Rules& rules);
CountyDecision Decide(const County& county, const FoundCounty& command, const Rules& rules);
CountyDecision Decide(const County& county, const AdoptPolicy& command, const Rules& rules);
CountyDecision Decide(const County& county, const AdoptClocks& command, const Rules& rules);

// AGENCY_CLOSED, naming `field`, of one to which something is given that it had closed by `at`:
// what was given to it before may be told after.
absl::Status CheckOpen(absl::string_view field, const Agency& agency,
                       absl::Time at = absl::InfiniteFuture());

// The hub's own agency, where who runs it and who first administers the county are enrolled.
bool IsHub(absl::string_view kind);

// Law (Children Act s.2): police stations, child protection units, remand homes and rehabilitation
// schools. True for an agency kind, and for a kind of place, that can never be a place of safety.
bool NeverPlaceOfSafety(absl::string_view kind);

// Whether an agency of this kind is a court: only before one can a child be brought.
bool IsCourt(absl::string_view kind);

}  // namespace rufaa::directory
