#include "projections/caseload/caseload.h"

#include <algorithm>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa::caseload {

namespace {

enum Family : uint8_t { kRows = 1, kStates = 2, kCounts = 3 };
enum : uint8_t { kActive = 1, kClosed = 2 };

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

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "court_dates", self.court_dates);
    visit(2, "place", self.place);
    visit(3, "copied", self.copied);
    visit(4, "orders", self.orders);
  }
};

struct Counts {
  uint64_t active = 0;
  uint64_t closed = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "active", self.active);
    visit(2, "closed", self.closed);
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

std::string PlaceOf(const Row& row, absl::string_view kase, absl::string_view agency) {
  const CaseTrack& track = row.track;
  KeyWriter key;
  key.U8(kRows).Text(agency);
  if (!IsActive(track)) {
    return key.U8(kClosed)
        .TimeDescending(track.closed_at.value_or(track.stage_since))
        .Text(kase)
        .Take();
  }
  absl::Time next = absl::InfiniteFuture();
  if (track.due) next = *track.due;
  if (row.court_at) next = std::min(next, *row.court_at);
  if (row.order_due) next = std::min(next, *row.order_due);
  return key.U8(kActive).Time(next).Text(kase).Take();
}

void CountRow(ViewTxn& txn, absl::string_view place, int by) {
  KeyReader reader(place);
  uint8_t family = 0, part = 0;
  std::string agency;
  if (!reader.U8(family) || !reader.Text(agency) || !reader.U8(part)) return;
  Counts& counts = txn.EditOrMake<Counts>(KeyWriter().U8(kCounts).Text(agency).Take());
  (part == kActive ? counts.active : counts.closed) += by;
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

// Who is asked to take a case over has it in its list until it has answered.
void CopyToReceiver(ViewTxn& txn, State& state, const Row& row, absl::string_view kase) {
  const std::string& receiver = row.track.transfer_to;
  std::string to = receiver.empty() ? std::string() : PlaceOf(row, kase, receiver);
  if (to != state.copied) {
    if (!state.copied.empty()) {
      txn.Delete(state.copied);
      CountRow(txn, state.copied, -1);
    }
    if (!to.empty()) CountRow(txn, to, +1);
    state.copied = std::move(to);
  }
  if (!state.copied.empty()) txn.Overwrite<Row>(state.copied) = row;
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
  if (dated || IsOfOrder(event)) {
    SetOrder(*txn.Edit<State>(key), event);
    SetOrderDue(*state, *row);
  }
  if (row->order_due && !IsActive(row->track)) {  // Closing asks that none of them runs.
    txn.Edit<State>(key)->orders.clear();
    row->order_due = std::nullopt;
  }
  row->version = commit.commit.versions[index];
  if (!row->track.transfer_to.empty() || !state->copied.empty()) {
    CopyToReceiver(txn, *txn.Edit<State>(key), *row, kase);
  }
  std::string place = PlaceOf(*row, kase, row->track.owner_agency);
  if (place != state->place) Move(txn, *txn.Edit<State>(key), Row(*row), std::move(place));
}

}  // namespace

void CaseloadView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    if (IsCaseEvent(commit.events[i])) FoldEvent(commit, i, txn);
  }
}

absl::StatusOr<Page> ReadPage(const ViewSnapshot& view, absl::string_view agency, Part part,
                              size_t limit, absl::string_view after) {
  Page page;
  page.position = view.position();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                         view.Get(KeyWriter().U8(kCounts).Text(agency).Take()));
  if (bytes) {
    RUFAA_ASSIGN_OR_RETURN(const Counts counts, DecodeFields<Counts>(*bytes));
    page.active = counts.active;
    page.closed = counts.closed;
  }
  const std::string prefix =
      KeyWriter().U8(kRows).Text(agency).U8(part == Part::kActive ? kActive : kClosed).Take();
  std::string last(after);
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(view.Scan(
      prefix + last, PrefixEnd(prefix), [&](absl::string_view key, absl::string_view value) {
        if (page.lines.size() == limit) {
          page.next = last + '\0';
          return false;
        }
        last = std::string(key.substr(prefix.size()));
        KeyReader reader(last);
        absl::Time due;
        Line& line = page.lines.emplace_back();
        absl::StatusOr<Row> row = DecodeFields<Row>(value);
        malformed = row.status();
        if (!row.ok() || !reader.Time(due) || !reader.Text(line.case_code)) return false;
        line.row = *std::move(row);
        return true;
      }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return page;
}

}  // namespace rufaa::caseload
