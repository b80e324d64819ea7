// The master of a case file.
#include <algorithm>
#include <utility>

#include "projections/casefile/casefile_internal.h"

namespace rufaa::casefile {

namespace {

template <class Line>
Line* FindLine(std::vector<Line>& lines, std::string Line::* id, absl::string_view wanted) {
  auto line =
      std::find_if(lines.begin(), lines.end(), [&](const Line& one) { return one.*id == wanted; });
  return line == lines.end() ? nullptr : &*line;
}

template <class Line>
Line& LineOf(std::vector<Line>& lines, std::string Line::* id, const std::string& wanted) {
  if (Line* line = FindLine(lines, id, wanted)) return *line;
  Line& line = lines.emplace_back();
  line.*id = wanted;
  return line;
}

// Of an event without an Apply, the lists stay as they are.

void Apply(CaseFile& file, const casework::Identified& e, absl::Time) {
  file.categories = e.categories;
}

void Apply(CaseFile& file, const casework::DetailsCorrected& e, absl::Time) {
  if (!e.categories.empty()) file.categories = e.categories;
}

void Apply(CaseFile& file, const casework::EmergencyDeclared& e, absl::Time) {
  file.place = PlaceLine{.kind = e.place_kind, .agency = e.place_agency, .since = e.removed_at};
}

void Apply(CaseFile& file, const casework::ChildMoved& e, absl::Time) {
  if (file.place && casework::IsBetweenStays(e, file.place->since)) return;
  file.place = PlaceLine{.kind = e.place_kind, .agency = e.place_agency, .since = e.moved_at};
}

void Apply(CaseFile& file, const casework::ServiceSession&, absl::Time) { ++file.sessions; }

void Apply(CaseFile& file, const casework::NeedOpened& e, absl::Time at) {
  NeedLine& need = LineOf(file.needs, &NeedLine::need, e.need);
  need.code = e.code;
  need.urgency = e.urgency;
  need.status = "open";
  need.opened_at = at;
}

void Apply(CaseFile& file, const casework::NeedMet& e, absl::Time) {
  LineOf(file.needs, &NeedLine::need, e.need).status = "met";
}

void Apply(CaseFile& file, const casework::NeedReopened& e, absl::Time) {
  LineOf(file.needs, &NeedLine::need, e.need).status = "open";
}

void Apply(CaseFile& file, const casework::NeedWithdrawn& e, absl::Time) {
  LineOf(file.needs, &NeedLine::need, e.need).status = "withdrawn";
}

void Apply(CaseFile& file, const casework::ReferralOpened& e, absl::Time) {
  ReferralLine& line = LineOf(file.referrals, &ReferralLine::referral, e.referral);
  line.need = e.need;
  line.to_agency = e.to_agency;
  line.to_agency_kind = e.to_agency_kind;
  line.consent = e.consent;
  line.scope = e.scope;
  line.state = Relation::kPending;
}

void Apply(CaseFile& file, const casework::ReferralAccepted& e, absl::Time) {
  if (auto* line = FindLine(file.referrals, &ReferralLine::referral, e.referral)) {
    line->state = Relation::kAccepted;
    line->accepted = true;
  }
}

void Apply(CaseFile& file, const casework::ReferralEnded& e, absl::Time) {
  if (auto* line = FindLine(file.referrals, &ReferralLine::referral, e.referral)) {
    line->state = Relation::kEnded;
    line->outcome = e.outcome;
  }
}

// The date of the matter that stands; nullptr: none does.
CourtLine* StandingDate(CaseFile& file, absl::string_view matter) {
  for (CourtLine& line : file.court_dates) {
    if (line.matter == matter && line.status == "set") return &line;
  }
  return nullptr;
}

void Apply(CaseFile& file, const casework::CourtDateSet& e, absl::Time) {
  file.court_dates.push_back({.matter = e.matter,
                              .session = e.session,
                              .court = e.court,
                              .at = e.at,
                              .status = "set",
                              .outcome = {}});
}

void Apply(CaseFile& file, const casework::CourtDateMoved& e, absl::Time) {
  CourtLine* line = StandingDate(file, e.matter);
  if (line == nullptr) return;
  line->at = e.to;
  ++line->moves;
}

void Apply(CaseFile& file, const casework::CourtDateVacated& e, absl::Time) {
  if (CourtLine* line = StandingDate(file, e.matter)) line->status = "vacated";
}

void Apply(CaseFile& file, const casework::CourtAttended& e, absl::Time) {
  CourtLine* line = StandingDate(file, e.matter);
  if (line == nullptr) return;
  line->status = "attended";
  line->outcome = e.outcome;
  if (!e.next_at) return;
  CourtLine next = *line;
  next.at = *e.next_at;
  next.status = "set";
  next.outcome.clear();
  next.moves = 0;
  file.court_dates.push_back(std::move(next));
}

void Apply(CaseFile& file, const casework::OrderMade& e, absl::Time) {
  OrderLine& line = LineOf(file.orders, &OrderLine::order, e.order);
  line.kind = e.kind;
  line.made_on = e.made_on;
  line.expires_on = e.expires_on;
  line.place_agency = e.place_agency;
  line.matter = e.matter;
}

void Apply(CaseFile& file, const casework::OrderEnded& e, absl::Time) {
  LineOf(file.orders, &OrderLine::order, e.order).ended = true;
}

void Apply(CaseFile& file, const casework::ConsentGiven& e, absl::Time) {
  ConsentLine& line = LineOf(file.consents, &ConsentLine::consent, e.consent);
  line.recipient_agency = e.recipient_agency;
  line.recipient_kind = e.recipient_kind;
  line.purpose = e.purpose;
  line.scope = e.scope;
  line.from = e.from;
  line.until = e.until;
  line.given_by = e.given_by;
  line.basis = e.basis;
}

void Apply(CaseFile& file, const casework::ConsentWithdrawn& e, absl::Time at) {
  LineOf(file.consents, &ConsentLine::consent, e.consent).withdrawn_at = at;
}

// What is set aside is heard by no court: its dates stand no longer.
void VacateAll(CaseFile& file) {
  for (CourtLine& line : file.court_dates) {
    if (line.status == "set") line.status = "vacated";
  }
}

void Apply(CaseFile& file, const casework::ScreenedOut&, absl::Time) { VacateAll(file); }
void Apply(CaseFile& file, const casework::ImportReverted&, absl::Time) { VacateAll(file); }
void Apply(CaseFile& file, const casework::Erased&, absl::Time) { VacateAll(file); }
void Apply(CaseFile& file, const casework::DuplicateDecided& e, absl::Time) {
  if (e.same) VacateAll(file);
}

// Notes belong to their events; what is known of the child, the latest of it, to the head.
bool IsOfTheChild(absl::string_view field) {
  return field == "identity" || field == "narrative" || field == "location";
}

void Join(std::vector<Compartment>& all, const std::vector<Compartment>& more) {
  for (Compartment one : more) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  std::sort(all.begin(), all.end());
}

template <class Event>
concept Listed = requires(CaseFile& file, const Event& event) { Apply(file, event, absl::Time()); };

}  // namespace

void FollowFile(CaseFile& file, const AnyEvent& any, absl::Time at) {
  Follow(file.track, any, at);
  std::visit(
      [&](const auto& event) {
        if constexpr (Listed<std::decay_t<decltype(event)>>) Apply(file, event, at);
      },
      any);
}

bool ChangesFile(const AnyEvent& any) {
  return MovesCase(any) ||
         std::visit([](const auto& event) { return Listed<std::decay_t<decltype(event)>>; }, any);
}

bool TellsOfTheChild(const std::vector<HeldSealed>& sealed) {
  return std::any_of(sealed.begin(), sealed.end(),
                     [](const HeldSealed& one) { return IsOfTheChild(one.field); });
}

void FollowSealed(std::vector<HeldSealed>& latest, const std::vector<HeldSealed>& sealed) {
  for (const HeldSealed& one : sealed) {
    if (IsOfTheChild(one.field)) LineOf(latest, &HeldSealed::field, one.field) = one;
  }
}

bool SameTies(const Party& a, const Party& b) {
  return a.agency == b.agency && a.kind == b.kind && a.relation == b.relation && a.scope == b.scope;
}

std::vector<Party> PartiesOf(const CaseFile& file, const std::vector<Party>& before) {
  std::vector<Party> now;
  auto add = [&](const std::string& agency, Relation relation) -> Party& {
    Party* party = FindLine(now, &Party::agency, agency);
    if (party == nullptr) {
      party = &now.emplace_back();
      party->agency = agency;
      party->relation = relation;
    }
    party->relation = std::min(party->relation, relation);
    return *party;
  };
  if (!file.track.owner_agency.empty()) add(file.track.owner_agency, Relation::kOwner);
  // Who is asked to take the case over decides on all that it is.
  if (!file.track.transfer_to.empty()) add(file.track.transfer_to, Relation::kOwner);
  for (const ReferralLine& line : file.referrals) {
    Party& party = add(line.to_agency, line.state);
    party.kind = line.to_agency_kind;
    if (line.state == Relation::kAccepted) Join(party.scope, line.scope);
  }
  if (!file.track.identifier_agency.empty()) {
    add(file.track.identifier_agency, Relation::kIdentifier);
  }
  for (const Party& party : before) {
    Party& kept = add(party.agency, Relation::kEnded);
    kept.sealed = party.sealed;
    kept.owned = party.owned;
    if (kept.kind.empty()) kept.kind = party.kind;
  }
  std::sort(now.begin(), now.end(),
            [](const Party& a, const Party& b) { return a.agency < b.agency; });
  return now;
}

void FollowOwner(const CaseFile& file, uint64_t position, std::vector<Party>& parties) {
  for (Party& party : parties) {
    const bool owns = party.agency == file.track.owner_agency;
    const bool noted = !party.owned.empty() && party.owned.back().until == 0;
    if (owns && !noted) party.owned.push_back({.from = position});
    if (!owns && noted) party.owned.back().until = position;
  }
}

}  // namespace rufaa::casefile
