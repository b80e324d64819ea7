#include "services/referral/reads.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/worklist/reader.h"
#include "services/referral/alternatives.h"
#include "services/referral/commands.h"
#include "services/referral/referral_proto.h"
#include "services/rpc/command_identity.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/command_seal.h"
#include "services/rpc/door.h"
#include "services/rpc/page_token.h"

namespace rufaa::referral_service {
namespace {

using casefile::HeldSealed;

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
    default:
      return std::nullopt;
  }
}

// Worklists are for those who work referrals at an agency.
absl::Status CheckWorks(const rpc::Call& call) {
  return WorksCases(call.caller.role) ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

// A referral, and what the caller is to it.
struct Sight {
  std::string code;
  Folded<referral::State> referral;
  Folded<casework::State> kase;
  Acting by;
  rpc::Standing standing;
};

absl::StatusOr<Sight> Look(const rpc::Call& call, absl::string_view text) {
  Sight sight;
  Aggregates& aggregates = call.county->executor.aggregates();
  sight.by = call.caller.ToActing(call.now, call.now);
  RUFAA_ASSIGN_OR_RETURN(sight.code, Commands::CodeIn(call, text));
  RUFAA_ASSIGN_OR_RETURN(sight.referral,
                         aggregates.Load<referral::State>(ReferralStream(sight.code)));
  const referral::State& state = *sight.referral.state;
  if (sight.referral.version == 0 || referral::PartiesOf(state, sight.by).empty()) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  }
  RUFAA_ASSIGN_OR_RETURN(sight.kase, aggregates.Load<casework::State>(CaseStream(state.case_code)));
  sight.standing = rpc::StandingIn(state, *sight.kase.state, sight.by);
  return sight;
}

// What sender and receiver wrote to each other, the newest of each.
struct Words {
  Sealed note, question, answer;
};

// From the referral's own stream: when it was written, the receiver's rows could not hold it yet.
absl::StatusOr<Words> WordsOf(CountyLog& log, const std::string& stream) {
  Words words;
  absl::Status failure;
  RUFAA_RETURN_IF_ERROR(log.ReadStream(stream, 0, [&](const RecordedEvent& recorded) {
    absl::StatusOr<AnyEvent> event = DecodeEvent(recorded.event().type, recorded.event().payload);
    failure = event.status();
    if (!event.ok()) return false;
    if (auto* sent = std::get_if<referral::Sent>(&*event)) words.note = sent->note;
    if (auto* asked = std::get_if<referral::InfoRequested>(&*event)) {
      words.question = asked->question;
    }
    if (auto* given = std::get_if<referral::InfoGiven>(&*event)) words.answer = given->answer;
    return true;
  }));
  RUFAA_RETURN_IF_ERROR(failure);
  return words;
}

// A receiver reads them only when the referral was to open narratives to it.
bool MayReadWords(const Sight& sight) {
  const referral::State& state = *sight.referral.state;
  if (sight.by.agency != state.to_agency) return true;
  return std::find(state.scope.begin(), state.scope.end(), Compartment::kNarrative) !=
         state.scope.end();
}

// A question and its answer open by themselves, also to a receiver that has not decided: they were
// written to help it. The note opens with the narrative.
absl::Status FillWords(const rpc::Opener& opener, const rpc::Call& call, const Sight& sight,
                       v1::Referral& proto) {
  const std::string stream = ReferralStream(sight.code);
  RUFAA_ASSIGN_OR_RETURN(const Words words, WordsOf(call.county->log, stream));
  const bool narrative = MayReadWords(sight);
  const auto open = [&](const Sealed& sealed, absl::string_view type,
                        absl::string_view field) -> absl::StatusOr<std::string> {
    const bool shut = sealed.compartment == Compartment::kNarrative && !narrative;
    if (shut || !opener.Permits(sealed.compartment)) return std::string();
    return opener.Open(sealed, rpc::SealPlace(stream, type, field));
  };
  RUFAA_ASSIGN_OR_RETURN(*proto.mutable_note(), open(words.note, referral::Sent::kType, "note"));
  RUFAA_ASSIGN_OR_RETURN(*proto.mutable_question(),
                         open(words.question, referral::InfoRequested::kType, "question"));
  RUFAA_ASSIGN_OR_RETURN(*proto.mutable_answer(),
                         open(words.answer, referral::InfoGiven::kType, "answer"));
  return absl::OkStatus();
}

absl::Status FillIdentity(const rpc::Opener& opener, const casefile::CaseFile& file,
                          v1::Referral& proto) {
  for (const HeldSealed& held : file.sealed) {
    if (held.field != "identity" || !opener.Permits(held.sealed.compartment)) continue;
    RUFAA_ASSIGN_OR_RETURN(const std::string bytes, opener.Open(held.sealed, held.place));
    RUFAA_ASSIGN_OR_RETURN(*proto.mutable_identity(), rpc::IdentityOf(bytes));
  }
  return absl::OkStatus();
}

