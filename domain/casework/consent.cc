#include <algorithm>

#include "domain/casework/case.h"

namespace rufaa::casework {
namespace {

bool Covers(const std::vector<Compartment>& granted, const std::vector<Compartment>& asked) {
  return std::all_of(asked.begin(), asked.end(), [&](Compartment compartment) {
    return std::find(granted.begin(), granted.end(), compartment) != granted.end();
  });
}

}  // namespace

bool StatutoryRecipient(absl::string_view kind) {
  return kind == "CHILDREN_OFFICE" || kind == "POLICE" || kind == "HEALTH" || kind == "JUDICIARY";
}

const Consent* FindConsent(const State& state, absl::string_view agency, absl::string_view kind,
                           absl::string_view purpose, const std::vector<Compartment>& scope,
                           absl::Time now, std::string* id) {
  for (const auto& [consent_id, consent] : state.consents) {
    const bool recipient = consent.recipient_agency.empty() ? consent.recipient_kind == kind
                                                            : consent.recipient_agency == agency;
    const bool in_force =
        !consent.withdrawn && consent.from <= now && (!consent.until || now < *consent.until);
    if (recipient && in_force && consent.purpose == purpose && Covers(consent.scope, scope)) {
      if (id != nullptr) *id = consent_id;
      return &consent;
    }
  }
  return nullptr;
}

}  // namespace rufaa::casework
