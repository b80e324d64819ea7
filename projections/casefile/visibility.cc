#include "projections/casefile/visibility.h"

#include <algorithm>
#include <iterator>
#include <type_traits>

#include "domain/clocks/health.h"
#include "domain/policy/policy.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::casefile {

namespace {

// What an event tells about: each has one subject, and each relation a set of subjects.
enum class Subject { kStage, kCare, kCourt, kReferral, kOwnersOnly };

template <class Event>
constexpr Subject SubjectOf() {
  using namespace casework;
  if constexpr (kIsReferralEvent<Event> ||
                kIsAny<Event, ReferralOpened, ReferralAccepted, ReferralEnded>) {
    return Subject::kReferral;
  } else if constexpr (kIsAny<Event, Registered, ScreenedOut, Closed, Reopened>) {
    return Subject::kStage;
  } else if constexpr (kIsAny<Event, RiskSet, EmergencyDeclared, ChildMoved, PlanApproved,
                              VisitRecorded, FollowUpStarted, ServiceSession,
                              ImplementationStarted>) {
    return Subject::kCare;
  } else if constexpr (kIsAny<Event, CourtDateSet, CourtDateMoved, CourtDateVacated, CourtAttended,
                              OrderMade, OrderEnded>) {
    return Subject::kCourt;
  } else {
    return Subject::kOwnersOnly;
  }
}

Subject SubjectOf(const AnyEvent& any) {
  return std::visit([](const auto& event) { return SubjectOf<std::decay_t<decltype(event)>>(); },
                    any);
}

policy::Relation InPolicy(Relation relation) {
  switch (relation) {
    case Relation::kNone:
      return policy::Relation::kNone;
    case Relation::kOwner:
      return policy::Relation::kOwner;
    case Relation::kAccepted:
      return policy::Relation::kRecipientAccepted;
    case Relation::kPending:
      return policy::Relation::kRecipientPending;
    case Relation::kIdentifier:
      return policy::Relation::kIdentifier;
    case Relation::kEnded:
      return policy::Relation::kRecipientEnded;
  }
  return policy::Relation::kNone;
}

bool PolicyAllows(absl::string_view kind, Relation relation, policy::Part part) {
  // Only what consent, or the law in its place, put into the scope is asked for at all.
  return policy::AgencyMayHold(policy::AgencyKindNamed(kind), InPolicy(relation), part,
                               policy::Consent::kGiven);
}

}  // namespace

absl::string_view Name(Relation relation) {
  switch (relation) {
    case Relation::kNone:
      return "none";
    case Relation::kOwner:
      return "owner";
    case Relation::kAccepted:
      return "accepted";
    case Relation::kPending:
      return "pending";
    case Relation::kIdentifier:
      return "identifier";
    case Relation::kEnded:
      return "ended";
  }
  return "";
}

bool MayHold(absl::string_view kind, Relation relation, Compartment compartment,
             absl::Span<const Compartment> scope) {
  if (compartment == Compartment::kNone) return false;
  if (relation != Relation::kOwner) {
    // What waits for an answer or has ended opens nothing, whatever a table may come to say.
    if (relation != Relation::kAccepted) return false;
    if (std::find(scope.begin(), scope.end(), compartment) == scope.end()) return false;
  }
  return PolicyAllows(kind, relation, policy::PartOf(compartment));
}

bool MayHoldExposure(absl::string_view kind, Relation relation,
                     absl::Span<const Compartment> scope) {
  return std::any_of(
      std::begin(kTellExposure), std::end(kTellExposure),
      [&](Compartment compartment) { return MayHold(kind, relation, compartment, scope); });
}

bool MayKnow(absl::string_view kind, Relation relation, const AnyEvent& event, bool own) {
  if (relation == Relation::kNone) return false;
  if (relation == Relation::kOwner || own) return true;
  const Subject subject = SubjectOf(event);
  if (subject == Subject::kReferral || subject == Subject::kOwnersOnly) return false;
  switch (relation) {
    case Relation::kAccepted:
      return subject != Subject::kCourt || PolicyAllows(kind, relation, policy::Part::kJustice);
    case Relation::kIdentifier:
      return subject == Subject::kStage;
    default:
      return false;
  }
}

bool IsOfCourt(const AnyEvent& event) { return SubjectOf(event) == Subject::kCourt; }

}  // namespace rufaa::casefile