// Opens who the child is and what was written, as far as the policy lets the caller.
absl::Status OpenPersonal(const rpc::Call& call, const Sight& sight, common::v1::Purpose purpose,
                          v1::Referral& proto) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(casefile::kName));
  const std::string& case_code = sight.referral.state->case_code;
  absl::StatusOr<casefile::CaseFile> file =
      casefile::ReadHead(*view, call.caller.agency, case_code);
  if (!file.ok()) return file.status();
  if (file->track.erased || sight.kase.state->erased) return absl::OkStatus();
  const rpc::Opening opening{
      .purpose = purpose,
      .case_code = case_code,
      .relations = sight.standing.relations,
      .consent = sight.standing.consent,
      .compartments = {Compartment::kIdentity, Compartment::kNarrative, Compartment::kReply},
      .all_or_nothing = false,
      .position = view->position()};
  return rpc::OpenDoor(call, opening, [&](const rpc::Opener& opener) -> absl::Status {
    RUFAA_RETURN_IF_ERROR(FillIdentity(opener, *file, proto));
    return FillWords(opener, call, sight, proto);
  });
}

absl::Status MakePage(const rpc::Call& call, const v1::ListWorklistRequest& request,
                      v1::ListWorklistResponse* reply) {
  const std::optional<worklist::List> list = ListOf(request.queue());
  if (!list) {
    return Refuse(Reason::MALFORMED, {}, {{"field", "queue"}, {"problem", "no such worklist"}});
  }
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string scope =
      absl::StrCat("worklist/", call.caller.agency, "/", request.queue(), "/", request.desk());
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  RUFAA_ASSIGN_OR_RETURN(const worklist::Page page,
                         worklist::ReadPage(*view, {.agency = call.caller.agency,
                                                    .list = *list,
                                                    .desk = request.desk(),
                                                    .now = call.now,
                                                    .limit = static_cast<size_t>(size),
                                                    .after = after}));
  reply->set_revision(page.position);
  const Acting by = call.caller.ToActing(call.now, call.now);
  for (const worklist::Line& line : page.lines) {
    *reply->add_referrals() = ToProto(line.referral, line.row, by);
  }
  if (!page.next.empty()) reply->set_next_page_token(tokens.Make(scope, page.next));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadReferral(const rpc::Call& call, const v1::GetReferralRequest& request,
                          v1::GetReferralResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.referral_code()));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  RUFAA_ASSIGN_OR_RETURN(const worklist::Row row,
                         worklist::ReadReferral(*view, call.caller.agency, sight.code));
  reply->set_revision(view->position());
  v1::Referral& proto = *reply->mutable_referral();
  proto = ToProto(sight.code, row, sight.by);
  proto.set_version(sight.referral.version);
  if (request.purpose() == common::v1::PURPOSE_UNSPECIFIED) return absl::OkStatus();
  return OpenPersonal(call, sight, request.purpose(), proto);
}

absl::Status ReadWorklist(const rpc::Call& call, const v1::ListWorklistRequest& request,
                          KeptPages& kept, grpc::ByteBuffer* reply) {
  RUFAA_RETURN_IF_ERROR(CheckWorks(call));
  const rpc::Caller& by = call.caller;
  std::string key = absl::StrJoin(
      {absl::string_view(by.person), absl::string_view(by.agency), absl::string_view(by.desk),
       Name(by.role), absl::string_view(v1::Queue_Name(request.queue())),
       absl::string_view(request.desk()), absl::string_view(request.page_token()),
       absl::string_view(absl::StrCat(request.page_size()))},
      "\n");
  const rpc::Asked asked{.county = call.county->id,
                         .position = call.county->views.Position(worklist::kName),
                         .now = call.now,
                         .key = std::move(key)};
  return kept.Get(asked, reply,
                  [&](v1::ListWorklistResponse* made) { return MakePage(call, request, made); });
}

absl::Status ReadCounts(const rpc::Call& call, const v1::CountWorklistsRequest&,
                        v1::CountWorklistsResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckWorks(call));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  RUFAA_ASSIGN_OR_RETURN(const worklist::ListCounts counts,
                         worklist::ReadCounts(*view, call.caller.agency, call.now));
  reply->set_revision(counts.position);
  const std::pair<v1::Queue, uint64_t> all[] = {
      {v1::QUEUE_NEW, counts.fresh},         {v1::QUEUE_OVERDUE, counts.overdue},
      {v1::QUEUE_DUE_SOON, counts.due_soon}, {v1::QUEUE_WAITING_ON_OTHERS, counts.waiting},
      {v1::QUEUE_OUTBOX, counts.outbox},     {v1::QUEUE_ENDED, counts.ended},
      {v1::QUEUE_INBOX, counts.inbox}};
  for (const auto& [queue, count] : all) {
    v1::WorklistCount& out = *reply->add_counts();
    out.set_queue(queue);
    out.set_count(static_cast<uint32_t>(count));
  }
  return absl::OkStatus();
}

absl::Status ReadAlternatives(const rpc::Call& call, const v1::FindAlternativesRequest& request,
                              v1::FindAlternativesResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.referral_code()));
  reply->set_revision(call.county->views.Position("offers"));
  return FindAlternatives(call, *sight.referral.state, reply->mutable_alternatives());
}

}  // namespace rufaa::referral_service
