#include "projections/board/board.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/indicators/csec.h"
#include "projections/board/lines.h"
#include "projections/board/programme.h"
#include "projections/board/states.h"
#include "projections/board/waiting_cases.h"
#include "projections/core/key.h"
#include "projections/core/utc_day.h"

namespace rufaa::board {

namespace {

// Where a case's stage is counted. What has ended is never asked its age to the day: by weeks its
// row stays short over the years.
int64_t DayCounted(const CaseTrack& track) {
  const int64_t day = UtcDay(track.stage_since);
  return IsActive(track) ? day : day - day % 7;
}

NeedState* FindNeed(CaseState& state, absl::string_view need) {
  for (NeedState& one : state.needs) {
    if (one.need == need) return &one;
  }
  return nullptr;
}

template <class Event>
void Apply(CaseState&, const Event&) {}
void SetCategories(CaseState& s, const std::vector<casework::Category>& categories) {
  s.csec = indicators::IsCsec(categories, LocalDay(s.track.identified_at));
}
void Apply(CaseState& s, const casework::Identified& e) { SetCategories(s, e.categories); }
void Apply(CaseState& s, const casework::DetailsCorrected& e) {
  if (!e.categories.empty()) SetCategories(s, e.categories);
}
void Apply(CaseState& s, const casework::NeedOpened& e) {
  NeedState* need = FindNeed(s, e.need);
  if (need == nullptr) need = &s.needs.emplace_back();
  need->need = e.need;
  need->code = e.code;
  need->open = true;
  need->referred_before = e.referred_before;
}
void Apply(CaseState& s, const casework::NeedMet& e) {
  if (NeedState* need = FindNeed(s, e.need)) need->open = false, need->met = true;
}
void Apply(CaseState& s, const casework::NeedReopened& e) {
  if (NeedState* need = FindNeed(s, e.need)) need->open = true, need->met = false;
}
void Apply(CaseState& s, const casework::NeedWithdrawn& e) {
  if (NeedState* need = FindNeed(s, e.need)) need->open = false;
}
void Apply(CaseState& s, const casework::ReferralOpened& e) {
  s.referrals.push_back({e.referral, e.need});
  if (NeedState* need = FindNeed(s, e.need)) ++need->under_way, need->referred_before = false;
}
void Apply(CaseState& s, const casework::ReferralEnded& e) {
  const auto found =
      std::find_if(s.referrals.begin(), s.referrals.end(),
                   [&](const ReferralNeed& one) { return one.referral == e.referral; });
  if (found == s.referrals.end()) return;
  NeedState* need = FindNeed(s, found->need);
  if (need != nullptr && need->under_way > 0) --need->under_way;
  s.referrals.erase(found);
}

// A case counts while it is worked on; its needs too.
void CountCase(ViewTxn& txn, const CaseState& state, int by) {
  if (!IsCounted(state.track)) return;
  auto& stage =
      txn.EditOrMake<StageCounters>(KeyWriter()
                                        .U8(kStages)
                                        .Text(state.track.owner_agency)
                                        .Text(state.track.subcounty)
                                        .U8(static_cast<uint8_t>(StageCounted(state.track)))
                                        .Take());
  stage.since_day.Add(DayCounted(state.track), by);
  if (CountsAsFound(state)) stage.found += by;
  for (const NeedState& need : state.needs) {
    auto& counters = txn.EditOrMake<NeedCounters>(
        KeyWriter().U8(kNeeds).Text(need.code).Text(state.track.subcounty).Take());
    if (need.met && CountsMet(state.track)) counters.met += by;
    if (!need.open || !IsActive(state.track)) continue;
    counters.open += by;
    if (need.unmet()) counters.unmet += by;
  }
}

// What of a case the counters are made of.
bool SameShare(const AnyEvent& any) {
  return std::visit(
      [](const auto& event) {
        using namespace casework;
        return kIsAny<std::decay_t<decltype(event)>, RiskSet, Assessed, PlanApproved,
                      ServiceSession, NoteAdded, ReferralAccepted, CourtDateSet, CourtDateMoved,
                      CourtDateVacated, CourtAttended, OrderMade, OrderEnded, ConsentGiven,
                      ConsentWithdrawn, VisitRecorded>;
      },
      any);
}

void FoldCase(const DecodedCommit& commit, size_t index, absl::string_view kase, ViewTxn& txn) {
  const AnyEvent& event = commit.events[index];
  const bool same_share = SameShare(event);
  if (same_share && !MovesCase(event)) return;
  const std::string key = KeyWriter().U8(kCaseStates).Text(kase).Take();
  CaseState& state = commit.commit.versions[index] == 1 ? txn.Make<CaseState>(key)
                                                        : txn.EditOrMake<CaseState>(key);
  const absl::Time at = commit.commit.proposal.occurred_at;
  const std::optional<CaseTurn> turn = TurnOf(state);
  if (same_share) {  // What is due next moves, and no line.
    Follow(state.track, event, at);
    return MoveTurn(txn, turn, state);
  }
  const ListedCase before = Listed(state);
  CountCase(txn, state, -1);
  Follow(state.track, event, at);
  std::visit([&](const auto& one) { Apply(state, one); }, event);
  CountCase(txn, state, +1);
  MoveLines(txn, kase, before, state);
  MoveTurn(txn, turn, state);
}

void CountReferral(ViewTxn& txn, const ReferralState& state, int by) {
  const ReferralTrack& track = state.track;
  if (track.stage <= referral::Stage::kDraft) return;
  Count(txn.EditOrMake<ReferralCounters>(
            KeyWriter().U8(kReferrals).Text(track.to_agency).Text(track.subcounty).Take()),
        track, by);
  if (IsOpen(track)) {
    txn.EditOrMake<AgeCounters>(KeyWriter()
                                    .U8(kRunning)
                                    .Text(track.subcounty)
                                    .U8(static_cast<uint8_t>(track.stage))
                                    .Take())
        .since_day.Add(UtcDay(track.sent_at), by);
  }
  if (!track.due) return;
  txn.EditOrMake<Waiting>(
         KeyWriter().U8(kWaiting).Text(TurnAgency(track)).Text(track.subcounty).Take())
      .due.Add(SlotOf(*track.due), by);
}

void CountInCohort(ViewTxn& txn, const ReferralTrack& track, const Share& share, int by) {
  if (!share) return;
  auto& counters =
      txn.EditOrMake<StepCounters>(KeyWriter()
                                       .U8(kCohorts)
                                       .U64(static_cast<uint64_t>(StepOf(track.sent_at)))
                                       .Text(track.to_agency)
                                       .Text(track.subcounty)
                                       .Take());
  counters.sent += by;
  counters.answers.resize(share->size());
  for (size_t i = 0; i < share->size(); ++i) counters.answers[i].Add((*share)[i], by);
}

void FoldReferral(const DecodedCommit& commit, size_t index, absl::string_view referral,
                  ViewTxn& txn) {
  const std::string key = KeyWriter().U8(kReferralStates).Text(referral).Take();
  ReferralState& state = commit.commit.versions[index] == 1 ? txn.Make<ReferralState>(key)
                                                            : txn.EditOrMake<ReferralState>(key);
  const absl::Time at = commit.commit.proposal.occurred_at;
  const Share before = ShareOf(state);
  const ListedReferral lines_before = Listed(state, before);
  CountReferral(txn, state, -1);
  const bool answered = state.track.answered;
  Follow(state.track, commit.events[index], at, commit.commit.recorded_at);
  if (!answered && state.track.answered) state.answered_at = at;
  if (const auto* sent = std::get_if<referral::Sent>(&commit.events[index])) {
    state.decide_by = sent->decide_by;
  }
  CountReferral(txn, state, +1);
  // Most acts leave what the cohorts count as it was. Where and when it was sent is for ever.
  const Share after = ShareOf(state);
  MoveLines(txn, referral, lines_before, state, after);
  if (before == after) return;
  CountInCohort(txn, state.track, before, -1);
  CountInCohort(txn, state.track, after, +1);
}

}  // namespace

void BoardView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    const absl::string_view id = IdOfStream(commit.commit.proposal.events[i].stream);
    if (IsReferralEvent(commit.events[i])) {
      FoldReferral(commit, i, id, txn);
    } else if (IsCaseEvent(commit.events[i])) {
      FoldCase(commit, i, id, txn);
    } else {
      FoldProgramme(commit, i, txn);
    }
  }
}

}  // namespace rufaa::board
