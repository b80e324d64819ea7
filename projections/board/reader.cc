#include "projections/board/reader.h"

#include <algorithm>
#include <utility>

#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa::board {

namespace {

void Join(Histogram& all, const Histogram& more) {
  for (const Bucket& bucket : more.buckets) all.Add(bucket.at, static_cast<int>(bucket.n));
}

void Join(ReferralCounters& all, const ReferralCounters& more) {
  all.sent += more.sent;
  all.decided += more.decided;
  all.decided_in_time += more.decided_in_time;
  all.accepted += more.accepted;
  all.ended_in_silence += more.ended_in_silence;
  all.completed_with_service += more.completed_with_service;
  all.outcomes += more.outcomes;
  all.loops_confirmed += more.loops_confirmed;
  Join(all.decide_steps, more.decide_steps);
  Join(all.decide_censored_steps, more.decide_censored_steps);
  Join(all.serve_steps, more.serve_steps);
  Join(all.serve_censored_steps, more.serve_censored_steps);
  Join(all.silent_due, more.silent_due);
}

// Open ones as censored by step, as of `now`, so that slots of all agencies add up to few buckets.
void CensorOpen(Histogram& censored, const Histogram& since, absl::Time now) {
  for (const Bucket& bucket : since.buckets) {
    censored.Add(StepOf(now - StartOfSlot(bucket.at)), static_cast<int>(bucket.n));
  }
}

std::optional<double> Share(uint64_t part, uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

Rates RatesOf(const ReferralCounters& c, absl::Time now) {
  Rates rates;
  rates.sent = c.sent;
  rates.response = Share(c.decided_in_time, c.sent);
  rates.acceptance = Share(c.accepted, c.decided);
  rates.silence = Share(c.ended_in_silence + c.silent_due.Below(SlotOf(now)), c.sent);
  rates.completion = Share(c.completed_with_service, c.sent);
  rates.loop_closed = Share(c.loops_confirmed, c.outcomes);
  rates.decide_p50 = Percentile(c.decide_steps, c.decide_censored_steps, 0.5);
  rates.decide_p90 = Percentile(c.decide_steps, c.decide_censored_steps, 0.9);
  rates.serve_p50 = Percentile(c.serve_steps, c.serve_censored_steps, 0.5);
  rates.serve_p90 = Percentile(c.serve_steps, c.serve_censored_steps, 0.9);
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
      RUFAA_ASSIGN_OR_RETURN(auto counters, DecodeFields<ReferralCounters>(value));
      reader.U8(number);
      CensorOpen(counters.decide_censored_steps, counters.undecided_since, now_);
      CensorOpen(counters.serve_censored_steps, counters.unserved_since, now_);
      Join(agencies_[first], counters);
      Join(urgencies_[static_cast<Urgency>(number)], counters);
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
    ReferralCounters county;
    for (const auto& [urgency, counters] : urgencies_) {
      board_.by_urgency[urgency] = RatesOf(counters, now_);
      Join(county, counters);
    }
    for (const auto& [agency, counters] : agencies_) {
      board_.by_agency[agency] = RatesOf(counters, now_);
    }
    board_.county = RatesOf(county, now_);
    std::sort(board_.stuck.begin(), board_.stuck.end(), [](const StuckLine& a, const StuckLine& b) {
      return a.overdue != b.overdue ? a.overdue > b.overdue : a.agency < b.agency;
    });
    return std::move(board_);
  }

 private:
  const absl::Time now_;
  Board board_;
  std::map<std::string, ReferralCounters> agencies_;
  std::map<Urgency, ReferralCounters> urgencies_;
};

}  // namespace

std::optional<absl::Duration> Percentile(const Histogram& seen, const Histogram& censored,
                                         double share) {
  uint64_t at_risk = seen.Total() + censored.Total();
  double still_open = 1;
  auto lost = censored.buckets.begin();
  for (const Bucket& bucket : seen.buckets) {
    // Those censored in earlier steps are no longer at risk in this one.
    for (; lost != censored.buckets.end() && lost->at < bucket.at; ++lost) at_risk -= lost->n;
    still_open *= 1 - static_cast<double>(bucket.n) / static_cast<double>(at_risk);
    at_risk -= bucket.n;
    if (1 - still_open >= share - 1e-12) return UpperBoundOf(static_cast<uint32_t>(bucket.at));
  }
  return std::nullopt;
}

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
