#include <algorithm>

#include "domain/casework/case.h"

namespace rufaa::casework {
namespace {

bool Covers(const std::vector<Compartment>& granted, const std::vector<Compartment>& asked) {
  return std::all_of(asked.begin(), asked.end(), [&](Compartment compartment) {
    return std::find(granted.begin(), granted.end(), compartment) != granted.end();
  });
}

bool InForce(const Consent& consent, absl::Time now) {
  return !consent.withdrawn && consent.from <= now && (!consent.until || now < *consent.until);
}

// Whether it rests on more than somebody's word, which the family can't take back.
bool StandsByLaw(const Consent& consent) {
  return consent.basis == "ORDER" || consent.basis == "STATUTE" ||
         consent.basis == "VITAL_INTEREST";
}

}  // namespace

bool StatutoryRecipient(absl::string_view kind) {
  return kind == "CHILDREN_OFFICE" || kind == "POLICE" || kind == "HEALTH" || kind == "JUDICIARY";
}

bool Serves(const Consent& consent, const Disclosure& disclosure, absl::Time now) {
  const bool recipient = consent.recipient_agency.empty()
                             ? consent.recipient_kind == disclosure.kind
                             : consent.recipient_agency == disclosure.agency;
  return recipient && InForce(consent, now) && consent.purpose == disclosure.purpose &&
         Covers(consent.scope, disclosure.scope);
}

bool StillServed(const State& state, const std::string& id, const Disclosure& disclosure,
                 absl::Time now) {
  const auto named = state.consents.find(id);
  if (named != state.consents.end() && InForce(named->second, now)) return true;
  const bool withdrawn = named == state.consents.end() || named->second.withdrawn;
  return std::any_of(state.consents.begin(), state.consents.end(), [&](const auto& other) {
    return Serves(other.second, disclosure, now) && (!withdrawn || StandsByLaw(other.second));
  });
}

}  // namespace rufaa::casework
