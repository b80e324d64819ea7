#include "projections/deadlines/deadlines.h"

#include <utility>

#include "domain/base/status_macros.h"
#include "projections/core/key.h"
#include "projections/tracks/case_track.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::deadlines {

namespace {

enum Family : uint8_t { kDues = 1, kReferrals = 2, kCases = 3 };

struct ReferralState {
  ReferralTrack track;
  std::string place;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "track", self.track);
    visit(2, "place", self.place);
  }
};

struct CaseState {
  CaseTrack track;
  std::string place;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "track", self.track);
    visit(2, "place", self.place);
  }
};

// What stands under the due time, if anything is due.
Row RowOf(const ReferralTrack& track) {
  if (!track.due) return {};
  return {.state = track.stage,
          .agency = TurnAgency(track),
          .subcounty = track.subcounty,
          .service = track.service,
          .urgency = track.urgency};
}

Row RowOf(const CaseTrack& track) {
  if (!track.due) return {};
  return {.stage = track.stage,
          .agency = TurnAgency(track),
          .subcounty = track.subcounty,
          .in_court = DueInCourt(track)};
}

// `was`: the row before.
template <class State>
void Stand(State& state, absl::string_view stream, const Row& was, ViewTxn& txn) {
  const Row row = RowOf(state.track);
  std::string key = state.track.due
                        ? KeyWriter().U8(kDues).Time(*state.track.due).Text(stream).Take()
                        : std::string();
  if (key == state.place && row == was) return;
  txn.MoveBytes(state.place, key, EncodeFields(row));
  state.place = std::move(key);
}

template <class State>
State& StateOf(ViewTxn& txn, Family family, absl::string_view stream, uint64_t version) {
  const std::string key = KeyWriter().U8(family).Text(IdOfStream(stream)).Take();
  return version == 1 ? txn.Make<State>(key) : txn.EditOrMake<State>(key);
}

}  // namespace

void DeadlinesView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  const Proposal& proposal = commit.commit.proposal;
  for (size_t i = 0; i < commit.events.size(); ++i) {
    const std::string& stream = proposal.events[i].stream;
    if (IsReferralEvent(commit.events[i])) {
      auto& state = StateOf<ReferralState>(txn, kReferrals, stream, commit.commit.versions[i]);
      const Row was = RowOf(state.track);
      Follow(state.track, commit.events[i], proposal.occurred_at, commit.commit.recorded_at);
      Stand(state, stream, was, txn);
    } else if (MovesCase(commit.events[i])) {
      auto& state = StateOf<CaseState>(txn, kCases, stream, commit.commit.versions[i]);
      const Row was = RowOf(state.track);
      Follow(state.track, commit.events[i], proposal.occurred_at);
      Stand(state, stream, was, txn);
    }
  }
}

namespace {

// Keys are to the microsecond, and what is due at `now` is due.
KeyRange DueBy(absl::Time now) {
  return {KeyWriter().U8(kDues).Take(),
          KeyWriter().U8(kDues).Time(now + absl::Microseconds(1)).Take()};
}

absl::StatusOr<Overdue> ReadLine(absl::string_view key, absl::string_view value) {
  Overdue line;
  KeyReader reader(key.substr(1));
  if (!reader.Time(line.due.due) || !reader.Text(line.due.stream)) {
    return absl::DataLossError("views: the key of a deadline");
  }
  RUFAA_ASSIGN_OR_RETURN(line.row, DecodeFields<Row>(value));
  return line;
}

}  // namespace

absl::StatusOr<OverduePage> ReadOverdue(const ViewSnapshot& view, const OverdueQuery& query) {
  const auto wanted = [&](absl::string_view key, absl::string_view value) -> absl::StatusOr<bool> {
    RUFAA_ASSIGN_OR_RETURN(const Overdue line, ReadLine(key, value));
    return query.wanted(line);
  };
  RUFAA_ASSIGN_OR_RETURN(
      FilteredPage found,
      ReadFiltered(view, {{DueBy(query.now)}, query.after, query.limit, wanted}));
  OverduePage page;
  page.next = std::move(found.next);
  for (const auto& [key, value] : found.rows) {
    RUFAA_ASSIGN_OR_RETURN(Overdue line, ReadLine(key, value));
    page.items.push_back(std::move(line));
  }
  return page;
}

absl::StatusOr<DueList> ReadDue(const ViewSnapshot& view, absl::Time now, size_t limit) {
  DueList list;
  list.position = view.position();
  const auto [from, until] = DueBy(now);
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view key, absl::string_view) {
    if (list.items.size() == limit) return false;
    KeyReader reader(key.substr(1));
    Due due;
    if (reader.Time(due.due) && reader.Text(due.stream)) list.items.push_back(std::move(due));
    return true;
  }));
  return list;
}

}  // namespace rufaa::deadlines
