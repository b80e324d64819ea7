#include "services/committee/board.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codelists/codelists.h"
#include "domain/indicators/suppression.h"
#include "projections/board/reader.h"
#include "projections/offers/offers.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_policy.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

constexpr absl::string_view kAges[] = {"0-7d", "8-28d", "29-84d", "85d+"};
// A centre's own count that is older than this says little.
constexpr absl::Duration kStaleAfter = absl::Hours(7 * 24);

absl::Status CheckMayCount(const rpc::Call& call) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  return rpc::CheckMay(call, rpc::NoStanding(by), {policy::Part::kHeader, policy::Action::kCount});
}

// Officers answer for every one of these children; to everybody else small numbers are children.
bool Suppresses(const rpc::Call& call) { return call.caller.role == Role::kCommittee; }

using Table = std::vector<std::vector<int64_t>>;

// `counts` as they may be shown to this caller, with totals of rows.
indicators::SafeTable Shown(const rpc::Call& call, const Table& counts) {
  if (Suppresses(call)) return indicators::SuppressTable(counts);
  indicators::SafeTable table;
  for (const std::vector<int64_t>& row : counts) {
    int64_t total = 0;
    for (int64_t count : row) total += count;
    table.cells.emplace_back(row.begin(), row.end());
    table.row_totals.push_back(total);
  }
  return table;
}

void Set(const std::optional<int64_t>& count, v1::Count* proto) {
  if (count) {
    proto->set_value(static_cast<uint64_t>(*count));
  } else {
    proto->set_suppressed(true);
  }
}

void AddCases(const rpc::Call& call, const board::Board& board, v1::GetBoardResponse* reply) {
  Table counts;
  for (const board::StageLine& line : board.stages) {
    counts.push_back(
        {static_cast<int64_t>(line.up_to_a_week), static_cast<int64_t>(line.up_to_four_weeks),
         static_cast<int64_t>(line.up_to_twelve_weeks), static_cast<int64_t>(line.longer)});
  }
  const indicators::SafeTable shown = Shown(call, counts);
  for (size_t i = 0; i < board.stages.size(); ++i) {
    for (size_t age = 0; age < std::size(kAges); ++age) {
      if (counts[i][age] == 0) continue;
      v1::CaseCell& cell = *reply->add_cases();
      cell.set_stage(std::string(casework::Name(board.stages[i].stage)));
      cell.set_agency(board.stages[i].agency);
      cell.set_age_bucket(std::string(kAges[age]));
      Set(shown.cells[i][age], cell.mutable_count());
    }
  }
}

// What waits for whom: due later, and overdue.
void AddWaiting(const rpc::Call& call, const board::Board& board, v1::GetBoardResponse* reply) {
  Table counts;
  for (const board::StuckLine& line : board.stuck) {
    counts.push_back(
        {static_cast<int64_t>(line.waiting - line.overdue), static_cast<int64_t>(line.overdue)});
  }
  const indicators::SafeTable shown = Shown(call, counts);
  for (size_t i = 0; i < board.stuck.size(); ++i) {
    v1::ReferralCell& cell = *reply->add_referrals();
    cell.set_turn_agency(board.stuck[i].agency);
    Set(shown.row_totals[i], cell.mutable_count());
    Set(shown.cells[i][1], cell.mutable_overdue());
  }
}

// -1 where there is nothing to divide by, or where a small number would show.
double RateOf(const rpc::Call& call, const std::optional<double>& rate, uint64_t of) {
  if (!rate) return -1;
  if (!Suppresses(call)) return *rate;
  const auto whole = static_cast<int64_t>(of);
  const int64_t part = std::llround(*rate * static_cast<double>(whole));
  return indicators::SafeRate(part, whole).value_or(-1);
}

double Hours(const std::optional<absl::Duration>& duration) {
  return duration ? absl::ToDoubleHours(*duration) : -1;
}

void Fill(const rpc::Call& call, const std::string& agency, const board::Rates& rates,
          v1::AgencyRates* proto) {
  proto->set_agency(agency);
  const bool small = Suppresses(call) && rates.sent <= indicators::kLargestSmall;
  if (!small) proto->set_sent(rates.sent);
  proto->set_response_rate(RateOf(call, rates.response, rates.sent));
  proto->set_acceptance_rate(RateOf(call, rates.acceptance, rates.sent));
  proto->set_silence_rate(RateOf(call, rates.silence, rates.sent));
  proto->set_completion_rate(RateOf(call, rates.completion, rates.sent));
  proto->set_loop_closed_rate(RateOf(call, rates.loop_closed, rates.sent));
  // A time of few children is a time of one of them.
  proto->mutable_to_decide()->set_p50_hours(small ? -1 : Hours(rates.decide_p50));
  proto->mutable_to_decide()->set_p90_hours(small ? -1 : Hours(rates.decide_p90));
  proto->mutable_to_first_service()->set_p50_hours(small ? -1 : Hours(rates.serve_p50));
  proto->mutable_to_first_service()->set_p90_hours(small ? -1 : Hours(rates.serve_p90));
}

