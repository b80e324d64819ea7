#include "projections/board/counters.h"

#include <algorithm>

#include "domain/indicators/survival.h"
#include "projections/core/utc_day.h"

namespace rufaa::board {

namespace {

using referral::Stage;

int64_t BucketOf(absl::Duration duration) {
  return static_cast<int64_t>(indicators::Durations::BucketOf(duration));
}

bool WasSent(const ReferralTrack& track) {
  return track.stage > Stage::kDraft && track.stage != Stage::kEnteredInError;
}

Answers AnswersBy(const Followed& r, absl::Time until) {
  const ReferralTrack& t = r.track;
  Answers a;
  a.decided = t.decided_at && *t.decided_at <= until;
  a.decided_in_time = a.decided && *t.decided_at <= r.decide_by;
  a.accepted = a.decided && t.accepted;
  const bool heard = r.answered_at && *r.answered_at <= until;
  const bool ended_in_time = t.ended_at && *t.ended_at <= r.decide_by;
  a.silent = !heard && !ended_in_time && r.decide_by <= until;
  a.completed_with_service =
      t.stage == Stage::kCompleted && t.served_at && t.ended_at && *t.ended_at <= until;
  return a;
}

}  // namespace

int64_t SlotOf(absl::Time time) { return absl::ToUnixSeconds(time) / absl::ToInt64Seconds(kSlot); }

absl::Time StartOfSlot(int64_t slot) {
  return absl::FromUnixSeconds(slot * absl::ToInt64Seconds(kSlot));
}

int64_t StepOf(absl::Time sent_at) { return UtcDay(sent_at) / kStepDays; }

void Histogram::Add(int64_t at, int by) {
  auto bucket = std::lower_bound(buckets.begin(), buckets.end(), at,
                                 [](const Bucket& one, int64_t value) { return one.at < value; });
  if (bucket == buckets.end() || bucket->at != at) bucket = buckets.insert(bucket, {at, 0});
  bucket->n += by;
  if (bucket->n == 0) buckets.erase(bucket);
}

uint64_t Histogram::Total() const {
  uint64_t total = 0;
  for (const Bucket& bucket : buckets) total += bucket.n;
  return total;
}

uint64_t Histogram::Below(int64_t at) const {
  uint64_t total = 0;
  for (const Bucket& bucket : buckets) total += bucket.at < at ? bucket.n : 0;
  return total;
}

bool HasOutcome(const ReferralTrack& track) {
  return track.stage == Stage::kCompleted || track.stage == Stage::kDeclined ||
         track.stage == Stage::kCouldNotReach;
}

void Count(ReferralCounters& c, const ReferralTrack& t, int by) {
  if (!WasSent(t)) return;
  c.sent += by;
  if (t.decided_at) {
    c.decide_after.Add(BucketOf(*t.decided_at - t.sent_at), by);
  } else if (t.ended_at) {
    c.decide_censored_after.Add(BucketOf(*t.ended_at - t.sent_at), by);
  } else {
    c.undecided_since.Add(UtcDay(t.sent_at), by);
  }
  if (t.served_at) {
    c.serve_after.Add(BucketOf(*t.served_at - t.sent_at), by);
  } else if (t.ended_at) {
    c.serve_censored_after.Add(BucketOf(*t.ended_at - t.sent_at), by);
  } else {
    c.unserved_since.Add(UtcDay(t.sent_at), by);
  }
  if (HasOutcome(t)) {
    c.outcomes += by;
    if (t.loop_confirmed) c.loops_confirmed += by;
  }
  c.appointments += by * static_cast<int64_t>(t.appointments);
  c.no_shows += by * static_cast<int64_t>(t.no_shows);
}

void Answers::Add(const Answers& other, int by) {
  const auto add = [by](uint64_t& mine, uint64_t more) { mine += by * static_cast<int64_t>(more); };
  add(decided, other.decided);
  add(decided_in_time, other.decided_in_time);
  add(accepted, other.accepted);
  add(silent, other.silent);
  add(completed_with_service, other.completed_with_service);
}

std::optional<std::array<Answers, kFollowedDays.size()>> AnswersOf(const Followed& referral) {
  if (!WasSent(referral.track)) return std::nullopt;
  std::array<Answers, kFollowedDays.size()> answers;
  for (size_t i = 0; i < answers.size(); ++i) {
    answers[i] = AnswersBy(referral, referral.track.sent_at + absl::Hours(24) * kFollowedDays[i]);
  }
  return answers;
}

}  // namespace rufaa::board
