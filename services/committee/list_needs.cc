#include "services/committee/listing.h"
#include "services/committee/tables.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;
namespace {

// A need has the code of a referral's reason, or of an immediate need.
absl::Status CheckNeedAsked(const rpc::Call& call, absl::string_view service) {
  if (rpc::CheckCodeAsked(call, "service", list::kImmediateNeed, service).ok()) {
    return absl::OkStatus();
  }
  return rpc::CheckCodeAsked(call, "service", list::kReferralReason, service);
}

}  // namespace

// A figure of needs is of a service and a sub-county, so a line says both.
absl::Status ReadNeeds(const rpc::Call& call, const v1::ListNeedsRequest& request,
                       v1::ListNeedsResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Listing listing, OpenListing(call, board::kName, request));
  RUFAA_RETURN_IF_ERROR(CheckNeedAsked(call, request.service()));
  RUFAA_ASSIGN_OR_RETURN(const std::string only, rpc::SubcountyOf(call, request.subcounty()));
  RUFAA_ASSIGN_OR_RETURN(const board::Board board,
                         board::ReadPart(*listing.view, call.now, board::kNeeds));
  const CountTable<std::string> table = Needs(board, request.met());
  std::vector<KeyRange> ranges;
  for (const std::string& subcounty : SubcountiesOf(board.needs, only)) {
    for (const auto& [service, count] : table.Of(subcounty, listing.suppress)) {
      if (!request.service().empty() && request.service() != service) continue;
      if (!count) {
        reply->set_some_hidden(true);
        continue;
      }
      ranges.push_back(board::NeedLines(request.met(), service, subcounty));
    }
  }
  const auto wanted = [](const board::Line&) { return true; };
  RUFAA_ASSIGN_OR_RETURN(const std::vector<board::LinePlace> places,
                         ReadLines(call, listing, std::move(ranges), wanted, reply));
  for (const board::LinePlace& place : places) {
    v1::CountedNeed& one = *reply->add_needs();
    one.set_masked_code(MaskedCode(place.id));
    one.set_service(place.code);
    one.set_subcounty(place.subcounty);
    if (listing.suppress) continue;
    RUFAA_ASSIGN_OR_RETURN(const board::CaseState state,
                           board::ReadCaseState(*listing.view, place.id));
    one.set_agency(state.track.owner_agency);
    one.set_stage(std::string(casework::Name(state.track.stage)));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
