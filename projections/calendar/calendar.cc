#include "projections/calendar/calendar.h"

#include <algorithm>
#include <utility>

#include "domain/base/status_macros.h"
#include "projections/casefile/visibility.h"
#include "projections/core/key.h"
#include "projections/tracks/case_track.h"

namespace rufaa::calendar {

namespace {

enum Family : uint8_t { kDates = 1, kStates = 2, kWeeks = 3 };

struct Count {
  uint64_t dates = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "dates", self.dates);
  }
};

// A Monday, 00:00 in Nairobi, and weeks from it on.
const absl::Time kFirstMonday = absl::UnixEpoch() + absl::Hours(4 * 24 - 3);
constexpr absl::Duration kWeek = absl::Hours(7 * 24);

uint64_t WeekOf(absl::Time at) {
  return static_cast<uint64_t>(absl::Floor(at - kFirstMonday, kWeek) / kWeek);
}

struct Helper {
  std::string referral;
  std::string agency;
  bool may_know = false;  // Of court dates, once accepted.
  bool accepted = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "agency", self.agency);
    visit(3, "may_know", self.may_know);
    visit(4, "accepted", self.accepted);
  }
};

struct State {
  std::string owner;
  std::vector<Helper> helpers;
  std::vector<Row> dates;
  std::vector<std::string> keys;  // Of the rows it has now.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "owner", self.owner);
    visit(2, "helpers", self.helpers);
    visit(3, "dates", self.dates);
    visit(4, "keys", self.keys);
  }
};

Row& DateOf(State& state, const std::string& matter) {
  for (Row& row : state.dates) {
    if (row.matter == matter) return row;
  }
  state.dates.emplace_back().matter = matter;
  return state.dates.back();
}

void EndDate(State& state, const std::string& matter) {
  std::erase_if(state.dates, [&](const Row& row) { return row.matter == matter; });
}

bool EndAll(State& state) {
  state.dates.clear();
  return true;
}

// Whether the event can change a calendar; most can't, and cost nothing then.
template <class Event>
bool Apply(State&, const Event&) {
  return false;
}
bool Apply(State& s, const casework::Identified& e) {
  s.owner = e.intake_agency;
  return true;
}
bool Apply(State& s, const casework::Registered& e) {
  s.owner = e.owner_agency;
  return true;
}
bool Apply(State& s, const casework::TransferAccepted& e) {
  s.owner = e.owner_agency;
  return true;
}
bool Apply(State& s, const casework::ReferralOpened& e) {
  s.helpers.push_back({e.referral, e.to_agency,
                       casefile::MayHold(e.to_agency_kind, casefile::Relation::kAccepted,
                                         Compartment::kJustice, e.scope),
                       false});
  return true;
}
bool Apply(State& s, const casework::ReferralAccepted& e) {
  for (Helper& helper : s.helpers) helper.accepted |= helper.referral == e.referral;
  return true;
}
bool Apply(State& s, const casework::ReferralEnded& e) {
  std::erase_if(s.helpers, [&](const Helper& helper) { return helper.referral == e.referral; });
  return true;
}
bool Apply(State& s, const casework::CourtDateSet& e) {
  Row& row = DateOf(s, e.matter);
  row.session = e.session;
  row.court = e.court;
  row.at = e.at;
  row.moves = 0;
  return true;
}
bool Apply(State& s, const casework::CourtDateMoved& e) {
  Row& row = DateOf(s, e.matter);
  row.at = e.to;
  ++row.moves;
  return true;
}
bool Apply(State& s, const casework::CourtDateVacated& e) {
  EndDate(s, e.matter);
  return true;
}
bool Apply(State& s, const casework::CourtAttended& e) {
  if (e.next_at) {
    Row& row = DateOf(s, e.matter);
    row.at = *e.next_at;
    row.moves = 0;
  } else {
    EndDate(s, e.matter);
  }
  return true;
}

// What is set aside is heard by no court.
bool Apply(State& s, const casework::ScreenedOut&) { return EndAll(s); }
bool Apply(State& s, const casework::ImportReverted&) { return EndAll(s); }
bool Apply(State& s, const casework::Erased&) { return EndAll(s); }
bool Apply(State& s, const casework::DuplicateDecided& e) {
  if (e.same) EndAll(s);
  return true;
}

