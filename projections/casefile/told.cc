#include "projections/casefile/told.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/codec/wire.h"
#include "projections/casefile/casefile_internal.h"
#include "projections/casefile/curtailed.h"

namespace rufaa::casefile {

namespace {

// As if its referrals had been sent with no more than this.
Party PartyOf(const Opened& opened) {
  Party party;
  party.agency = opened.agency;
  party.kind = opened.kind;
  party.relation = opened.relation;
  party.scope = opened.compartments;
  return party;
}

// Who did no more than help when the commit at `position` was made.
std::vector<Party> Helping(const std::vector<Helper>& helpers, uint64_t position) {
  std::vector<Party> parties;
  for (const Helper& helper : helpers) {
    const bool owned = std::any_of(helper.owned.begin(), helper.owned.end(),
                                   [&](const Span& span) { return span.Has(position); });
    if (owned) continue;
    Party& party = parties.emplace_back();
    party.agency = helper.agency;
    party.relation = Relation::kAccepted;
  }
  return parties;
}

absl::StatusOr<Master> ReadMaster(const ViewSnapshot& view, absl::string_view case_code) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                         view.Get(KeyOf(kMasters, case_code)));
  if (!row) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return DecodeFields<Master>(*row);
}

// The referral that an event is of; empty: none.
std::string ReferralOf(const TimelineRow& row, const AnyEvent& any) {
  const absl::string_view stream = row.stream;
  if (absl::StartsWith(stream, "referral/"))
    return std::string(stream.substr(stream.find('/') + 1));
  return std::visit(
      [](const auto& event) -> std::string {
        if constexpr (requires { event.referral; }) return event.referral;
        return "";
      },
      any);
}

// What it did itself, or what belongs to its referrals: it would know of no other's.
bool IsOwn(const Opened& opened, const TimelineRow& row, const AnyEvent& event) {
  if (row.actor.agency == opened.agency) return true;
  const std::string referral = ReferralOf(row, event);
  const auto& own = opened.referrals;
  return !referral.empty() && std::find(own.begin(), own.end(), referral) != own.end();
}

}  // namespace

absl::StatusOr<std::vector<Helper>> HelpersOf(const ViewSnapshot& view,
                                              absl::string_view case_code) {
  RUFAA_ASSIGN_OR_RETURN(const Master master, ReadMaster(view, case_code));
  std::vector<Helper> helpers;
  for (const ReferralLine& line : master.file.referrals) {
    // Rows of an older version tell only who helps now, and whose the case is now.
    const bool helped = line.accepted || line.state == Relation::kAccepted;
    if (!helped) continue;
    Helper& helper = helpers.emplace_back(Helper{line.to_agency, {}});
    for (const Party& party : master.parties) {
      if (party.agency == helper.agency) helper.owned = party.owned;
    }
    const bool owns = helper.agency == master.file.track.owner_agency;
    if (owns && helper.owned.empty()) helper.owned.push_back(Span());
  }
  return helpers;
}

void KeepOpened(const Opened& opened, CaseFile& head) {
  const Party party = PartyOf(opened);
  const auto open = [&](Compartment compartment) {
    return MayHold(party.kind, party.relation, compartment, party.scope);
  };
  if (!open(Compartment::kNarrative)) head.categories.clear();
  if (!MayHoldExposure(party.kind, party.relation, party.scope)) head.track.exposure_at.reset();
  if (!open(Compartment::kJustice)) {
    head.court_dates.clear();
    head.orders.clear();
    head.track.court_due.reset();
    head.track.court_matter.clear();
    head.track.due = head.track.stage_due;
  }
  CurtailOrders(party, head.orders);
  CurtailPlace(party, head.place);
}

absl::StatusOr<std::optional<AnyEvent>> OpenedEvent(const Opened& opened,
                                                    const TimelineLine& line) {
  const TimelineRow& row = line.row;
  RUFAA_ASSIGN_OR_RETURN(AnyEvent event, DecodeEvent(row.type, row.payload));
  const Party party = PartyOf(opened);
  if (IsOwn(opened, row, event)) return event;
  if (!MayKnow(party.kind, party.relation, event, /*own=*/false)) {
    // A helper keeps the lines that it got while the case was its own, or was to be; one that reads
    // the case by a day in court has no others.
    if (party.relation == Relation::kAccepted) return std::nullopt;
    return event;
  }
  if (IsKeptFrom(party, event, Helping(opened.helpers, line.position), row.actor.agency)) {
    return std::nullopt;
  }
  if (std::optional<AnyEvent> curtailed = Curtailed(party, event)) return curtailed;
  return event;
}

absl::StatusOr<CaseFile> ReadReport(const ViewSnapshot& view, absl::string_view case_code) {
  RUFAA_ASSIGN_OR_RETURN(const Master master, ReadMaster(view, case_code));
  // Of no agency, and so of none of its referrals.
  Party reporter;
  reporter.relation = Relation::kIdentifier;
  CaseFile report;
  MakeHead(master.file, reporter, report);
  return report;
}

absl::StatusOr<bool> IsOfReport(const TimelineRow& row) {
  if (!absl::StartsWith(row.stream, "case/")) return false;
  RUFAA_ASSIGN_OR_RETURN(const AnyEvent event, DecodeEvent(row.type, row.payload));
  // An import is a report of many, which may be taken back.
  const bool report = std::holds_alternative<casework::Identified>(event) ||
                      std::holds_alternative<casework::ImportReverted>(event);
  return report || MayKnow({}, Relation::kIdentifier, event, /*own=*/false);
}

}  // namespace rufaa::casefile
