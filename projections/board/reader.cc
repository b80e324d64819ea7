#include "projections/board/reader.h"

#include <algorithm>
#include <utility>

#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "domain/indicators/survival.h"
#include "projections/core/key.h"
#include "projections/core/utc_day.h"

namespace rufaa::board {

namespace {

// Counters of several rows, added up as of `now`.
struct Sum {
  uint64_t sent = 0;
  indicators::ReferralCounts counts;
  indicators::Durations decide, serve;

  void Add(const Sum& other) {
    sent += other.sent;
    counts += other.counts;
    decide.Add(other.decide);
    serve.Add(other.serve);
  }
};

int64_t Signed(uint64_t n) { return static_cast<int64_t>(n); }

// Of a histogram of durations, each bucket by its end, which is in it.
template <class AddOne>
void ForEachDuration(const Histogram& after, AddOne&& add) {
  for (const Bucket& bucket : after.buckets) {
    add(indicators::Durations::UpperEnd(static_cast<size_t>(bucket.at)), Signed(bucket.n));
  }
}

void AddTimes(indicators::Durations& times, const Histogram& done, const Histogram& censored,
              const Histogram& open_since, absl::Time now) {
  ForEachDuration(done, [&](absl::Duration d, int64_t n) { times.AddDone(d, n); });
  ForEachDuration(censored, [&](absl::Duration d, int64_t n) { times.AddWaiting(d, n); });
  // Since the end of the day it was sent on: no estimate rests on hours that nobody has waited.
  for (const Bucket& bucket : open_since.buckets) {
    times.AddWaiting(now - StartOfUtcDay(bucket.at + 1), Signed(bucket.n));
  }
}

void AddEver(const ReferralCounters& c, absl::Time now, Sum& sum) {
  sum.sent += c.sent;
  sum.counts.ended_with_outcome += Signed(c.outcomes);
  sum.counts.outcome_acknowledged += Signed(c.loops_confirmed);
  sum.counts.appointments += Signed(c.appointments);
  sum.counts.no_shows += Signed(c.no_shows);
  AddTimes(sum.decide, c.decide_after, c.decide_censored_after, c.undecided_since, now);
  AddTimes(sum.serve, c.serve_after, c.serve_censored_after, c.unserved_since, now);
}

Rates RatesOf(const Sum& sum, int64_t few) {
  return {.sent = sum.sent,
          .counts = sum.counts,
          .decide_p50 = sum.decide.Median(few),
          .decide_p90 = sum.decide.P90(few),
          .serve_p50 = sum.serve.Median(few),
          .serve_p90 = sum.serve.P90(few)};
}

ByAge AgesOf(const Histogram& since_day, absl::Time now) {
  ByAge ages = {};
  for (const Bucket& bucket : since_day.buckets) {
    ages[AgeOfDay(bucket.at, now)] += bucket.n;
  }
  return ages;
}

// To the end of the slot that it was due in, so that nothing is told to be later than it is.
Histogram LateBy(const Waiting& waiting, absl::Time now) {
  Histogram late;
  for (const Bucket& bucket : waiting.due.buckets) {
    if (bucket.at >= SlotOf(now)) break;
    const absl::Duration since = now - StartOfSlot(bucket.at + 1);
    late.Add(absl::ToInt64Hours(since) / 24, static_cast<int>(bucket.n));
  }
  return late;
}

bool IsEmpty(const ByAge& ages) {
  return std::all_of(ages.begin(), ages.end(), [](uint64_t n) { return n == 0; });
}

size_t IndexOf(int followed_days) {
  const auto found = std::find(kFollowedDays.begin(), kFollowedDays.end(), followed_days);
  RUFAA_CHECK(found != kFollowedDays.end());
  return static_cast<size_t>(found - kFollowedDays.begin());
}

class BoardReader {
 public:
  explicit BoardReader(const Query& query)
      : query_(query), followed_(IndexOf(query.followed_days)) {}

