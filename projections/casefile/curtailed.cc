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

// Empty: none that is known.
std::string MatterOf(const CaseFile& file, const AnyEvent& any) {
  if (const auto* ended = std::get_if<casework::OrderEnded>(&any)) {
    for (const OrderLine& line : file.orders) {
      if (line.order == ended->order) return line.matter;
    }
  }
  return std::visit(
      [](const auto& event) {
        if constexpr (requires { event.matter; }) return event.matter;
        return std::string();
      },
      any);
}

}  // namespace

std::optional<AnyEvent> Curtailed(const Party& party, const AnyEvent& any) {
  if (party.relation == Relation::kOwner) return std::nullopt;
  // The signs of a risk say in codes what is alleged to have happened, and only few of them force
  // it.
  if (const auto* risk = std::get_if<casework::RiskSet>(&any);
      risk != nullptr && !May(party, Compartment::kNarrative)) {
    casework::RiskSet known = *risk;
    known.reasons.clear();
    known.forced = false;
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
  if (const auto* moved = std::get_if<casework::ChildMoved>(&any)) {
    casework::ChildMoved known = *moved;
    if (!MayKnowOf(party, known.place_agency)) known.place_agency.clear();
    // Why tells in codes of the story, the court or where the family is; but not that it was there.
    if (known.reason != casework::kPlaceInError) known.reason.clear();
    known.order.clear();
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

std::string CourtOf(const CaseFile& file, const AnyEvent& event) {
  if (!IsOfCourt(event)) return "";
  const std::string matter = MatterOf(file, event);
  std::string court;
  for (const CourtLine& line : file.court_dates) {
    if (line.matter == matter) court = line.court;
  }
  return court;
}

bool IsKeptFrom(const Party& party, const AnyEvent& event, const std::vector<Party>& parties,
                absl::string_view actor_agency) {
  if (party.relation == Relation::kOwner) return false;
  if (IsOfCourt(event)) return !May(party, Compartment::kJustice);
  if (MayKnowOf(party, actor_agency)) return false;
  for (const Party& actor : parties) {
    if (actor.agency == actor_agency) return actor.relation == Relation::kAccepted;
  }
  return false;
}

void CurtailPlace(const Party& party, std::optional<PlaceLine>& place) {
  if (place && !MayKnowOf(party, place->agency)) place->agency.clear();
}

void CurtailOrders(const Party& party, std::vector<OrderLine>& orders) {
  for (OrderLine& order : orders) {
    if (!MayKnowOf(party, order.place_agency)) order.place_agency.clear();
  }
}

}  // namespace rufaa::casefile
