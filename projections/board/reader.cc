#include "projections/board/reader.h"

#include <algorithm>
#include <utility>

#include "domain/base/status_macros.h"
#include "domain/indicators/rates.h"
#include "domain/indicators/survival.h"
#include "projections/core/key.h"

namespace rufaa::board {

namespace {

// Counters of several rows, added up as of `now`.
struct Sum {
  indicators::ReferralCounts counts;
  indicators::Durations decide, serve;

  void Add(const Sum& other) {
    counts += other.counts;
    decide.Add(other.decide);
    serve.Add(other.serve);
  }
};

// Of a histogram of durations, each bucket by its end, which is in it.
template <class AddOne>
void ForEachDuration(const Histogram& after, AddOne&& add) {
  for (const Bucket& bucket : after.buckets) {
    add(indicators::Durations::UpperEnd(static_cast<size_t>(bucket.at)),
        static_cast<int64_t>(bucket.n));
  }
}

void AddTimes(indicators::Durations& times, const Histogram& done, const Histogram& censored,
              const Histogram& open_since, absl::Time now) {
  ForEachDuration(done, [&](absl::Duration d, int64_t n) { times.AddDone(d, n); });
  ForEachDuration(censored, [&](absl::Duration d, int64_t n) { times.AddWaiting(d, n); });
  for (const Bucket& bucket : open_since.buckets) {
    times.AddWaiting(now - StartOfDay(bucket.at), static_cast<int64_t>(bucket.n));
  }
}

Sum SumOf(const ReferralCounters& c, absl::Time now) {
  Sum sum;
  auto count = [](uint64_t n) { return static_cast<int64_t>(n); };
  sum.counts.sent = count(c.sent);
  sum.counts.accepted = count(c.accepted);
  sum.counts.declined = count(c.declined);
  sum.counts.redirected = count(c.redirected);
  sum.counts.decided_in_time = count(c.decided_in_time);
  sum.counts.silent = count(c.ended_in_silence + c.silent_due.Below(SlotOf(now)));
  sum.counts.completed_served = count(c.completed_with_service);
  sum.counts.ended_with_outcome = count(c.outcomes);
  sum.counts.outcome_acknowledged = count(c.loops_confirmed);
  AddTimes(sum.decide, c.decide_after, c.decide_censored_after, c.undecided_since, now);
  AddTimes(sum.serve, c.serve_after, c.serve_censored_after, c.unserved_since, now);
  return sum;
}

Rates RatesOf(const Sum& sum) {
  Rates rates;
  rates.sent = static_cast<uint64_t>(sum.counts.sent);
  rates.response = ResponseRate(sum.counts).value();
  rates.acceptance = AcceptanceOfDecided(sum.counts).value();
  rates.silence = SilenceRate(sum.counts).value();
  rates.completion = CompletionRate(sum.counts).value();
  rates.loop_closed = LoopClosedRate(sum.counts).value();
  rates.decide_p50 = sum.decide.Median();
  rates.decide_p90 = sum.decide.P90();
  rates.serve_p50 = sum.serve.Median();
  rates.serve_p90 = sum.serve.P90();
  return rates;
}

StageLine StageLineOf(std::string agency, uint8_t stage, const StageCounters& counters,
                      absl::Time now) {
  StageLine line;
  line.agency = std::move(agency);
  line.stage = static_cast<casework::Stage>(stage);
  const int64_t this_week = absl::ToUnixSeconds(now) / (7 * 86400);
  for (const Bucket& bucket : counters.since_week.buckets) {
    line.cases += bucket.n;
    const int64_t weeks = this_week - bucket.at;
    (weeks <= 1    ? line.up_to_a_week
     : weeks <= 4  ? line.up_to_four_weeks
     : weeks <= 12 ? line.up_to_twelve_weeks
                   : line.longer) += bucket.n;
  }
  return line;
}

StuckLine StuckLineOf(std::string agency, const Waiting& waiting, absl::Time now) {
  StuckLine line;
  line.agency = std::move(agency);
  line.waiting = waiting.due.Total();
  line.overdue = waiting.due.Below(SlotOf(now));
  if (line.overdue > 0) line.oldest = now - StartOfSlot(waiting.due.buckets.front().at + 1);
  return line;
}

class BoardReader {
 public:
  explicit BoardReader(absl::Time now) : now_(now) {}

  absl::Status Take(absl::string_view key, absl::string_view value) {
    KeyReader reader(key);
    uint8_t family = 0, number = 0;
    std::string first, second;
    if (!reader.U8(family) || !reader.Text(first)) return absl::DataLossError("views: board key");
    if (family == kStages) {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<StageCounters>(value));
      reader.U8(number);
      board_.stages.push_back(StageLineOf(std::move(first), number, counters, now_));
      if (board_.stages.back().cases == 0) board_.stages.pop_back();
    } else if (family == kReferrals) {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<ReferralCounters>(value));
      reader.U8(number);
      const Sum sum = SumOf(counters, now_);
      agencies_[first].Add(sum);
      urgencies_[static_cast<Urgency>(number)].Add(sum);
    } else if (family == kWaiting) {
      RUFAA_ASSIGN_OR_RETURN(const auto waiting, DecodeFields<Waiting>(value));
      board_.stuck.push_back(StuckLineOf(std::move(first), waiting, now_));
      if (board_.stuck.back().waiting == 0) board_.stuck.pop_back();
    } else {
      RUFAA_ASSIGN_OR_RETURN(const auto counters, DecodeFields<NeedCounters>(value));
      reader.Text(second);
      board_.needs.push_back({std::move(first), std::move(second), counters});
    }
    return absl::OkStatus();
  }

  Board Finish() {
    Sum county;
    for (const auto& [urgency, sum] : urgencies_) {
      board_.by_urgency[urgency] = RatesOf(sum);
      county.Add(sum);
    }
    for (const auto& [agency, sum] : agencies_) board_.by_agency[agency] = RatesOf(sum);
    board_.county = RatesOf(county);
    std::sort(board_.stuck.begin(), board_.stuck.end(), [](const StuckLine& a, const StuckLine& b) {
      return a.overdue != b.overdue ? a.overdue > b.overdue : a.agency < b.agency;
    });
    return std::move(board_);
  }

 private:
  const absl::Time now_;
  Board board_;
  std::map<std::string, Sum> agencies_;
  std::map<Urgency, Sum> urgencies_;
};

}  // namespace

absl::StatusOr<Board> ReadBoard(const ViewSnapshot& view, absl::Time now) {
  BoardReader reader(now);
  absl::Status status;
  RUFAA_RETURN_IF_ERROR(view.Scan(KeyWriter().U8(kStages).Take(),
                                  KeyWriter().U8(kCaseStates).Take(),
                                  [&](absl::string_view key, absl::string_view value) {
                                    status = reader.Take(key, value);
                                    return status.ok();
                                  }));
  RUFAA_RETURN_IF_ERROR(status);
  Board board = reader.Finish();
  board.position = view.position();
  return board;
}

}  // namespace rufaa::board
