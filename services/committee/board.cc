#include "services/committee/board.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codelists/codelists.h"
#include "projections/board/reader.h"
#include "projections/offers/offers.h"
#include "services/committee/open_sums.h"
#include "services/committee/overdue_cases.h"
#include "services/committee/rates_shown.h"
#include "services/committee/shown.h"
#include "services/committee/tables.h"
#include "services/rpc/area.h"
#include "services/rpc/command_convert.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

// What is asked for, checked.
struct Scope {
  std::string subcounty = "";  // Its code; empty: the county.
  int followed_days = 30;
  bool suppress = false;
};

absl::StatusOr<Scope> ScopeOf(const rpc::Call& call, const v1::GetBoardRequest& request) {
  Scope scope{.suppress = Suppresses(call)};
  RUFAA_ASSIGN_OR_RETURN(scope.subcounty, rpc::SubcountyOf(call, request.subcounty()));
  RUFAA_ASSIGN_OR_RETURN(scope.followed_days, FollowedDays(request.cohort_days()));
  return scope;
}

void AddCases(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  const auto table = OpenCases(board);
  for (const auto& [key, count] : table.Of(scope.subcounty, scope.suppress)) {
    v1::CaseCell& cell = *reply->add_cases();
    cell.set_stage(std::string(casework::Name(key.stage)));
    cell.set_agency(key.agency);
    cell.set_age_bucket(std::string(board::kAges[key.age]));
    Set(count, cell.mutable_count());
  }
}

void AddCaseSums(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  for (const OpenSum& sum : OpenSums(board, scope.subcounty, scope.suppress)) {
    v1::CaseCell& cell = *reply->add_case_sums();
    if (sum.stage) cell.set_stage(std::string(casework::Name(*sum.stage)));
    cell.set_agency(sum.agency);
    Set(sum.count, cell.mutable_count());
  }
}

void AddRunning(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  const auto table = RunningReferrals(board);
  for (const auto& [key, count] : table.Of(scope.subcounty, scope.suppress)) {
    const auto* const by = std::get_if<ByState>(&key);
    if (by == nullptr) continue;
    v1::ReferralStateCell& cell = *reply->add_referral_states();
    cell.set_state(std::string(referral::Name(by->state)));
    cell.set_age_bucket(std::string(board::kAges[by->age]));
    Set(count, cell.mutable_count());
  }
}

// What waits for whom: due later, and overdue. Most overdue first.
void AddWaiting(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  const auto table = RunningReferrals(board);
  struct Waits {
    std::optional<int64_t> later = 0, overdue = 0;
  };
  std::map<std::string, Waits> agencies;
  for (const auto& [key, count] : table.Of(scope.subcounty, scope.suppress)) {
    const auto* const by = std::get_if<ByTurn>(&key);
    if (by == nullptr) continue;
    (by->overdue ? agencies[by->agency].overdue : agencies[by->agency].later) = count;
  }
  for (const auto& [agency, waits] : agencies) {
    v1::ReferralCell& cell = *reply->add_referrals();
    cell.set_turn_agency(agency);
    std::optional<int64_t> all;
    if (waits.later && waits.overdue) all = *waits.later + *waits.overdue;
    Set(all, cell.mutable_count());
    Set(waits.overdue, cell.mutable_overdue());
  }
  std::sort(reply->mutable_referrals()->begin(), reply->mutable_referrals()->end(),
            [](const v1::ReferralCell& a, const v1::ReferralCell& b) {
              return a.overdue().value() != b.overdue().value()
                         ? a.overdue().value() > b.overdue().value()
                         : a.turn_agency() < b.turn_agency();
            });
}

void Fill(const LateCases& late, v1::OverdueCaseCell& cell) {
  cell.set_turn_agency(late.key.agency);
  Set(late.count, cell.mutable_count());
  cell.set_longest_days(static_cast<uint32_t>(late.longest_days));
}

void AddOverdueCases(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  for (const LateCases& sum : OverdueSums(board, scope.subcounty, scope.suppress)) {
    Fill(sum, *reply->add_overdue_case_sums());
  }
  for (const LateCases& late : OverdueCases(board, scope.subcounty, scope.suppress)) {
    v1::OverdueCaseCell& cell = *reply->add_overdue_cases();
    cell.set_due_what(std::string(casework::DueWhat(late.key.stage, late.key.in_court)));
    cell.set_stage(std::string(casework::Name(late.key.stage)));
    Fill(late, cell);
  }
}

// Not a time of so many as may not be known, nor (board::Query::few) of few children: that is a
// time of one of them.
void FillTimes(const board::Rates& rates, const RatesTold& told, v1::AgencyRates* proto) {
  const auto hours = [&](const std::optional<absl::Duration>& duration) {
    return told.sent && duration ? absl::ToDoubleHours(*duration) : -1;
  };
  proto->mutable_to_decide()->set_p50_hours(hours(rates.decide_p50));
  proto->mutable_to_decide()->set_p90_hours(hours(rates.decide_p90));
  proto->mutable_to_first_service()->set_p50_hours(hours(rates.serve_p50));
  proto->mutable_to_first_service()->set_p90_hours(hours(rates.serve_p90));
}

