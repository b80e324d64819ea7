#include "projections/board/lines.h"

#include <algorithm>
#include <tuple>

#include "projections/core/key.h"
#include "projections/core/utc_day.h"

namespace rufaa::board {

namespace {

constexpr uint8_t kUnmet = 1, kMet = 2;

uint64_t Unsigned(int64_t at) { return static_cast<uint64_t>(std::max<int64_t>(0, at)); }

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

std::string CaseKey(absl::string_view kase, const ListedCase& listed) {
  if (listed.stage == casework::Stage::kAbsent) return "";
  return KeyWriter()
      .U8(kCaseLines)
      .U8(static_cast<uint8_t>(listed.stage))
      .Text(listed.owner)
      .U64(listed.since_day)
      .Text(kase)
      .Take();
}

std::string StateKey(absl::string_view referral, referral::Stage state, uint64_t sent_day) {
  return KeyWriter()
      .U8(kStateLines)
      .U8(static_cast<uint8_t>(state))
      .U64(sent_day)
      .Text(referral)
      .Take();
}

std::string TurnKey(absl::string_view referral, const ListedReferral& listed) {
  return KeyWriter().U8(kTurnLines).Text(listed.turn).U64(*listed.due_slot).Text(referral).Take();
}

void MoveNeeds(ViewTxn& txn, absl::string_view kase, const ListedCase& before,
               const ListedCase& now, const CaseState& state) {
  for (size_t i = 0; i < now.needs.size(); ++i) {
    const ListedNeed none;
    const ListedNeed& was = i < before.needs.size() ? before.needs[i] : none;
    const ListedNeed& is = now.needs[i];
    if (was == is && before.subcounty == now.subcounty) continue;
    const auto key = [&](const ListedNeed& need, const ListedCase& listed, uint8_t kind) {
      if (!(kind == kMet ? need.met : need.unmet)) return std::string();
      KeyWriter place;
      place.U8(kNeedLines).U8(kind).Text(need.code).Text(listed.subcounty).Text(kase);
      return place.Text(state.needs[i].need).Take();
    };
    for (const uint8_t kind : {kUnmet, kMet}) {
      txn.MoveBytes(key(was, before, kind), key(is, now, kind), EncodeFields(Line()));
    }
  }
}

KeyRange Between(const KeyWriter& prefix, int64_t from, int64_t until) {
  return {KeyWriter(prefix).U64(Unsigned(from)).Take(),
          KeyWriter(prefix).U64(Unsigned(until)).Take()};
}

}  // namespace

ListedCase Listed(const CaseState& state) {
  const CaseTrack& track = state.track;
  ListedCase listed;
  if (IsCounted(track)) listed.stage = StageCounted(track);
  listed.since_day = Unsigned(UtcDay(track.stage_since));
  listed.owner = track.owner_agency;
  listed.subcounty = track.subcounty;
  listed.age_band = track.age_band;
  listed.found = CountsAsFound(state);
  for (const NeedState& need : state.needs) {
    listed.needs.push_back(
        {need.code, need.unmet() && IsActive(track), need.met && CountsMet(track)});
  }
  return listed;
}

ListedReferral Listed(const ReferralState& state, const Share& share) {
  const ReferralTrack& track = state.track;
  ListedReferral listed;
  if (track.stage <= referral::Stage::kDraft) return listed;
  if (IsOpen(track)) listed.running = track.stage;
  if (track.due) {
    listed.due_slot = Unsigned(SlotOf(*track.due));
    listed.turn = TurnAgency(track);
  }
  if (share) listed.bits = BitsOf(track, share);
  return listed;
}

void MoveLines(ViewTxn& txn, absl::string_view kase, const ListedCase& before,
               const CaseState& state) {
  const ListedCase now = Listed(state);
  const auto facts = [](const ListedCase& one) {
    return std::tie(one.stage, one.since_day, one.owner, one.subcounty, one.age_band, one.found);
  };
  if (facts(before) != facts(now)) {
    txn.MoveBytes(CaseKey(kase, before), CaseKey(kase, now),
                  EncodeFields(Line{
                      .subcounty = now.subcounty, .age_band = now.age_band, .found = now.found}));
  }
  MoveNeeds(txn, kase, before, now, state);
}

void MoveLines(ViewTxn& txn, absl::string_view referral, const ListedReferral& before,
               const ReferralState& state, const Share& share) {
  const ListedReferral now = Listed(state, share);
  const ReferralTrack& track = state.track;
  const uint64_t sent_day = Unsigned(UtcDay(track.sent_at));
  if (before.running != now.running) {
    const auto key = [&](const ListedReferral& one) {
      if (one.running == referral::Stage::kAbsent) return std::string();
      return StateKey(referral, one.running, sent_day);
    };
    txn.MoveBytes(key(before), key(now), EncodeFields(Line{.subcounty = track.subcounty}));
  }
  const auto turn = [](const ListedReferral& one) {
    return std::tie(one.running, one.due_slot, one.turn);
  };
  if (turn(before) != turn(now)) {
    const auto key = [&](const ListedReferral& one) {
      return one.due_slot ? TurnKey(referral, one) : std::string();
    };
    txn.MoveBytes(key(before), key(now),
                  EncodeFields(Line{
                      .subcounty = track.subcounty, .state = track.stage, .sent_day = sent_day}));
  }
  if (before.bits != now.bits) {
    const auto key = [&](const ListedReferral& one) {
      if (!one.bits) return std::string();
      KeyWriter place;
      place.U8(kAnswerLines).Text(track.to_agency).U64(Unsigned(StepOf(track.sent_at)));
      return place.Text(referral).Take();
    };
    txn.MoveBytes(key(before), key(now),
                  EncodeFields(Line{.subcounty = track.subcounty, .bits = now.bits.value_or(0)}));
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

}  // namespace rufaa::board
