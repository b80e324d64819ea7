#include "projections/caseload/caseload.h"

#include <algorithm>
#include <utility>

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

struct State {
  Row row;
  std::vector<CourtDate> court_dates;
  std::string place;  // Key of its row.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "row", self.row);
    visit(2, "court_dates", self.court_dates);
    visit(3, "place", self.place);
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

void SetCourtDate(State& state, const std::string& matter, std::optional<absl::Time> at) {
  std::erase_if(state.court_dates, [&](const CourtDate& date) { return date.matter == matter; });
  if (at) state.court_dates.push_back({matter, *at});
}

template <class Event>
void Apply(State&, const Event&) {}
void Apply(State& s, const casework::CourtDateSet& e) { SetCourtDate(s, e.matter, e.at); }
void Apply(State& s, const casework::CourtDateMoved& e) { SetCourtDate(s, e.matter, e.to); }
void Apply(State& s, const casework::CourtDateVacated& e) {
  SetCourtDate(s, e.matter, std::nullopt);
}
void Apply(State& s, const casework::CourtAttended& e) { SetCourtDate(s, e.matter, e.next_at); }
void Apply(State& s, const casework::ReferralOpened&) { ++s.row.open_referrals; }
void Apply(State& s, const casework::ReferralEnded&) {
  if (s.row.open_referrals > 0) --s.row.open_referrals;
}
void Apply(State& s, const casework::NeedOpened&) { ++s.row.open_needs; }
void Apply(State& s, const casework::NeedMet&) {
  if (s.row.open_needs > 0) --s.row.open_needs;
}
void Apply(State& s, const casework::NeedWithdrawn&) {
  if (s.row.open_needs > 0) --s.row.open_needs;
}

std::string PlaceOf(const State& state, absl::string_view kase) {
  const CaseTrack& track = state.row.track;
  KeyWriter key;
  key.U8(kRows).Text(track.owner_agency);
  if (!IsActive(track)) {
    return key.U8(kClosed)
        .TimeDescending(track.closed_at.value_or(track.stage_since))
        .Text(kase)
        .Take();
  }
  absl::Time next = absl::InfiniteFuture();
  if (track.due) next = *track.due;
  if (state.row.court_at) next = std::min(next, *state.row.court_at);
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

}  // namespace

void CaseloadView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    if (!IsCaseEvent(commit.events[i])) continue;
    const absl::string_view kase = IdOfStream(commit.commit.proposal.events[i].stream);
    const std::string key = KeyWriter().U8(kStates).Text(kase).Take();
    State& state =
        commit.commit.versions[i] == 1 ? txn.Make<State>(key) : txn.EditOrMake<State>(key);
    Follow(state.row.track, commit.events[i], commit.commit.proposal.occurred_at);
    std::visit([&](const auto& event) { Apply(state, event); }, commit.events[i]);
    state.row.version = commit.commit.versions[i];
    state.row.court_at = std::nullopt;
    for (const CourtDate& date : state.court_dates) {
      if (!state.row.court_at || date.at < *state.row.court_at) state.row.court_at = date.at;
    }
    std::string place = PlaceOf(state, kase);
    if (place == state.place) {
      txn.ReplaceBytes(place, EncodeFields(state.row));
      continue;
    }
    if (!state.place.empty()) {
      txn.Delete(state.place);
      CountRow(txn, state.place, -1);
    }
    CountRow(txn, place, +1);
    txn.Insert(place, state.row);
    state.place = std::move(place);
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