  absl::Status Take(absl::string_view key, absl::string_view value) {
    KeyReader reader(key);
    uint8_t family = 0;
    if (!reader.U8(family)) return absl::DataLossError("views: board key");
    if (family == kCohorts) return TakeStep(reader, value);
    std::string first, second;
    uint8_t number = 0;
    reader.Text(first);
    if (family == kRunning) {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<AgeCounters>(value));
      reader.U8(number);
      const ByAge ages = AgesOf(counters.since_day, query_.now);
      if (IsEmpty(ages)) return absl::OkStatus();
      board_.running.push_back({std::move(first), static_cast<referral::Stage>(number), ages});
      return absl::OkStatus();
    }
    reader.Text(second);
    if (family == kStages) {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<StageCounters>(value));
      reader.U8(number);
      const ByAge ages = AgesOf(counters.since_day, query_.now);
      if (IsEmpty(ages)) return absl::OkStatus();
      board_.stages.push_back({std::move(first), std::move(second),
                               static_cast<casework::Stage>(number), ages, counters.found});
    } else if (family == kReferrals) {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<ReferralCounters>(value));
      if (IsWanted(second)) AddEver(counters, query_.now, agencies_[first]);
    } else if (family == kWaiting) {
      RUFAA_ASSIGN_OR_RETURN(const auto waiting, DecodeFields<Waiting>(value));
      const uint64_t total = waiting.due.Total();
      if (total == 0) return absl::OkStatus();
      board_.stuck.push_back(
          {std::move(first), std::move(second), total, waiting.due.Below(SlotOf(query_.now))});
    } else if (family == kCaseWaiting) {
      return TakeLateCases({.agency = std::move(first), .subcounty = std::move(second)}, reader,
                           value);
    } else {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<NeedCounters>(value));
      board_.needs.push_back({std::move(first), std::move(second), counters});
    }
    return absl::OkStatus();
  }

  Board Finish() {
    Sum county;
    for (const auto& [agency, sum] : agencies_) {
      board_.by_agency[agency] = RatesOf(sum, query_.few);
      county.Add(sum);
    }
    board_.county = RatesOf(county, query_.few);
    return std::move(board_);
  }

 private:
  bool IsWanted(absl::string_view subcounty) const {
    return query_.subcounty.empty() || absl::string_view(query_.subcounty) == subcounty;
  }

  absl::Status TakeLateCases(LateCasesLine line, KeyReader& reader, absl::string_view value) {
    uint8_t stage = 0, in_court = 0;
    if (!reader.U8(stage) || !reader.U8(in_court)) return absl::DataLossError("views: board key");
    RUFAA_ASSIGN_OR_RETURN(const auto waiting, DecodeFields<Waiting>(value));
    line.stage = static_cast<casework::Stage>(stage);
    line.in_court = in_court != 0;
    line.late = LateBy(waiting, query_.now);
    if (!line.late.buckets.empty()) board_.late_cases.push_back(std::move(line));
    return absl::OkStatus();
  }

  absl::Status TakeStep(KeyReader& reader, absl::string_view value) {
    uint64_t step = 0;
    std::string agency, subcounty;
    if (!reader.U64(step) || !reader.Text(agency) || !reader.Text(subcounty)) {
      return absl::DataLossError("views: board key");
    }
    if (!IsWanted(subcounty)) return absl::OkStatus();
    RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<StepCounters>(value));
    if (counters.answers.size() <= followed_) return absl::DataLossError("views: board row");
    const Answers& answers = counters.answers[followed_];
    indicators::ReferralCounts& counts = agencies_[agency].counts;
    counts.sent += Signed(counters.sent);
    counts.decided += Signed(answers.decided);
    counts.decided_in_time += Signed(answers.decided_in_time);
    counts.accepted += Signed(answers.accepted);
    counts.silent += Signed(answers.silent);
    counts.completed_served += Signed(answers.completed_with_service);
    return absl::OkStatus();
  }

  const Query& query_;
  const size_t followed_;
  Board board_;
  std::map<std::string, Sum> agencies_;
};

std::string StepKey(absl::Time at) {
  return KeyWriter().U8(kCohorts).U64(static_cast<uint64_t>(StepOf(at))).Take();
}

absl::Status Take(const ViewSnapshot& view, const std::string& from, const std::string& until,
                  BoardReader& reader) {
  absl::Status status;
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view key, absl::string_view value) {
    status = reader.Take(key, value);
    return status.ok();
  }));
  return status;
}

}  // namespace

// Whole steps, the last of which ended so many days ago.
Cohort CohortAt(absl::Time now, int followed_days) {
  const int64_t to = (UtcDay(now) - followed_days) / kStepDays * kStepDays;
  return {followed_days, StartOfUtcDay(to - followed_days), StartOfUtcDay(to)};
}

absl::StatusOr<Board> ReadBoard(const ViewSnapshot& view, const Query& query) {
  BoardReader reader(query);
  const Cohort cohort = CohortAt(query.now, query.followed_days);
  const std::pair<std::string, std::string> ranges[] = {
      {KeyWriter().U8(kStages).Take(), KeyWriter().U8(kCaseStates).Take()},
      {KeyWriter().U8(kRunning).Take(), KeyWriter().U8(kCohorts).Take()},
      {KeyWriter().U8(kCaseWaiting).Take(), KeyWriter().U8(kCaseWaiting + 1).Take()},
      {StepKey(cohort.from), StepKey(cohort.to)}};
  for (const auto& [from, until] : ranges) {
    RUFAA_RETURN_IF_ERROR(Take(view, from, until, reader));
  }
  Board board = reader.Finish();
  board.cohort = cohort;
  board.position = view.position();
  return board;
}

absl::StatusOr<Board> ReadPart(const ViewSnapshot& view, absl::Time now, Family family) {
  const Query query{.now = now};
  BoardReader reader(query);
  RUFAA_RETURN_IF_ERROR(
      Take(view, KeyWriter().U8(family).Take(), KeyWriter().U8(family + 1).Take(), reader));
  return reader.Finish();
}

}  // namespace rufaa::board
