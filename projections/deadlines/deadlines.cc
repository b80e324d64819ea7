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

void Stand(std::optional<absl::Time> due, absl::string_view stream, std::string& place,
           ViewTxn& txn) {
  std::string key = due ? KeyWriter().U8(kDues).Time(*due).Text(stream).Take() : std::string();
  if (key == place) return;
  if (!place.empty()) txn.Delete(place);
  if (!key.empty()) txn.InsertBytes(key, "");
  place = std::move(key);
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
      Follow(state.track, commit.events[i], proposal.occurred_at, commit.commit.recorded_at);
      Stand(state.track.due, stream, state.place, txn);
    } else if (MovesCase(commit.events[i])) {
      auto& state = StateOf<CaseState>(txn, kCases, stream, commit.commit.versions[i]);
      Follow(state.track, commit.events[i], proposal.occurred_at);
      Stand(state.track.due, stream, state.place, txn);
    }
  }
}

absl::StatusOr<DueList> ReadDue(const ViewSnapshot& view, absl::Time now, size_t limit) {
  DueList list;
  list.position = view.position();
  const std::string from = KeyWriter().U8(kDues).Take();
  // Keys are to the microsecond, and what is due at `now` is due.
  const std::string until = KeyWriter().U8(kDues).Time(now + absl::Microseconds(1)).Take();
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view key, absl::string_view) {
    if (list.items.size() == limit) return false;
    KeyReader reader(key.substr(1));
    Due due;
    if (reader.Time(due.due) && reader.Text(due.stream)) list.items.push_back(std::move(due));
    return true;
  }));
  return list;
}

absl::StatusOr<absl::Time> NextDue(const ViewSnapshot& view) {
  absl::Time next = absl::InfiniteFuture();
  RUFAA_RETURN_IF_ERROR(view.Scan(KeyWriter().U8(kDues).Take(), KeyWriter().U8(kDues + 1).Take(),
                                  [&](absl::string_view key, absl::string_view) {
                                    KeyReader reader(key.substr(1));
                                    reader.Time(next);
                                    return false;
                                  }));
  return next;
}

}  // namespace rufaa::deadlines
