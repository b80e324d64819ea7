#include "projections/casefile/curtailed.h"

#include "projections/casefile/visibility.h"

namespace rufaa::casefile {

namespace {

bool May(const Party& party, Compartment compartment) {
  return MayHold(party.kind, party.relation, compartment, party.scope);
}

bool MayKnowOf(const Party& party, absl::string_view agency) {
  return agency.empty() || agency == party.agency || May(party, Compartment::kLocation);
}

}  // namespace

std::optional<AnyEvent> Curtailed(const Party& party, const AnyEvent& any) {
  if (party.relation == Relation::kOwner) return std::nullopt;
  // The signs of a risk say in codes what is alleged to have happened.
  if (const auto* risk = std::get_if<casework::RiskSet>(&any);
      risk != nullptr && !May(party, Compartment::kNarrative)) {
    casework::RiskSet known = *risk;
    known.reasons.clear();
    return known;
  }
  if (const auto* emergency = std::get_if<casework::EmergencyDeclared>(&any)) {
    casework::EmergencyDeclared known = *emergency;
    if (!MayKnowOf(party, known.place_agency)) known.place_agency.clear();
    if (!May(party, Compartment::kJustice)) {
      known.court_by = absl::Time();
      known.matter.clear();
    }
    return known;
  }
  if (const auto* made = std::get_if<casework::OrderMade>(&any);
      made != nullptr && !MayKnowOf(party, made->place_agency)) {
    casework::OrderMade known = *made;
    known.place_agency.clear();
    return known;
  }
  if (const auto* session = std::get_if<casework::ServiceSession>(&any);
      session != nullptr && !MayKnowOf(party, session->provider_agency)) {
    casework::ServiceSession known = *session;
    known.provider_agency.clear();
    return known;
  }
  return std::nullopt;
}

bool TellsOfAnotherHelper(const Party& party, const std::vector<Party>& parties,
                          absl::string_view actor_agency) {
  if (party.relation == Relation::kOwner || MayKnowOf(party, actor_agency)) return false;
  for (const Party& actor : parties) {
    if (actor.agency == actor_agency) return actor.relation == Relation::kAccepted;
  }
  return false;
}

void CurtailOrders(const Party& party, std::vector<OrderLine>& orders) {
  for (OrderLine& order : orders) {
    if (!MayKnowOf(party, order.place_agency)) order.place_agency.clear();
  }
}

}  // namespace rufaa::casefile
