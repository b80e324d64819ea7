#include <algorithm>

#include "domain/indicators/survival.h"
#include "projections/board/board.h"

namespace rufaa::board {

namespace {

int64_t BucketOf(absl::Duration duration) {
  return static_cast<int64_t>(indicators::Durations::BucketOf(duration));
}

bool Served(const ReferralTrack& track) { return track.served_at.has_value(); }

}  // namespace

int64_t SlotOf(absl::Time time) { return absl::ToUnixSeconds(time) / absl::ToInt64Seconds(kSlot); }

absl::Time StartOfSlot(int64_t slot) {
  return absl::FromUnixSeconds(slot * absl::ToInt64Seconds(kSlot));
}

int64_t DayOf(absl::Time time) { return absl::ToUnixSeconds(time) / 86400; }

absl::Time StartOfDay(int64_t day) { return absl::FromUnixSeconds(day * 86400); }

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

void Count(ReferralCounters& c, const ReferralTrack& t, absl::Time decide_by, int by) {
  using referral::Stage;
  if (t.stage <= Stage::kDraft || t.stage == Stage::kEnteredInError) return;
  c.sent += by;
  if (t.decided_at) {
    c.decided += by;
    if (*t.decided_at <= decide_by) c.decided_in_time += by;
    c.decide_after.Add(BucketOf(*t.decided_at - t.sent_at), by);
  } else if (t.ended_at) {
    c.decide_censored_after.Add(BucketOf(*t.ended_at - t.sent_at), by);
  } else {
    c.undecided_since.Add(DayOf(t.sent_at), by);
  }
  if (t.accepted) c.accepted += by;
  if (t.stage == Stage::kDeclined) c.declined += by;
  if (t.stage == Stage::kRedirected) c.redirected += by;
  if (Served(t)) {
    c.serve_after.Add(BucketOf(*t.served_at - t.sent_at), by);
  } else if (t.ended_at) {
    c.serve_censored_after.Add(BucketOf(*t.ended_at - t.sent_at), by);
  } else {
    c.unserved_since.Add(DayOf(t.sent_at), by);
  }
  if (!t.answered && t.ended_at && *t.ended_at > decide_by) c.ended_in_silence += by;
  if (!t.answered && !t.ended_at) c.silent_due.Add(SlotOf(decide_by), by);
  if (t.stage == Stage::kCompleted) {
    c.completed += by;
    if (Served(t)) c.completed_with_service += by;
  }
  if (t.stage == Stage::kCompleted || t.stage == Stage::kDeclined ||
      t.stage == Stage::kCouldNotReach) {
    c.outcomes += by;
    if (t.loop_confirmed) c.loops_confirmed += by;
  }
}

}  // namespace rufaa::board
