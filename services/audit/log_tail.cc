#include "services/audit/log_tail.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/merkle.h"
#include "eventlog/record.h"
#include "services/audit/trail.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/door.h"

namespace rufaa::audit_log {
namespace {

namespace v1 = log::v1;

// How often a tail that waits looks for news, and for its reader.
constexpr absl::Duration kTailEvery = absl::Milliseconds(50);

std::string EventText(const NewEvent& event) {
  const absl::StatusOr<AnyEvent> decoded = DecodeEvent(event.type, event.payload);
  if (!decoded.ok()) return std::string(decoded.status().message());
  const auto escaped = [](std::string* out, const std::pair<std::string, std::string>& field) {
    absl::StrAppend(out, "\"", field.first, "\":\"");
    for (char c : field.second) {
      if (c == '"' || c == '\\') out->push_back('\\');
      out->push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    out->push_back('"');
  };
  return absl::StrCat("{", absl::StrJoin(DescribeEvent(*decoded), ",", escaped), "}");
}

// What anybody who may know that the log goes on may know of a commit.
void FillOutline(const Commit& commit, v1::TailLogResponse* reply) {
  reply->set_position(commit.position);
  RUFAA_SET_TIME(*reply, record_time, commit.recorded_at);
  reply->set_correlation(commit.proposal.correlation);
  reply->set_leaf_hash(std::string(BytesOf(LeafHash(EncodeCommit(commit)))));
  for (const NewEvent& event : commit.proposal.events) {
    v1::TailedEvent& tailed = *reply->add_events();
    tailed.set_stream(event.stream.substr(0, event.stream.find('/')));
    tailed.set_event_type(event.type);
  }
}

void FillFields(const Commit& commit, v1::TailLogResponse* reply) {
  const Proposal& proposal = commit.proposal;
  RUFAA_SET_TIME(*reply, occur_time, proposal.occurred_at);
  *reply->mutable_actor() = rpc::ToProto(proposal.actor);
  for (size_t i = 0; i < proposal.events.size(); ++i) {
    v1::TailedEvent& tailed = *reply->mutable_events(static_cast<int>(i));
    tailed.set_stream(proposal.events[i].stream);
    tailed.set_version(commit.versions[i]);
    tailed.set_json(EventText(proposal.events[i]));
  }
}

struct Tail : std::enable_shared_from_this<Tail> {
  using More = rpc::PullStream<v1::TailLogResponse>::More;

  Tail(rpc::CallPtr opened, grpc::CallbackServerContext* context, common::v1::Purpose purpose,
       MayWatch may_watch, uint64_t after)
      : context(context),
        purpose(purpose),
        may_watch(may_watch),
        call(std::move(opened)),
        admitted_at(call->now),
        at(after) {}

  bool decodes() const { return purpose != common::v1::PURPOSE_UNSPECIFIED; }

  // A tail goes on for hours: whom it tells is asked as often as a session is looked up.
  void Next(v1::TailLogResponse* reply, const More& more) {
    const absl::Time now = call->host.clock().Now();
    if (rpc::IsWithin(rpc::kSessionMaxAge, admitted_at, now)) return Show(reply, more);
    rpc::Admit(call->host, call->method, *context, rpc::Session::kPassive,
               [self = shared_from_this(), now, reply, more](absl::StatusOr<rpc::CallPtr> again) {
                 if (!again.ok()) return more(again.status());
                 self->call = *std::move(again);
                 self->admitted_at = now;
                 self->Show(reply, more);
               });
  }

  void Show(v1::TailLogResponse* reply, const More& more) {
    if (decodes()) {
      const absl::Status may = audit_service::CheckMayAudit(*call, purpose);
      if (!may.ok()) return Enter({}, may, more);
    } else if (const absl::Status may = may_watch(*call); !may.ok()) {
      return more(may);
    }
    bool found = false;
    rpc::Sought shown;
    absl::Status cases;
    const absl::Status read = call->county->log.Read(at, [&](const Commit& commit) {
      FillOutline(commit, reply);
      if (decodes()) {
        FillFields(commit, reply);
        cases = AddCases(commit, shown);
      }
      at = commit.position;
      found = true;
      return false;
    });
    if (!read.ok()) return more(read);
    if (!cases.ok()) return more(cases);
    if (found) return decodes() ? Enter(std::move(shown), absl::OkStatus(), more) : more(true);
    if (context->IsCancelled()) return more(false);
    call->host.timer().After(kTailEvery,
                             [self = shared_from_this(), reply, more] { self->Next(reply, more); });
  }

  absl::Status AddCases(const Commit& commit, rpc::Sought& shown) const {
    for (const NewEvent& event : commit.proposal.events) {
      RUFAA_RETURN_IF_ERROR(audit_service::AddCaseOf(*call, event.stream, shown));
    }
    shown.position = commit.position;
    return absl::OkStatus();
  }

  // What it shows is entered at the time it is shown.
  void Enter(rpc::Sought shown, const absl::Status& outcome, const More& more) const {
    auto now = std::make_shared<rpc::Call>(*call);
    now->now = call->host.clock().Now();
    shown.purpose = purpose;
    rpc::AnswerEntered(now, shown, outcome, [more](const absl::Status& entered) {
      entered.ok() ? more(true) : more(entered);
    });
  }

  grpc::CallbackServerContext* const context;  // Lives until the stream is finished.
  const common::v1::Purpose purpose;
  const MayWatch may_watch;
  rpc::CallPtr call;  // As its caller was last admitted.
  absl::Time admitted_at;
  uint64_t at;
};

}  // namespace

rpc::PullStream<v1::TailLogResponse>::Next TailOf(const rpc::CallPtr& call,
                                                  grpc::CallbackServerContext* context,
                                                  const v1::TailLogRequest& request,
                                                  MayWatch may_watch) {
  const uint64_t after = request.from_now() ? call->county->log.Head() : request.after_position();
  auto tail = std::make_shared<Tail>(call, context, request.purpose(), may_watch, after);
  return [tail](v1::TailLogResponse* reply, const Tail::More& more) { tail->Next(reply, more); };
}

}  // namespace rufaa::audit_log
