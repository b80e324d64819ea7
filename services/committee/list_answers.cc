#include <map>

#include "services/committee/listing.h"
#include "services/committee/rates_shown.h"
#include "services/committee/referral_line.h"
#include "services/committee/tables.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

// A rate, and what a referral's line says of it: which are the whole, and of them the part.
struct ShareRow {
  absl::string_view name;
  uint32_t whole, part;
  bool of_cohort;  // Else of all so far.
  // nullptr: no list is of it for the committee: appointments are counted, and not who missed them.
  bool RatesTold::* told;
};
constexpr ShareRow kShares[] = {
    {"", 0, 0, false, &RatesTold::sent},
    {"response", 0, board::kInTime, true, &RatesTold::response},
    {"acceptance", board::kDecided, board::kAccepted, true, &RatesTold::acceptance},
    {"silence", 0, board::kSilent, true, &RatesTold::silence},
    {"completion", 0, board::kServed, true, &RatesTold::completion},
    {"loop-closed", board::kHasOutcome, board::kConfirmed, false, &RatesTold::loop_closed},
    {"no-show", board::kHasAppointment, board::kMissedOne, false, nullptr},
};

struct Asked {
  const ShareRow* share = nullptr;
  uint32_t whole = 0, part = 0;  // Bits, of the days asked for.
  bool rest = false;
  std::string subcounty = "";
  board::Cohort cohort = {};

  bool Wants(const board::Line& line) const {
    return (subcounty.empty() || subcounty == line.subcounty) && (line.bits & whole) == whole &&
           ((line.bits & part) == part) != rest;
  }
};

absl::StatusOr<Asked> ReadAsked(const rpc::Call& call, bool suppress,
                                const v1::ListAnswersRequest& request) {
  Asked asked{.rest = request.rest()};
  for (const ShareRow& row : kShares) {
    if (row.name == request.share()) asked.share = &row;
  }
  const bool all = request.share().empty();
  if (asked.share == nullptr || (all && request.rest())) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", all ? "rest" : "share"}, {"problem", "is of no rate"}});
  }
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
  if (suppress && !request.subcounty().empty()) return RefuseOtherTable("subcounty");
  RUFAA_ASSIGN_OR_RETURN(asked.subcounty, rpc::SubcountyOf(call, request.subcounty()));
  RUFAA_ASSIGN_OR_RETURN(const int days, FollowedDays(request.cohort_days()));
  asked.cohort = board::CohortAt(call.now, days);
  int shift = 0;
  for (size_t i = 0; asked.share->of_cohort && board::kFollowedDays[i] != days; ++i) {
    shift += board::kBitsOfADay;
  }
  asked.whole = asked.share->whole << shift;
  asked.part = asked.share->part << shift;
  return asked;
}

// The agencies that anything was sent to, and whether their figure is shown.
absl::StatusOr<std::map<std::string, bool>> AgenciesShown(const rpc::Call& call,
                                                          const Listing& listing,
                                                          const Asked& asked) {
  std::map<std::string, bool> shown;
  if (!listing.suppress) {
    RUFAA_ASSIGN_OR_RETURN(const board::Board board,
                           board::ReadPart(*listing.view, call.now, board::kReferrals));
    for (const auto& [agency, rates] : board.by_agency) shown[agency] = true;
    return shown;
  }
  const board::Query query{.now = call.now, .followed_days = asked.cohort.followed_days};
  RUFAA_ASSIGN_OR_RETURN(const board::Board board, board::ReadBoard(*listing.view, query));
  const bool RatesTold::* const told = asked.share->told;
  for (const auto& [agency, rates] : RatesShown(board, true).by_agency) {
    shown[agency] = told != nullptr && rates.*told;
  }
  return shown;
}

}  // namespace

absl::Status ReadAnswers(const rpc::Call& call, const v1::ListAnswersRequest& request,
                         v1::ListAnswersResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Listing listing, OpenListing(call, board::kName, request));
  RUFAA_ASSIGN_OR_RETURN(const Asked asked, ReadAsked(call, listing.suppress, request));
  RUFAA_ASSIGN_OR_RETURN(const auto agencies, AgenciesShown(call, listing, asked));
  const bool cohort = asked.share->of_cohort;
  const int64_t from = cohort ? board::StepOf(asked.cohort.from) : 0;
  const int64_t until = cohort ? board::StepOf(asked.cohort.to) : board::kOldestDay.back();
  std::vector<KeyRange> ranges;
  for (const auto& [agency, shown] : agencies) {
    if (!request.agency().empty() && request.agency() != agency) continue;
    if (shown) {
      ranges.push_back(board::AnswerLines(agency, from, until));
    } else {
      reply->set_some_hidden(true);
    }
  }
  const auto wanted = [&](const board::Line& line) { return asked.Wants(line); };
  RUFAA_ASSIGN_OR_RETURN(const std::vector<board::LinePlace> places,
                         ReadLines(call, listing, std::move(ranges), wanted, reply));
  for (const board::LinePlace& place : places) {
    RUFAA_RETURN_IF_ERROR(
        FillReferral(call, listing, place, asked.subcounty, *reply->add_referrals()));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
