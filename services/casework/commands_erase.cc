// Erasing a child: every case that is known to be of it, all in one commit.
#include <utility>
#include <vector>

#include "services/casework/commands.h"

namespace rufaa::case_service {
namespace {

AllChanges DecideErase(const v1::EraseChildRequest& request, SameChild& same_child,
                       const Making& making) {
  std::vector<casework::State> cases = {making.state};
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> others,
                         same_child.OthersOf(making.state.code));
  for (const std::string& code : others) {
    RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                           making.load.Load<casework::State>(CaseStream(code)));
    cases.push_back(*kase);
  }
  return coordination::EraseChild(cases, casework::Erase{making.by, request.authority()},
                                  making.rules());
}

void NameErased(const std::vector<Change>& changes, const std::string& asked,
                v1::CaseReply& reply) {
  for (const Change& change : changes) {
    if (change.stream == asked) continue;
    reply.add_erased_cases(change.stream.substr(change.stream.find('/') + 1));
  }
}

}  // namespace

void Commands::Do(const rpc::CallPtr& call, const v1::EraseChildRequest& request,
                  v1::CaseReply* reply, const rpc::Done& done) {
  absl::StatusOr<std::string> code = CodeIn(*call, request.case_code());
  if (!code.ok()) return done(code.status());
  // In a stream it is known by now (NeedsStepUp): what comes next there must not enter the lane
  // before this.
  rpc::WithStepUp(call, [this, stream = CaseStream(*code), &request, reply,
                         done](const absl::StatusOr<rpc::CallPtr>& since) {
    if (!since.ok()) return done(since.status());
    Erase(*since, request, stream, reply, done);
  });
}

void Commands::Erase(const rpc::CallPtr& call, const v1::EraseChildRequest& request,
                     const std::string& stream, v1::CaseReply* reply, const rpc::Done& done) {
  rpc::ChangeThing<casework::State>(
      call, request, stream,
      [this, call](const v1::EraseChildRequest& asked, const Making& making) -> AllChanges {
        RUFAA_RETURN_IF_ERROR(rpc::CheckMay(*call, rpc::StandingIn(making.state, making.by),
                                            RightTo<v1::EraseChildRequest>()));
        return DecideErase(asked, counties_.SameChildOf(call->county->id), making);
      },
      [this, call, &request, stream, reply, done](absl::StatusOr<Outcome> outcome) {
        if (absl::Status s = Answer(*call, call->ActingOf(request), stream, outcome, reply);
            !s.ok()) {
          return done(s);
        }
        NameErased(outcome->changes, stream, *reply);
        // The event is durable; the answer waits until the keys are gone too.
        counties_.EraserOf(call->county->id).CallWhenDone(outcome->receipt.position, done);
      });
}

}  // namespace rufaa::case_service