void AddNeeds(const rpc::Call& call, const std::string& subcounty, const board::Board& board,
              v1::GetBoardResponse* reply) {
  Table counts;
  std::vector<const board::NeedsLine*> lines;
  for (const board::NeedsLine& line : board.needs) {
    if (line.counters.unmet == 0 || (!subcounty.empty() && line.subcounty != subcounty)) continue;
    lines.push_back(&line);
    counts.push_back({static_cast<int64_t>(line.counters.unmet)});
  }
  if (lines.empty()) return;
  const indicators::SafeTable shown = Shown(call, counts);
  for (size_t i = 0; i < lines.size(); ++i) {
    v1::UnmetNeed& need = *reply->add_unmet_needs();
    need.set_service(lines[i]->code);
    need.set_subcounty(lines[i]->subcounty);
    Set(shown.cells[i][0], need.mutable_count());
  }
}

// Beds are no children: all may know of them.
absl::Status AddBeds(const rpc::Call& call, v1::GetBoardResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(offers::kName));
  for (const Code& service : call.county->rules.codes.Codes(list::kReferralReason)) {
    RUFAA_ASSIGN_OR_RETURN(const offers::Offers found, offers::FindOffers(*view, service.code, ""));
    for (const offers::Row& row : found.rows) {
      if (!row.has_beds || row.withdrawn) continue;
      v1::BedCell& cell = *reply->add_beds();
      cell.set_agency(row.agency);
      cell.set_service(service.code);
      cell.set_total(row.total);
      cell.set_room(row.Free());
      cell.set_stale(call.now - row.as_of > kStaleAfter);
    }
  }
  return absl::OkStatus();
}

struct Target {
  absl::string_view id;
  absl::string_view name;
  double target;
  absl::string_view source;
};
// What the programme promised; its own text is the source, and contradicts itself elsewhere.
constexpr Target kChildren = {"children-identified", "Children identified and entered", 885,
                              "programme text: 885 children by 20 CHVs and 10 VCOs"};
constexpr Target kClosed = {"cases-closed", "Cases closed", 0, ""};
constexpr Target kNeedsMet = {"needs-met", "Needs met", 0, ""};
constexpr Target kSent = {"referrals-sent", "Referrals sent", 0, ""};

void AddIndicator(const rpc::Call& call, const Target& target, uint64_t value,
                  v1::GetIndicatorsResponse* reply) {
  v1::Indicator& indicator = *reply->add_indicators();
  indicator.set_indicator(std::string(target.id));
  indicator.set_display_name(std::string(target.name));
  indicator.set_target(target.target);
  indicator.set_source(std::string(target.source));
  const bool small = Suppresses(call) && value > 0 && value <= indicators::kLargestSmall;
  indicator.set_value(small ? -1 : static_cast<double>(value));
}

absl::Status MakeBoard(const rpc::Call& call, const std::string& subcounty,
                       v1::GetBoardResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(board::kName));
  RUFAA_ASSIGN_OR_RETURN(const board::Board board, board::ReadBoard(*view, call.now));
  reply->set_revision(board.position);
  RUFAA_SET_TIME(*reply, board_time, call.now);
  if (!board.stages.empty()) AddCases(call, board, reply);
  if (!board.stuck.empty()) AddWaiting(call, board, reply);
  for (const auto& [agency, rates] : board.by_agency) {
    Fill(call, agency, rates, reply->add_agencies());
  }
  Fill(call, "", board.county, reply->mutable_county());
  AddNeeds(call, subcounty, board, reply);
  return AddBeds(call, reply);
}

}  // namespace

absl::Status ReadBoard(const rpc::Call& call, const v1::GetBoardRequest& request, KeptBoards& kept,
                       grpc::ByteBuffer* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayCount(call));
  const ViewRunner& views = call.county->views;
  // Beds are of another view, which may be a moment ahead or behind.
  const rpc::Asked asked{.county = call.county->id,
                         .position = views.Position(board::kName),
                         .now = call.now,
                         .key = absl::StrCat(Suppresses(call), "/", views.Position(offers::kName),
                                             "/", request.subcounty())};
  return kept.Get(asked, reply, [&](v1::GetBoardResponse* made) {
    return MakeBoard(call, request.subcounty(), made);
  });
}

absl::Status ReadIndicators(const rpc::Call& call, const v1::GetIndicatorsRequest& request,
                            v1::GetIndicatorsResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayCount(call));
  if (!request.period().empty()) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", "period"}, {"problem", "only the programme as a whole is counted"}});
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(board::kName));
  RUFAA_ASSIGN_OR_RETURN(const board::Board board, board::ReadBoard(*view, call.now));
  uint64_t children = 0, closed = 0, met = 0;
  for (const board::StageLine& line : board.stages) {
    children += line.cases;
    if (line.stage == casework::Stage::kClosed) closed += line.cases;
  }
  for (const board::NeedsLine& line : board.needs) met += line.counters.met;
  reply->set_revision(board.position);
  AddIndicator(call, kChildren, children, reply);
  AddIndicator(call, kClosed, closed, reply);
  AddIndicator(call, kNeedsMet, met, reply);
  AddIndicator(call, kSent, board.county.sent, reply);
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
