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

bool Serves(const Consent& consent, const Disclosure& disclosure, absl::Time now) {
  const bool recipient = consent.recipient_agency.empty()
                             ? consent.recipient_kind == disclosure.kind
                             : consent.recipient_agency == disclosure.agency;
  const bool in_force =
      !consent.withdrawn && consent.from <= now && (!consent.until || now < *consent.until);
  return recipient && in_force && consent.purpose == disclosure.purpose &&
         Covers(consent.scope, disclosure.scope);
}

}  // namespace rufaa::casework