void Fill(const board::Rates& rates, const RatesTold& told, v1::AgencyRates* proto) {
  const std::optional<int64_t> sent = ShownSent(rates, told);
  proto->set_sent(static_cast<uint64_t>(sent.value_or(0)));
  proto->set_sent_suppressed(!sent.has_value());
  FillTimes(rates, told, proto);
  *proto->mutable_response() = ShownRate(kResponse, rates, told);
  *proto->mutable_acceptance() = ShownRate(kAcceptance, rates, told);
  *proto->mutable_silence() = ShownRate(kSilence, rates, told);
  *proto->mutable_completion() = ShownRate(kCompletion, rates, told);
  *proto->mutable_loop_closed() = ShownRate(kLoopClosed, rates, told);
  *proto->mutable_no_show() = ShownRate(kNoShow, rates, told);
}

void AddRates(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  reply->set_cohort_days(static_cast<uint32_t>(scope.followed_days));
  RUFAA_SET_TIME(*reply, cohort_from_time, board.cohort.from);
  RUFAA_SET_TIME(*reply, cohort_to_time, board.cohort.to);
  if (scope.suppress && !scope.subcounty.empty()) return;
  const ToldRates told = RatesShown(board, scope.suppress);
  Fill(board.county, told.county, reply->mutable_county());
  for (const auto& [agency, rates] : board.by_agency) {
    v1::AgencyRates& proto = *reply->add_agencies();
    proto.set_agency(agency);
    Fill(rates, told.by_agency.at(agency), &proto);
  }
}

void AddNeeds(const Scope& scope, const board::Board& board, v1::GetBoardResponse* reply) {
  const auto table = Needs(board, false);
  for (const std::string& subcounty : SubcountiesOf(board.needs, scope.subcounty)) {
    for (const auto& [code, count] : table.Of(subcounty, scope.suppress)) {
      v1::UnmetNeed& need = *reply->add_unmet_needs();
      need.set_service(code);
      need.set_subcounty(subcounty);
      Set(count, need.mutable_count());
    }
  }
}

// Beds are no children: all may know of them.
absl::Status AddBeds(const rpc::Call& call, const Scope& scope, v1::GetBoardResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(offers::kName));
  for (const Code& service : call.county->rules.codes.Codes(list::kReferralReason)) {
    RUFAA_ASSIGN_OR_RETURN(const offers::Offers found,
                           offers::FindOffers(*view, service.code, scope.subcounty));
    for (const offers::Row& row : found.rows) {
      if (!row.has_beds || row.withdrawn) continue;
      v1::BedCell& cell = *reply->add_beds();
      cell.set_agency(row.agency);
      cell.set_service(service.code);
      cell.set_total(row.total);
      cell.set_room(row.Free());
      cell.set_stale(call.now - row.as_of > offers::kFigureGoesStale);
    }
  }
  return absl::OkStatus();
}

absl::Status MakeBoard(const rpc::Call& call, const Scope& scope, v1::GetBoardResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(board::kName));
  RUFAA_ASSIGN_OR_RETURN(
      const board::Board board,
      board::ReadBoard(*view, {.now = call.now,
                               .followed_days = scope.followed_days,
                               .subcounty = scope.subcounty,
                               .few = scope.suppress ? indicators::kLargestSmall : 0}));
  reply->set_revision(board.position);
  RUFAA_SET_TIME(*reply, board_time, call.now);
  AddCases(scope, board, reply);
  AddCaseSums(scope, board, reply);
  AddRunning(scope, board, reply);
  AddWaiting(scope, board, reply);
  AddOverdueCases(scope, board, reply);
  AddRates(scope, board, reply);
  AddNeeds(scope, board, reply);
  return AddBeds(call, scope, reply);
}

}  // namespace

absl::Status ReadBoard(const rpc::Call& call, const v1::GetBoardRequest& request, KeptBoards& kept,
                       grpc::ByteBuffer* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayCount(call));
  RUFAA_ASSIGN_OR_RETURN(const Scope scope, ScopeOf(call, request));
  const ViewRunner& views = call.county->views;
  // Beds are of another view, which may be a moment ahead or behind.
  const rpc::Asked asked{.county = call.county->id,
                         .position = views.Position(board::kName),
                         .now = call.now,
                         .key = absl::StrCat(scope.suppress, "/", views.Position(offers::kName),
                                             "/", scope.followed_days, "/", scope.subcounty)};
  return kept.Get(asked, reply,
                  [&](v1::GetBoardResponse* made) { return MakeBoard(call, scope, made); });
}

}  // namespace rufaa::committee_service