bool Changes(const AnyEvent& any) {
  return std::visit(
      [](const auto& event) {
        State scratch;
        return Apply(scratch, event);
      },
      any);
}

void CountWeeks(ViewTxn& txn, const State& state, int by) {
  for (const Row& row : state.dates) {
    const std::string key = KeyWriter().U8(kWeeks).U64(WeekOf(row.at)).Text(row.court).Take();
    Count& count = txn.EditOrMake<Count>(key);
    count.dates += by;
    if (count.dates == 0) txn.Delete(key);
  }
}

void WriteRows(State& state, absl::string_view kase, ViewTxn& txn) {
  if (state.keys.empty() && state.dates.empty()) return;
  for (const std::string& key : state.keys) txn.Delete(key);
  state.keys.clear();
  for (Row& row : state.dates) {
    row.case_code = std::string(kase);
    std::vector<std::string> agencies = {state.owner, row.court};
    for (const Helper& helper : state.helpers) {
      if (helper.accepted && helper.may_know) agencies.push_back(helper.agency);
    }
    std::sort(agencies.begin(), agencies.end());
    agencies.erase(std::unique(agencies.begin(), agencies.end()), agencies.end());
    for (const std::string& agency : agencies) {
      if (agency.empty()) continue;
      state.keys.push_back(
          KeyWriter().U8(kDates).Text(agency).Time(row.at).Text(kase).Text(row.matter).Take());
      txn.Insert(state.keys.back(), row);
    }
  }
}

}  // namespace

void CalendarView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    if (!IsCaseEvent(commit.events[i]) || !Changes(commit.events[i])) continue;
    const absl::string_view kase = IdOfStream(commit.commit.proposal.events[i].stream);
    const std::string key = KeyWriter().U8(kStates).Text(kase).Take();
    State& state =
        commit.commit.versions[i] == 1 ? txn.Make<State>(key) : txn.EditOrMake<State>(key);
    CountWeeks(txn, state, -1);
    std::visit([&](const auto& event) { Apply(state, event); }, commit.events[i]);
    CountWeeks(txn, state, +1);
    WriteRows(state, kase, txn);
  }
}

absl::StatusOr<Page> ReadDates(const ViewSnapshot& view, absl::string_view agency, absl::Time from,
                               absl::Time until, size_t limit) {
  Page page;
  page.position = view.position();
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(view.Scan(KeyWriter().U8(kDates).Text(agency).Time(from).Take(),
                                  KeyWriter().U8(kDates).Text(agency).Time(until).Take(),
                                  [&](absl::string_view, absl::string_view value) {
                                    if (page.rows.size() == limit) return false;
                                    absl::StatusOr<Row> row = DecodeFields<Row>(value);
                                    malformed = row.status();
                                    if (!row.ok()) return false;
                                    page.rows.push_back(*std::move(row));
                                    return true;
                                  }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return page;
}

absl::StatusOr<std::vector<CourtWeek>> ReadWeeks(const ViewSnapshot& view, absl::Time now,
                                                 int weeks) {
  const uint64_t first = WeekOf(now);
  std::vector<CourtWeek> found;
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(
      view.Scan(KeyWriter().U8(kWeeks).U64(first).Take(),
                KeyWriter().U8(kWeeks).U64(first + static_cast<uint64_t>(weeks)).Take(),
                [&](absl::string_view key, absl::string_view value) {
                  KeyReader reader(key.substr(1));
                  uint64_t week = 0;
                  CourtWeek& one = found.emplace_back();
                  const absl::StatusOr<Count> count = DecodeFields<Count>(value);
                  malformed = count.status();
                  if (!count.ok() || !reader.U64(week) || !reader.Text(one.court)) return false;
                  one.monday = kFirstMonday + static_cast<int64_t>(week) * kWeek;
                  one.dates = count->dates;
                  return true;
                }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return found;
}

}  // namespace rufaa::calendar
