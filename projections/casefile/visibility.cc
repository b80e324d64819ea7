#include "projections/casefile/visibility.h"

#include <algorithm>
#include <type_traits>

#include "projections/tracks/referral_track.h"

namespace rufaa::casefile {

namespace {

// What an event tells about: each has one subject, and each relation a set of subjects.
enum class Subject { kStage, kCare, kCourt, kReferral, kOwnersOnly };

template <class Event, class... Events>
constexpr bool kIsAny = (std::is_same_v<Event, Events> || ...);

template <class Event>
constexpr Subject SubjectOf() {
  using namespace casework;
  if constexpr (kIsReferralEvent<Event> ||
                kIsAny<Event, ReferralOpened, ReferralAccepted, ReferralEnded>) {
    return Subject::kReferral;
  } else if constexpr (kIsAny<Event, Registered, ScreenedOut, Closed, Reopened>) {
    return Subject::kStage;
  } else if constexpr (kIsAny<Event, RiskSet, EmergencyDeclared, PlanApproved, VisitRecorded,
                              FollowUpStarted, ServiceSession, ImplementationStarted>) {
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

bool IsOneOf(absl::string_view kind, std::initializer_list<absl::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// The ceiling of what a kind of agency may hold, whatever the scope of a referral says.
bool KindMayHold(absl::string_view kind, Compartment compartment) {
  switch (compartment) {
    case Compartment::kNone:
      return false;
    case Compartment::kIdentity:
      return !IsOneOf(kind, {"", "COMMITTEE", "OVERSIGHT", "HUB", "HELPLINE"});
    case Compartment::kNarrative:
      return IsOneOf(kind, {"CHILDREN_OFFICE", "POLICE", "HEALTH", "RESCUE_CENTRE", "LEGAL_AID",
                            "PROSECUTION", "JUDICIARY", "PROBATION", "CSO"});
    case Compartment::kLocation:
      return IsOneOf(kind, {"CHILDREN_OFFICE", "POLICE", "RESCUE_CENTRE", "PROBATION"});
    case Compartment::kMedical:
      return IsOneOf(kind, {"CHILDREN_OFFICE", "HEALTH", "RESCUE_CENTRE"});
    case Compartment::kJustice:
      return IsOneOf(kind, {"CHILDREN_OFFICE", "POLICE", "JUDICIARY", "PROSECUTION", "LEGAL_AID",
                            "PROBATION"});
  }
  return false;
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
  if (relation == Relation::kOwner) return compartment != Compartment::kNone;
  if (relation != Relation::kAccepted) return false;
  return std::find(scope.begin(), scope.end(), compartment) != scope.end() &&
         KindMayHold(kind, compartment);
}

bool MayKnow(absl::string_view kind, Relation relation, const AnyEvent& event, bool own) {
  if (relation == Relation::kNone) return false;
  if (relation == Relation::kOwner || own) return true;
  const Subject subject = SubjectOf(event);
  if (subject == Subject::kReferral || subject == Subject::kOwnersOnly) return false;
  switch (relation) {
    case Relation::kAccepted:
      return subject != Subject::kCourt || KindMayHold(kind, Compartment::kJustice);
    case Relation::kIdentifier:
      return subject == Subject::kStage;
    default:
      return false;
  }
}

}  // namespace rufaa::casefile
