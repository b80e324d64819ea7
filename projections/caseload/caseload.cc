#include "projections/caseload/caseload.h"

#include <algorithm>
#include <utility>

#include "domain/base/local_day.h"
#include "projections/caseload/caseload_keys.h"

namespace rufaa::caseload {

namespace {

struct CourtDate {
  std::string matter;
  absl::Time at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "at", self.at);
  }
};

// One that names its last day, and has not been ended.
struct Order {
  std::string order;
  std::string matter;
  absl::Time renew_by;
  absl::Time over_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "order", self.order);
    visit(2, "matter", self.matter);
    visit(3, "renew_by", self.renew_by);
    visit(4, "over_at", self.over_at);
  }
};

// Where a case's row stands, and what the row alone would not tell; most events leave it alone.
struct State {
  std::vector<CourtDate> court_dates;
  std::string place;   // Key of its row.
  std::string copied;  // Of the same row at the office that is asked to take the case over.
  std::vector<Order> orders;
  std::string awaiting;                    // Of the same row among what is to be decided.
  std::vector<std::string> duplicates_of;  // Flagged, and not yet decided.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "court_dates", self.court_dates);
    visit(2, "place", self.place);
    visit(3, "copied", self.copied);
    visit(4, "orders", self.orders);
    visit(5, "awaiting", self.awaiting);
    visit(6, "duplicates_of", self.duplicates_of);
  }
};

// The date of a matter that an event sets, or takes away; nullopt: it does neither.
struct Dated {
  std::string matter;
  std::optional<absl::Time> at;
};
template <class Event>
std::optional<Dated> DatedBy(const Event&) {
  return std::nullopt;
}
std::optional<Dated> DatedBy(const casework::CourtDateSet& e) { return Dated{e.matter, e.at}; }
std::optional<Dated> DatedBy(const casework::CourtDateMoved& e) { return Dated{e.matter, e.to}; }
std::optional<Dated> DatedBy(const casework::CourtDateVacated& e) {
  return Dated{e.matter, std::nullopt};
}
std::optional<Dated> DatedBy(const casework::CourtAttended& e) {
  return Dated{e.matter, e.next_at};
}

void SetCourtDate(State& state, Row& row, const Dated& dated) {
  std::erase_if(state.court_dates,
                [&](const CourtDate& date) { return date.matter == dated.matter; });
  if (dated.at) state.court_dates.push_back({dated.matter, *dated.at});
  row.court_at = std::nullopt;
  for (const CourtDate& date : state.court_dates) {
    if (!row.court_at || date.at < *row.court_at) row.court_at = date.at;
  }
}

// Whether the event makes or ends an order.
bool IsOfOrder(const AnyEvent& event) {
  return std::holds_alternative<casework::OrderMade>(event) ||
         std::holds_alternative<casework::OrderEnded>(event);
}

void SetOrder(State& state, const AnyEvent& event) {
  if (const auto* made = std::get_if<casework::OrderMade>(&event); made && made->expires_on) {
    const absl::Time over = StartOfLocalDay(*made->expires_on + 1);
    state.orders.push_back({made->order, made->matter, made->renew_by.value_or(over), over});
  }
  if (const auto* ended = std::get_if<casework::OrderEnded>(&event)) {
    std::erase_if(state.orders, [&](const Order& one) { return one.order == ended->order; });
  }
}

// While its matter has a date the order is before the court already; its last day stays what it is.
void SetOrderDue(const State& state, Row& row) {
  row.order_due = std::nullopt;
  for (const Order& order : state.orders) {
    const bool dated = std::any_of(state.court_dates.begin(), state.court_dates.end(),
                                   [&](const CourtDate& d) { return d.matter == order.matter; });
    const absl::Time due = dated ? order.over_at : order.renew_by;
    if (!row.order_due || due < *row.order_due) row.order_due = due;
  }
}

// Whether the event says of a case that it may be of the child of another, or decides it.
bool IsOfDuplicate(const AnyEvent& event) {
  return std::holds_alternative<casework::DuplicateFlagged>(event) ||
         std::holds_alternative<casework::DuplicateDecided>(event);
}

void SetFlagged(State& state, Row& row, const AnyEvent& event) {
  if (const auto* flag = std::get_if<casework::DuplicateFlagged>(&event)) {
    state.duplicates_of.push_back(flag->of);
  }
  if (const auto* decided = std::get_if<casework::DuplicateDecided>(&event)) {
    std::erase(state.duplicates_of, decided->of);
  }
  row.flagged = !state.duplicates_of.empty();
}

template <class Event>
void Apply(Row&, const Event&) {}
void Apply(Row& row, const casework::Identified& e) { row.birth_year = e.birth_year; }
void Apply(Row& row, const casework::DetailsCorrected& e) {
  if (e.birth_year) row.birth_year = e.birth_year;
}
void Apply(Row& row, const casework::ReferralOpened&) { ++row.open_referrals; }
void Apply(Row& row, const casework::ReferralEnded&) {
  if (row.open_referrals > 0) --row.open_referrals;
}
void Apply(Row& row, const casework::NeedOpened&) { ++row.open_needs; }
void Apply(Row& row, const casework::NeedMet&) {
  if (row.open_needs > 0) --row.open_needs;
}
void Apply(Row& row, const casework::NeedReopened&) { ++row.open_needs; }
void Apply(Row& row, const casework::NeedWithdrawn&) {
  if (row.open_needs > 0) --row.open_needs;
}

void Apply(Row& row, const casework::PlanDrafted&) { row.plan_waits = true; }
void Apply(Row& row, const casework::PlanApproved&) { row.plan_waits = false; }

