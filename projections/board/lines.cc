#include "projections/board/lines.h"

#include <algorithm>

#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa::board {

namespace {

constexpr uint8_t kUnmet = 1, kMet = 2;

uint64_t Unsigned(int64_t at) { return static_cast<uint64_t>(std::max<int64_t>(0, at)); }

void Add(Lines& lines, KeyWriter& key, const Line& line) {
  lines.emplace_back(key.Take(), EncodeFields(line));
}

uint32_t If(bool so, uint32_t bit) { return so ? bit : 0; }

uint32_t BitsOf(const ReferralTrack& track, const Share& share) {
  uint32_t bits = 0;
  for (size_t i = 0; i < share->size(); ++i) {
    const Answers& a = (*share)[i];
    const uint32_t day = If(a.decided > 0, kDecided) | If(a.decided_in_time > 0, kInTime) |
                         If(a.accepted > 0, kAccepted) | If(a.silent > 0, kSilent) |
                         If(a.completed_with_service > 0, kServed);
    bits |= day << (i * kBitsOfADay);
  }
  const bool outcome = HasOutcome(track);
  return bits | If(outcome, kHasOutcome) | If(outcome && track.loop_confirmed, kConfirmed) |
         If(track.appointments > 0, kHasAppointment) | If(track.no_shows > 0, kMissedOne);
}

const std::string* Find(const Lines& lines, absl::string_view key) {
  for (const auto& [one, value] : lines) {
    if (one == key) return &value;
  }
  return nullptr;
}

KeyRange Between(const KeyWriter& prefix, int64_t from, int64_t until) {
  return {KeyWriter(prefix).U64(Unsigned(from)).Take(),
          KeyWriter(prefix).U64(Unsigned(until)).Take()};
}

}  // namespace

Lines LinesOf(absl::string_view kase, const CaseState& state) {
  Lines lines;
  const CaseTrack& track = state.track;
  if (track.stage == casework::Stage::kAbsent) return lines;
  KeyWriter key;
  key.U8(kCaseLines)
      .U8(static_cast<uint8_t>(track.stage))
      .Text(track.owner_agency)
      .U64(Unsigned(DayOf(track.stage_since)))
      .Text(kase);
  Add(lines, key, {.subcounty = track.subcounty, .age_band = track.age_band});
  for (const NeedState& need : state.needs) {
    const bool unmet = need.open && IsActive(track) && need.under_way == 0;
    for (const uint8_t kind : {kUnmet, kMet}) {
      if (kind == kMet ? !need.met : !unmet) continue;
      KeyWriter place;
      place.U8(kNeedLines).U8(kind).Text(need.code).Text(track.subcounty).Text(kase);
      Add(lines, place.Text(need.need), {});
    }
  }
  return lines;
}

Lines LinesOf(absl::string_view referral, const ReferralState& state, const Share& share) {
  Lines lines;
  const ReferralTrack& track = state.track;
  if (track.stage <= referral::Stage::kDraft) return lines;
  if (IsOpen(track)) {
    KeyWriter key;
    key.U8(kStateLines)
        .U8(static_cast<uint8_t>(track.stage))
        .U64(Unsigned(DayOf(track.sent_at)))
        .Text(referral);
    Add(lines, key, {.subcounty = track.subcounty});
  }
  if (track.due) {
    KeyWriter key;
    key.U8(kTurnLines).Text(TurnAgency(track)).U64(Unsigned(SlotOf(*track.due))).Text(referral);
    Add(lines, key,
        {.subcounty = track.subcounty,
         .state = track.stage,
         .sent_day = Unsigned(DayOf(track.sent_at))});
  }
  if (share) {
    KeyWriter key;
    key.U8(kAnswerLines).Text(track.to_agency).U64(Unsigned(StepOf(track.sent_at))).Text(referral);
    Add(lines, key, {.subcounty = track.subcounty, .bits = BitsOf(track, share)});
  }
  return lines;
}

void MoveLines(ViewTxn& txn, const Lines& before, const Lines& now) {
  for (const auto& [key, value] : before) {
    if (Find(now, key) == nullptr) txn.Delete(key);
  }
  for (const auto& [key, value] : now) {
    const std::string* was = Find(before, key);
    if (was == nullptr) {
      txn.InsertBytes(key, value);
    } else if (*was != value) {
      txn.ReplaceBytes(key, value);
    }
  }
}

KeyRange CaseLines(casework::Stage stage, absl::string_view agency, Days since) {
  KeyWriter key;
  key.U8(kCaseLines).U8(static_cast<uint8_t>(stage)).Text(agency);
  return Between(key, since.from, since.until);
}

KeyRange StateLines(referral::Stage state, Days sent) {
  KeyWriter key;
  key.U8(kStateLines).U8(static_cast<uint8_t>(state));
  return Between(key, sent.from, sent.until);
}

KeyRange TurnLines(absl::string_view agency, int64_t from_slot, int64_t until_slot) {
  KeyWriter key;
  key.U8(kTurnLines).Text(agency);
  return Between(key, from_slot, until_slot);
}

KeyRange AnswerLines(absl::string_view agency, int64_t from_step, int64_t until_step) {
  KeyWriter key;
  key.U8(kAnswerLines).Text(agency);
  return Between(key, from_step, until_step);
}

KeyRange NeedLines(bool met, absl::string_view code, absl::string_view subcounty) {
  const std::string prefix =
      KeyWriter().U8(kNeedLines).U8(met ? kMet : kUnmet).Text(code).Text(subcounty).Take();
  return {prefix, PrefixEnd(prefix)};
}

absl::StatusOr<LinePlace> ReadLinePlace(absl::string_view key) {
  KeyReader reader(key);
  LinePlace place;
  uint8_t family = 0;
  bool ok = reader.U8(family);
  place.family = static_cast<Family>(family);
  if (place.family != kTurnLines && place.family != kAnswerLines) ok &= reader.U8(place.number);
  if (place.family == kNeedLines) {
    ok &= reader.Text(place.code) && reader.Text(place.subcounty);
  } else {
    if (place.family != kStateLines) ok &= reader.Text(place.agency);
    ok &= reader.U64(place.at);
  }
  if (!ok || !reader.Text(place.id)) return absl::DataLossError("views: the key of a board's line");
  return place;
}

absl::StatusOr<CaseState> ReadCaseState(const ViewSnapshot& view, absl::string_view kase) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                         view.Get(KeyWriter().U8(kCaseStates).Text(kase).Take()));
  if (!row) return absl::DataLossError("views: a board's line of no case");
  return DecodeFields<CaseState>(*row);
}

absl::StatusOr<ReferralState> ReadReferralState(const ViewSnapshot& view,
                                                absl::string_view referral) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                         view.Get(KeyWriter().U8(kReferralStates).Text(referral).Take()));
  if (!row) return absl::DataLossError("views: a board's line of no referral");
  return DecodeFields<ReferralState>(*row);
}

}  // namespace rufaa::board
