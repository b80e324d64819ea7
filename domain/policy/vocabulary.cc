#include "domain/policy/vocabulary.h"

#include <array>

#include "domain/base/check.h"

namespace rufaa::policy {
namespace {

constexpr absl::string_view kKindNames[] = {
    "NONE",          "CHILDREN_OFFICE", "COMMUNITY", "POLICE",    "HEALTH", "JUDICIARY",
    "RESCUE_CENTRE", "PROSECUTION",     "PROBATION", "EDUCATION", "CHIEF",  "LEGAL_AID",
    "CSO",           "HELPLINE",        "COMMITTEE", "OVERSIGHT", "HUB"};
constexpr absl::string_view kRelationNames[] = {"none",
                                                "owner",
                                                "same_agency",
                                                "supervisor",
                                                "recipient_pending",
                                                "recipient_accepted",
                                                "recipient_ended",
                                                "committee",
                                                "auditor",
                                                "operator",
                                                "identifier"};
constexpr absl::string_view kPartNames[] = {"header",    "need",    "identity", "narrative",
                                            "location",  "medical", "justice",  "audit",
                                            "directory", "reply",   "programme"};
constexpr absl::string_view kActionNames[] = {"read",    "write",       "identify",  "refer",
                                              "respond", "approve",     "close",     "count",
                                              "erase",   "break_glass", "administer"};
constexpr absl::string_view kConsentNames[] = {"given", "withdrawn", "not_needed"};
constexpr absl::string_view kOutcomeNames[] = {"deny", "step_up", "allow"};

// All values of an enum that counts from zero without gaps.
template <class E, size_t kCount>
absl::Span<const E> Counted() {
  static const auto* const values = [] {
    auto* counted = new std::array<E, kCount>;
    for (size_t i = 0; i < kCount; ++i) (*counted)[i] = static_cast<E>(i);
    return counted;
  }();
  return *values;
}

template <class E, size_t kCount>
absl::string_view Named(const absl::string_view (&names)[kCount], E value) {
  const auto index = static_cast<size_t>(value);
  RUFAA_CHECK(index < kCount);
  return names[index];
}

}  // namespace

absl::string_view Name(AgencyKind kind) { return Named(kKindNames, kind); }
absl::string_view Name(Relation relation) { return Named(kRelationNames, relation); }
absl::string_view Name(Part part) { return Named(kPartNames, part); }
absl::string_view Name(Action action) { return Named(kActionNames, action); }
absl::string_view Name(Consent consent) { return Named(kConsentNames, consent); }
absl::string_view Name(Outcome outcome) { return Named(kOutcomeNames, outcome); }

absl::Span<const AgencyKind> AllAgencyKinds() {
  return Counted<AgencyKind, std::size(kKindNames)>();
}
absl::Span<const Relation> AllRelations() { return Counted<Relation, std::size(kRelationNames)>(); }
absl::Span<const Part> AllParts() { return Counted<Part, std::size(kPartNames)>(); }
absl::Span<const Action> AllActions() { return Counted<Action, std::size(kActionNames)>(); }
absl::Span<const Consent> AllConsents() { return Counted<Consent, std::size(kConsentNames)>(); }

AgencyKind AgencyKindNamed(absl::string_view code) {
  for (const AgencyKind kind : AllAgencyKinds()) {
    if (Name(kind) == code) return kind;
  }
  return AgencyKind::kNone;
}

Part PartOf(Compartment compartment) {
  switch (compartment) {
    case Compartment::kNone:
      return Part::kHeader;
    case Compartment::kIdentity:
      return Part::kIdentity;
    case Compartment::kNarrative:
      return Part::kNarrative;
    case Compartment::kLocation:
      return Part::kLocation;
    case Compartment::kMedical:
      return Part::kMedical;
    case Compartment::kJustice:
      return Part::kJustice;
    case Compartment::kReply:
      return Part::kReply;
  }
  RUFAA_CHECK(false);
}

}  // namespace rufaa::policy
