#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "domain/casework/case.h"
#include "domain/referral/referral.h"
#include "projections/deadlines/deadlines.h"
#include "services/committee/board.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/page_token.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

// More than a meeting can look at; what is behind it shows once the longest overdue are dealt with.
constexpr size_t kDueMax = 10'000;
constexpr size_t kShownCharacters = 6;

absl::Status FillReferral(const rpc::Call& call, const std::string& stream, v1::OverdueItem& item) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> folded,
                         call.county->executor.aggregates().Load<referral::State>(stream));
  const referral::State& state = *folded.state;
  item.set_kind("referral");
  item.set_state(std::string(referral::Name(state.stage)));
  item.set_service(state.service);
  item.set_urgency(rpc::ToText(state.urgency));
  item.set_subcounty(state.subcounty);
  if (state.deadline) item.set_due_what(std::string(referral::DueWhat(state.stage)));
  const bool sender = referral::InfoOf(state.stage).turn == referral::Party::kSender;
  item.set_turn_agency(sender ? state.from_agency : state.to_agency);
  return absl::OkStatus();
}

absl::Status FillCase(const rpc::Call& call, const std::string& stream, v1::OverdueItem& item) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> folded,
                         call.county->executor.aggregates().Load<casework::State>(stream));
  const casework::State& state = *folded.state;
  item.set_kind("case");
  item.set_state(std::string(casework::Name(state.stage)));
  item.set_subcounty(state.subcounty);
  if (state.deadline) item.set_due_what(std::string(casework::DueWhat(state.stage)));
  item.set_turn_agency(state.stage == casework::Stage::kTransferPending ? state.transfer_to
                                                                        : state.owner_agency);
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

absl::Status ReadOverdue(const rpc::Call& call, const v1::ListOverdueRequest& request,
                         v1::ListOverdueResponse* reply) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  RUFAA_RETURN_IF_ERROR(
      rpc::CheckMay(call, rpc::NoStanding(by), {policy::Part::kHeader, policy::Action::kCount}));
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string scope = absl::StrCat("overdue/", request.agency(), "/", request.subcounty());
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  size_t skip = 0;
  if (!after.empty() && !absl::SimpleAtoi(after, &skip)) skip = 0;
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(deadlines::kName));
  RUFAA_ASSIGN_OR_RETURN(const deadlines::DueList list,
                         deadlines::ReadDue(*view, call.now, kDueMax));
  reply->set_revision(list.position);
  for (size_t i = skip; i < list.items.size(); ++i) {
    if (reply->items_size() == size) {
      reply->set_next_page_token(tokens.Make(scope, absl::StrCat(i)));
      break;
    }
    const deadlines::Due& due = list.items[i];
    const absl::string_view stream = due.stream;
    v1::OverdueItem item;
    item.set_masked_code(MaskedCode(stream.substr(stream.find('/') + 1)));
    RUFAA_SET_TIME(item, due_time, due.due);
    RUFAA_RETURN_IF_ERROR(absl::StartsWith(stream, "referral/")
                              ? FillReferral(call, due.stream, item)
                              : FillCase(call, due.stream, item));
    const bool wanted = (request.agency().empty() || request.agency() == item.turn_agency()) &&
                        (request.subcounty().empty() || request.subcounty() == item.subcounty());
    if (wanted) *reply->add_items() = std::move(item);
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
