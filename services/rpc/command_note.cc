#include "services/rpc/command_note.h"

#include <string>

#include "domain/base/refusal.h"
#include "domain/policy/policy.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/convert.h"

namespace rufaa::rpc {
namespace {

// With a step-up, if need be.
bool MayOpen(const casework::State& kase, const Acting& by, Compartment compartment) {
  const policy::Question question{.role = by.role,
                                  .kind = policy::AgencyKindNamed(by.agency_kind),
                                  .part = policy::PartOf(compartment),
                                  .action = policy::Action::kRead};
  return policy::EvaluateAny(question, StandingIn(kase, by)).outcome != policy::Outcome::kDeny;
}

Compartment NearestTo(policy::AgencyKind kind) {
  switch (kind) {
    case policy::AgencyKind::kHealth:
      return Compartment::kMedical;
    case policy::AgencyKind::kPolice:
    case policy::AgencyKind::kJudiciary:
      return Compartment::kJustice;
    default:
      return Compartment::kNarrative;
  }
}

}  // namespace

Compartment CompartmentOfService(const casework::State& kase, const Acting& by) {
  const Compartment nearest = NearestTo(policy::AgencyKindNamed(by.agency_kind));
  return MayOpen(kase, by, nearest) ? nearest : Compartment::kNarrative;
}

absl::StatusOr<Compartment> CompartmentOfNote(common::v1::Compartment asked, Compartment unasked,
                                              const casework::State& kase, const Acting& by) {
  if (asked == common::v1::COMPARTMENT_UNSPECIFIED) return unasked;
  const Compartment compartment = FromProto(asked);
  if (compartment == Compartment::kNarrative) return compartment;
  if (compartment != Compartment::kMedical && compartment != Compartment::kJustice) {
    return Refuse(
        Reason::MALFORMED, {},
        {{"field", "compartment"}, {"problem", "a note is of NARRATIVE, MEDICAL or JUSTICE"}});
  }
  if (MayOpen(kase, by, compartment)) return compartment;
  return Refuse(Reason::NOT_PERMITTED, {}, {{"compartments", std::string(Name(compartment))}});
}

}  // namespace rufaa::rpc