// What is due of it next, whatever it is.
absl::Time NextOf(const Row& row) {
  absl::Time next = row.track.due.value_or(absl::InfiniteFuture());
  if (row.court_at) next = std::min(next, *row.court_at);
  if (row.order_due) next = std::min(next, *row.order_due);
  return next;
}

std::string PlaceOf(const Row& row, absl::string_view kase, absl::string_view agency) {
  const CaseTrack& track = row.track;
  if (!IsActive(track)) {
    return RowKey(agency, Part::kClosed)
        .TimeDescending(track.closed_at.value_or(track.stage_since))
        .Text(kase)
        .Take();
  }
  return RowKey(agency, Part::kActive).Time(NextOf(row)).Text(kase).Take();
}

// At the agency that is to decide something of it; empty: nothing is to be decided.
std::string AwaitingPlaceOf(const Row& row, absl::string_view kase) {
  if (Awaits(row).empty()) return "";
  const CaseTrack& track = row.track;
  const std::string& agency = track.transfer_to.empty() ? track.owner_agency : track.transfer_to;
  return RowKey(agency, Part::kAwaiting).Time(NextOf(row)).Text(kase).Take();
}

uint64_t& CountOf(Counts& counts, Part part) {
  if (part == Part::kAwaiting) return counts.awaiting;
  return part == Part::kActive ? counts.active : counts.closed;
}

void CountRow(ViewTxn& txn, absl::string_view place, int by) {
  KeyReader reader(place);
  uint8_t family = 0, part = 0;
  std::string agency;
  if (!reader.U8(family) || !reader.Text(agency) || !reader.U8(part)) return;
  CountOf(txn.EditOrMake<Counts>(CountsKey(agency)), static_cast<Part>(part)) += by;
}

// Puts the row where it now belongs.
void Move(ViewTxn& txn, State& state, Row row, std::string to) {
  if (!state.place.empty()) {
    txn.Delete(state.place);
    CountRow(txn, state.place, -1);
  }
  CountRow(txn, to, +1);
  txn.Make<Row>(to) = std::move(row);
  state.place = std::move(to);
}

// A second row of the case, under `to`; empty: nowhere.
void Copy(ViewTxn& txn, const Row& row, std::string to, std::string& copied) {
  if (to != copied) {
    if (!copied.empty()) {
      txn.Delete(copied);
      CountRow(txn, copied, -1);
    }
    if (!to.empty()) CountRow(txn, to, +1);
    copied = std::move(to);
  }
  if (!copied.empty()) txn.Overwrite<Row>(copied) = row;
}

// Who is asked to take a case over has it in its list until it has answered.
std::string PlaceAtReceiver(const Row& row, absl::string_view kase) {
  const std::string& receiver = row.track.transfer_to;
  return receiver.empty() ? std::string() : PlaceOf(row, kase, receiver);
}

void CopyRow(ViewTxn& txn, const Row& row, absl::string_view kase, const std::string& state_key,
             const State& state) {
  std::string receiver = PlaceAtReceiver(row, kase);
  if (!receiver.empty() || !state.copied.empty()) {
    Copy(txn, row, std::move(receiver), txn.Edit<State>(state_key)->copied);
  }
  std::string awaiting = AwaitingPlaceOf(row, kase);
  if (!awaiting.empty() || !state.awaiting.empty()) {
    Copy(txn, row, std::move(awaiting), txn.Edit<State>(state_key)->awaiting);
  }
}

void FoldEvent(const DecodedCommit& commit, size_t index, ViewTxn& txn) {
  const absl::string_view kase = IdOfStream(commit.commit.proposal.events[index].stream);
  const std::string key = KeyWriter().U8(kStates).Text(kase).Take();
  const bool first = commit.commit.versions[index] == 1;
  const State* state = first ? &txn.Make<State>(key) : txn.Find<State>(key);
  if (state == nullptr) return;  // The store could not be read; the batch knows.
  Row made;
  Row* row = first ? &made : txn.Edit<Row>(state->place);
  if (row == nullptr) return;
  const AnyEvent& event = commit.events[index];
  Follow(row->track, event, commit.commit.proposal.occurred_at);
  std::visit([&](const auto& one) { Apply(*row, one); }, event);
  const auto dated = std::visit([](const auto& one) { return DatedBy(one); }, event);
  if (dated) SetCourtDate(*txn.Edit<State>(key), *row, *dated);
  if (row->court_at && IsSetAside(row->track)) {  // Nobody is to go there for it any more.
    txn.Edit<State>(key)->court_dates.clear();
    row->court_at = std::nullopt;
  }
  if (IsOfDuplicate(event)) SetFlagged(*txn.Edit<State>(key), *row, event);
  if (dated || IsOfOrder(event)) {
    SetOrder(*txn.Edit<State>(key), event);
    SetOrderDue(*state, *row);
  }
  if (row->order_due && !IsActive(row->track)) {  // Closing asks that none of them runs.
    txn.Edit<State>(key)->orders.clear();
    row->order_due = std::nullopt;
  }
  row->version = commit.commit.versions[index];
  CopyRow(txn, *row, kase, key, *state);
  std::string place = PlaceOf(*row, kase, row->track.owner_agency);
  if (place != state->place) Move(txn, *txn.Edit<State>(key), Row(*row), std::move(place));
}

}  // namespace

absl::string_view Awaits(const Row& row) {
  const CaseTrack& track = row.track;
  if (track.stage == casework::Stage::kTransferPending && IsActive(track)) return "transfer";
  if (track.closure_requested && IsActive(track)) return "closure";
  if (track.stage == casework::Stage::kPlanned && row.plan_waits && IsActive(track)) return "plan";
  return row.flagged && !IsSetAside(track) ? "duplicate" : "";
}

void CaseloadView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    if (IsCaseEvent(commit.events[i])) FoldEvent(commit, i, txn);
  }
}

}  // namespace rufaa::caseload
