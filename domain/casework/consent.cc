#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/casework/case.h"

namespace rufaa::casework {
namespace {

bool Covers(const std::vector<Compartment>& granted, const std::vector<Compartment>& asked) {
  return std::all_of(asked.begin(), asked.end(), [&](Compartment compartment) {
    return std::find(granted.begin(), granted.end(), compartment) != granted.end();
  });
}

bool IsFor(const Consent& consent, const Disclosure& disclosure) {
  return consent.recipient_agency.empty() ? consent.recipient_kind == disclosure.kind
                                          : consent.recipient_agency == disclosure.agency;
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
  return IsFor(consent, disclosure) && InForce(consent, now) &&
         consent.purpose == disclosure.purpose && Covers(consent.scope, disclosure.scope);
}

RefusalDetails Unserved(const Disclosure& disclosure, const Consent* named, absl::Time now) {
  RefusalDetails details = {
      {"recipient", std::string(disclosure.agency)},
      {"recipient_kind", std::string(disclosure.kind)},
      {"purpose", std::string(disclosure.purpose)},
      {"scope", absl::StrJoin(disclosure.scope, " ", [](std::string* out, Compartment part) {
         absl::StrAppend(out, Name(part));
       })}};
  if (named == nullptr) return details;
  std::vector<absl::string_view> lacks;
  if (!IsFor(*named, disclosure)) lacks.push_back("recipient");
  if (named->purpose != disclosure.purpose) lacks.push_back("purpose");
  if (!Covers(named->scope, disclosure.scope)) lacks.push_back("scope");
  if (!InForce(*named, now)) lacks.push_back("in_force");
  if (!lacks.empty()) details.emplace_back("lacks", absl::StrJoin(lacks, " "));
  return details;
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
