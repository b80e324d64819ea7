#include "projections/board/waiting_cases.h"

#include "projections/core/key.h"

namespace rufaa::board {

namespace {

void CountTurn(ViewTxn& txn, const std::optional<CaseTurn>& turn, int by) {
  if (!turn) return;
  txn.EditOrMake<Waiting>(KeyWriter()
                              .U8(kCaseWaiting)
                              .Text(turn->agency)
                              .Text(turn->subcounty)
                              .U8(static_cast<uint8_t>(turn->stage))
                              .U8(turn->in_court ? 1 : 0)
                              .Take())
      .due.Add(turn->due_slot, by);
}

}  // namespace

std::optional<CaseTurn> TurnOf(const CaseState& state) {
  const CaseTrack& track = state.track;
  if (!track.due || !IsCounted(track) || !IsActive(track)) return std::nullopt;
  return CaseTurn{.agency = TurnAgency(track),
                  .subcounty = track.subcounty,
                  .stage = track.stage,
                  .in_court = DueInCourt(track),
                  .due_slot = SlotOf(*track.due)};
}

void MoveTurn(ViewTxn& txn, const std::optional<CaseTurn>& before, const CaseState& state) {
  const std::optional<CaseTurn> now = TurnOf(state);
  if (before == now) return;
  CountTurn(txn, before, -1);
  CountTurn(txn, now, +1);
}

}  // namespace rufaa::board
