// Worklists: pages of them, and how many stand in each.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/casework/case.h"
#include "domain/referral/referral.h"
#include "projections/worklist/reader.h"
#include "services/referral/reads.h"
#include "services/referral/referral_proto.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/page_token.h"
#include "services/rpc/worklist_counts.h"

namespace rufaa::referral_service {
namespace {

namespace v1 = referral::v1;

std::optional<worklist::List> ListOf(v1::Queue queue) {
  switch (queue) {
    case v1::QUEUE_NEW:
      return worklist::List::kNew;
    case v1::QUEUE_OVERDUE:
      return worklist::List::kOverdue;
    case v1::QUEUE_DUE_SOON:
      return worklist::List::kDueSoon;
    case v1::QUEUE_WAITING_ON_OTHERS:
      return worklist::List::kWaiting;
    case v1::QUEUE_OUTBOX:
      return worklist::List::kOutbox;
    case v1::QUEUE_ENDED:
      return worklist::List::kEnded;
    case v1::QUEUE_INBOX:
      return worklist::List::kInbox;
    case v1::QUEUE_TO_ANSWER:
      return worklist::List::kToAnswer;
    default:
      return std::nullopt;
  }
}

// Worklists are for those who work referrals at an agency.
absl::Status CheckWorks(const rpc::Call& call) {
  return WorksReferrals(call.caller.role) ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

// Whether the caller may read what a line says of the child, as GetReferral decides it. Who sent it
// wrote that. For what has ended, and where the law lets the receiver know, the line tells enough;
// whether a consent still stands only the case tells.
absl::StatusOr<bool> MayReadNeed(const rpc::Call& call, const worklist::Line& line,
                                 const Acting& by) {
  const worklist::Row& row = line.row;
  if (row.from_agency == by.agency) return true;
  if (IsFinal(row.stage)) return false;
  if (casework::StatutoryRecipient(row.to_agency_kind)) return true;
  Aggregates& aggregates = call.county->executor.aggregates();
  RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> referral,
                         aggregates.Load<referral::State>(ReferralStream(line.referral)));
  RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> kase,
                         aggregates.Load<casework::State>(CaseStream(row.case_code)));
  const rpc::Standing standing = rpc::StandingIn(*referral.state, *kase.state, by);
  return rpc::CheckMay(call, standing, {policy::Part::kNeed, policy::Action::kRead}).ok();
}

absl::Status MakePage(const rpc::Call& call, const v1::ListWorklistRequest& request,
                      v1::ListWorklistResponse* reply, rpc::Sought& shown) {
  const std::optional<worklist::List> list = ListOf(request.queue());
  if (!list) {
    return Refuse(Reason::MALFORMED, {}, {{"field", "queue"}, {"problem", "no such worklist"}});
  }
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string scope = absl::StrCat("worklist/", call.caller.agency, "/", request.queue(),
                                         request.escalated_only() ? "/escalated" : "",
                                         request.sent_only() ? "/sent/" : "/", request.desk());
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  RUFAA_ASSIGN_OR_RETURN(const worklist::Page page,
                         worklist::ReadPage(*view, {.agency = call.caller.agency,
                                                    .list = *list,
                                                    .desk = request.desk(),
                                                    .escalated_only = request.escalated_only(),
                                                    .received_only = rpc::ReceivedOnly(call),
                                                    .sent_only = request.sent_only(),
                                                    .now = call.now,
                                                    .limit = static_cast<size_t>(size),
                                                    .after = after}));
  reply->set_revision(page.position);
  shown.position = page.position;
  const Acting by = call.caller.ToActing(call.now, call.now);
  for (const worklist::Line& line : page.lines) {
    v1::Referral& proto = *reply->add_referrals();
    proto = ToProto(line.referral, line.row, by);
    RUFAA_ASSIGN_OR_RETURN(const bool may_read, MayReadNeed(call, line, by));
    if (!may_read) KeepHeader(proto);
    shown.cases.push_back(line.row.case_code);
  }
  if (!page.next.empty()) reply->set_next_page_token(tokens.Make(scope, page.next));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadWorklist(const rpc::Call& call, const v1::ListWorklistRequest& request,
                          KeptPages& kept, grpc::ByteBuffer* reply) {
  RUFAA_RETURN_IF_ERROR(CheckWorks(call));
  const rpc::Caller& by = call.caller;
  std::string key = absl::StrJoin(
      {absl::string_view(by.person), absl::string_view(by.agency), absl::string_view(by.desk),
       Name(by.role), absl::string_view(v1::Queue_Name(request.queue())),
       absl::string_view(request.desk()), absl::string_view(request.page_token()),
       absl::string_view(absl::StrCat(request.page_size())),
       absl::string_view(request.escalated_only() ? "escalated" : ""),
       absl::string_view(request.sent_only() ? "sent" : "")},
      "\n");
  const rpc::Asked asked{.county = call.county->id,
                         .position = call.county->views.Position(worklist::kName),
                         .now = call.now,
                         .key = std::move(key)};
  RUFAA_ASSIGN_OR_RETURN(
      const KeptPages::Kept shown,
      kept.GetBoth(asked, reply, [&](v1::ListWorklistResponse* made, rpc::KeptShown* beside) {
        return MakePage(call, request, made, beside->shown);
      }));
  rpc::NoteShown(call, *shown);
  return absl::OkStatus();
}

absl::Status ReadCounts(const rpc::Call& call, const v1::CountWorklistsRequest&,
                        v1::CountWorklistsResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckWorks(call));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t position, rpc::AddWorklistCounts(call, *view, *reply));
  reply->set_revision(position);
  return absl::OkStatus();
}

}  // namespace rufaa::referral_service
