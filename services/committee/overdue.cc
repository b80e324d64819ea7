#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "projections/deadlines/deadlines.h"
#include "services/committee/listing.h"
#include "services/committee/tables.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

constexpr size_t kShownCharacters = 6;
constexpr absl::string_view kReferral = "referral";
constexpr absl::string_view kCase = "case";

bool IsReferral(const deadlines::Overdue& one) {
  return absl::StartsWith(one.due.stream, "referral/");
}

absl::string_view KindOf(const deadlines::Overdue& one) {
  return IsReferral(one) ? kReferral : kCase;
}
absl::string_view StateOf(const deadlines::Overdue& one) {
  return IsReferral(one) ? referral::Name(one.row.state) : casework::Name(one.row.stage);
}
absl::string_view WhatOf(const deadlines::Overdue& one) {
  return IsReferral(one) ? referral::DueWhat(one.row.state)
                         : casework::DueWhat(one.row.stage, one.row.in_court);
}

// A kind or a state that there is not would find nothing, and read as though nobody were late.
absl::Status CheckAsked(const rpc::Call& call, const v1::ListOverdueRequest& request) {
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
  if (!request.kind().empty() && request.kind() != kReferral && request.kind() != kCase) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", "kind"}, {"problem", "is neither case nor referral"}});
  }
  if (StageAsked(request.state()).ok()) return absl::OkStatus();
  return StateAsked(request.state()).status();
}

bool Wants(const v1::ListOverdueRequest& request, absl::string_view subcounty,
           const deadlines::Overdue& overdue) {
  const auto is = [](absl::string_view asked, absl::string_view value) {
    return asked.empty() || asked == value;
  };
  return is(request.agency(), overdue.row.agency) && is(subcounty, overdue.row.subcounty) &&
         is(request.kind(), KindOf(overdue)) && is(request.state(), StateOf(overdue));
}

// For who sees suppressed counts: the lines of the board's counts of what is overdue, as far as
// they are shown, and of each what its count says. Of cases that are overdue no line is shown, only
// the board's counts.
absl::Status ReadShownOverdue(const rpc::Call& call, const Listing& listing,
                              const v1::ListOverdueRequest& request, const std::string& subcounty,
                              v1::ListOverdueResponse* reply) {
  if (request.kind() == kCase) return RefuseOtherTable("kind");
  if (!request.state().empty()) return RefuseOtherTable("state");
  RUFAA_ASSIGN_OR_RETURN(const board::Board board, ReadRunning(*listing.view, call.now));
  TurnRanges ranges =
      RangesOfTurns(call, board, true,
                    {.agency = request.agency(), .subcounty = subcounty, .overdue_only = true});
  reply->set_some_hidden(ranges.some_hidden || request.kind().empty());
  const auto wanted = [&](const board::Line& line) {
    return subcounty.empty() || subcounty == line.subcounty;
  };
  RUFAA_ASSIGN_OR_RETURN(const std::vector<board::LinePlace> places,
                         ReadLines(call, listing, std::move(ranges.shown), wanted, reply));
  for (const board::LinePlace& place : places) {
    v1::OverdueItem& item = *reply->add_items();
    item.set_masked_code(MaskedCode(place.id));
    item.set_kind(std::string(kReferral));
    item.set_turn_agency(place.agency);
    item.set_subcounty(subcounty);
  }
  return absl::OkStatus();
}

}  // namespace

std::string MaskedCode(absl::string_view code) {
  std::string masked;
  for (size_t i = 0; i < code.size(); ++i) {
    if (i < kShownCharacters || !absl::ascii_isalnum(static_cast<unsigned char>(code[i]))) {
      masked += code[i];
    } else {
      masked += "•";
    }
  }
  return masked;
}

absl::string_view ViewOfOverdue(const rpc::Call& call) {
  return Suppresses(call) ? board::kName : deadlines::kName;
}

absl::Status ReadOverdue(const rpc::Call& call, const v1::ListOverdueRequest& request,
                         v1::ListOverdueResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Listing listing, OpenListing(call, ViewOfOverdue(call), request));
  RUFAA_RETURN_IF_ERROR(CheckAsked(call, request));
  RUFAA_ASSIGN_OR_RETURN(const std::string subcounty, rpc::SubcountyOf(call, request.subcounty()));
  if (listing.suppress) return ReadShownOverdue(call, listing, request, subcounty, reply);
  RUFAA_ASSIGN_OR_RETURN(
      const deadlines::OverduePage page,
      deadlines::ReadOverdue(*listing.view, {.now = call.now,
                                             .limit = static_cast<size_t>(listing.size),
                                             .after = listing.after,
                                             .wanted = [&](const deadlines::Overdue& overdue) {
                                               return Wants(request, subcounty, overdue);
                                             }}));
  reply->set_revision(listing.view->position());
  if (!page.next.empty()) {
    reply->set_next_page_token(call.county->page_tokens.Make(listing.scope, page.next));
  }
  for (const deadlines::Overdue& overdue : page.items) {
    v1::OverdueItem& item = *reply->add_items();
    item.set_masked_code(MaskedCode(IdOfStream(overdue.due.stream)));
    item.set_kind(std::string(KindOf(overdue)));
    item.set_state(std::string(StateOf(overdue)));
    item.set_service(overdue.row.service);
    item.set_turn_agency(overdue.row.agency);
    item.set_due_what(std::string(WhatOf(overdue)));
    RUFAA_SET_TIME(item, due_time, overdue.due.due);
    item.set_urgency(rpc::ToText(overdue.row.urgency));
    item.set_subcounty(overdue.row.subcounty);
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
