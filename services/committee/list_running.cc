#include "services/committee/listing.h"
#include "services/committee/referral_line.h"
#include "services/committee/tables.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

struct Asked {
  std::optional<referral::Stage> state;
  std::optional<size_t> age;
  std::string subcounty;
  bool by_turn = false;

  bool Wants(referral::Stage of, size_t sent) const {
    return (!state || *state == of) && (!age || *age == sent);
  }
};

absl::StatusOr<Asked> ReadAsked(const rpc::Call& call, bool suppress,
                                const v1::ListRunningReferralsRequest& request) {
  Asked asked;
  RUFAA_ASSIGN_OR_RETURN(asked.state, StateAsked(request.state()));
  RUFAA_ASSIGN_OR_RETURN(asked.age, AgeAsked(request.age_bucket()));
  RUFAA_ASSIGN_OR_RETURN(asked.subcounty, rpc::SubcountyOf(call, request.subcounty()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "turn_agency", request.turn_agency()));
  asked.by_turn = !request.turn_agency().empty() || request.overdue_only();
  if (suppress && asked.by_turn && asked.state) return RefuseOtherTable("state");
  if (suppress && asked.by_turn && asked.age) return RefuseOtherTable("age_bucket");
  return asked;
}

std::vector<KeyRange> RangesOfStates(const rpc::Call& call, const Asked& asked,
                                     const board::Board& board, bool suppress,
                                     v1::ListRunningReferralsResponse* reply) {
  std::vector<KeyRange> ranges;
  for (const auto& [key, count] : RunningReferrals(board).Of(asked.subcounty, suppress)) {
    const auto* const by = std::get_if<ByState>(&key);
    if (by == nullptr || !asked.Wants(by->state, by->age)) continue;
    if (!count) {
      reply->set_some_hidden(true);
      continue;
    }
    ranges.push_back(board::StateLines(by->state, board::DaysOfAge(by->age, call.now)));
  }
  return ranges;
}

}  // namespace

TurnRanges RangesOfTurns(const rpc::Call& call, const board::Board& board, bool suppress,
                         const TurnsAsked& asked) {
  TurnRanges ranges;
  const int64_t now = board::SlotOf(call.now);
  for (const auto& [key, count] : RunningReferrals(board).Of(asked.subcounty, suppress)) {
    const auto* const by = std::get_if<ByTurn>(&key);
    if (by == nullptr || (asked.overdue_only && !by->overdue)) continue;
    if (!asked.agency.empty() && asked.agency != by->agency) continue;
    if (!count) {
      ranges.some_hidden = true;
      continue;
    }
    ranges.shown.push_back(by->overdue
                               ? board::TurnLines(by->agency, 0, now)
                               : board::TurnLines(by->agency, now, board::kOldestDay.back()));
  }
  return ranges;
}

absl::Status ReadRunningReferrals(const rpc::Call& call,
                                  const v1::ListRunningReferralsRequest& request,
                                  v1::ListRunningReferralsResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Listing listing, OpenListing(call, board::kName, request));
  RUFAA_ASSIGN_OR_RETURN(const Asked asked, ReadAsked(call, listing.suppress, request));
  RUFAA_ASSIGN_OR_RETURN(const board::Board board, ReadRunning(*listing.view, call.now));
  const auto wanted = [&](const board::Line& line) {
    if (!asked.subcounty.empty() && asked.subcounty != line.subcounty) return false;
    // The ranges have seen to state and age already where the list is by them.
    return !asked.by_turn ||
           asked.Wants(line.state, board::AgeOfDay(static_cast<int64_t>(line.sent_day), call.now));
  };
  std::vector<KeyRange> ranges;
  if (asked.by_turn) {
    TurnRanges turns = RangesOfTurns(call, board, listing.suppress,
                                     {.agency = request.turn_agency(),
                                      .subcounty = asked.subcounty,
                                      .overdue_only = request.overdue_only()});
    ranges = std::move(turns.shown);
    reply->set_some_hidden(turns.some_hidden);
  } else {
    ranges = RangesOfStates(call, asked, board, listing.suppress, reply);
  }
  RUFAA_ASSIGN_OR_RETURN(const std::vector<board::LinePlace> places,
                         ReadLines(call, listing, std::move(ranges), wanted, reply));
  for (const board::LinePlace& place : places) {
    RUFAA_RETURN_IF_ERROR(
        FillReferral(call, listing, place, asked.subcounty, *reply->add_referrals()));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
