#include "projections/calendar/calendar.h"

#include <algorithm>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "projections/casefile/visibility.h"
#include "projections/core/key.h"
#include "projections/core/key_texts.h"
#include "projections/tracks/case_track.h"

namespace rufaa::calendar {

namespace {

enum Family : uint8_t { kDates = 1, kStates = 2, kWeeks = 3, kHeard = 4 };

struct Count {
  uint64_t dates = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "dates", self.dates);
  }
};

// That a court had a day of the case once.
struct Heard {
  std::string case_code;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "case_code", self.case_code);
  }
};

// A Monday, 00:00 in Nairobi, and weeks from it on.
const absl::Time kFirstMonday = StartOfLocalDay(absl::CivilDay(1970, 1, 5));
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
  std::vector<std::string> keys;    // Of the rows it has now.
  std::vector<std::string> courts;  // That ever had a day of it.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "owner", self.owner);
    visit(2, "helpers", self.helpers);
    visit(3, "dates", self.dates);
    visit(4, "keys", self.keys);
    visit(5, "courts", self.courts);
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

// An event without an Apply changes no calendar: most are such, and cost nothing.

void Apply(State& s, const casework::Identified& e) { s.owner = e.intake_agency; }
void Apply(State& s, const casework::Registered& e) { s.owner = e.owner_agency; }
void Apply(State& s, const casework::TransferAccepted& e) { s.owner = e.owner_agency; }
void Apply(State& s, const casework::ReferralOpened& e) {
  s.helpers.push_back({e.referral, e.to_agency,
                       casefile::MayHold(e.to_agency_kind, casefile::Relation::kAccepted,
                                         Compartment::kJustice, e.scope),
                       false});
}
void Apply(State& s, const casework::ReferralAccepted& e) {
  for (Helper& helper : s.helpers) helper.accepted |= helper.referral == e.referral;
}
void Apply(State& s, const casework::ReferralEnded& e) {
  std::erase_if(s.helpers, [&](const Helper& helper) { return helper.referral == e.referral; });
}
void Apply(State& s, const casework::CourtDateSet& e) {
  Row& row = DateOf(s, e.matter);
  row.session = e.session;
  row.court = e.court;
  row.at = e.at;
  row.moves = 0;
}
void Apply(State& s, const casework::CourtDateMoved& e) {
  Row& row = DateOf(s, e.matter);
  row.at = e.to;
  ++row.moves;
}
void Apply(State& s, const casework::CourtDateVacated& e) { EndDate(s, e.matter); }
void Apply(State& s, const casework::CourtAttended& e) {
  if (e.next_at) {
    Row& row = DateOf(s, e.matter);
    row.at = *e.next_at;
    row.moves = 0;
  } else {
    EndDate(s, e.matter);
  }
}

// What is set aside is heard by no court.
void Apply(State& s, const casework::ScreenedOut&) { s.dates.clear(); }
void Apply(State& s, const casework::ImportReverted&) { s.dates.clear(); }
void Apply(State& s, const casework::Erased&) { s.dates.clear(); }
void Apply(State& s, const casework::DuplicateDecided& e) {
  if (e.same) s.dates.clear();
}

template <class Event>
concept Changing = requires(State& state, const Event& event) { Apply(state, event); };

bool Changes(const AnyEvent& any) {
  return std::visit([](const auto& event) { return Changing<std::decay_t<decltype(event)>>; }, any);
}

void Follow(State& state, const AnyEvent& any) {
  std::visit(
      [&](const auto& event) {
        if constexpr (Changing<std::decay_t<decltype(event)>>) Apply(state, event);
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

std::string HeardKey(absl::string_view court, absl::string_view kase) {
  return KeyWriter().U8(kHeard).Text(court).Text(kase).Take();
}

void WriteHeard(State& state, absl::string_view kase, const AnyEvent& event, ViewTxn& txn) {
  if (const auto* set = std::get_if<casework::CourtDateSet>(&event)) {
    const bool known =
        std::find(state.courts.begin(), state.courts.end(), set->court) != state.courts.end();
    if (known || set->court.empty()) return;
    state.courts.push_back(set->court);
    txn.Insert(HeardKey(set->court, kase), Heard{std::string(kase)});
  } else if (std::holds_alternative<casework::Erased>(event)) {
    for (const std::string& court : state.courts) txn.Delete(HeardKey(court, kase));
    state.courts.clear();
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
    Follow(state, commit.events[i]);
    CountWeeks(txn, state, +1);
    WriteRows(state, kase, txn);
    WriteHeard(state, kase, commit.events[i], txn);
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

absl::StatusOr<HeardPage> ReadHeard(const ViewSnapshot& view, absl::string_view court, size_t limit,
                                    absl::string_view after) {
  RUFAA_ASSIGN_OR_RETURN(
      KeyTexts read, ReadKeyTexts(view, KeyWriter().U8(kHeard).Text(court).Take(), limit, after));
  return HeardPage{.cases = std::move(read.texts), .next = std::move(read.next)};
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
