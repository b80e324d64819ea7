#include "services/referral/commands.h"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "domain/codes/codes.h"
#include "services/referral/alternatives.h"

namespace rufaa::referral_service {

absl::StatusOr<std::string> Commands::CodeIn(const rpc::Call& call, absl::string_view text) {
  return ParseReferralCode(text, call.county->code_letters);
}

absl::Status Commands::Check(const rpc::Call& call, const Making& making, const rpc::Right& right) {
  RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                         making.load.Load<casework::State>(CaseStream(making.state.case_code)));
  return rpc::CheckMay(call, rpc::StandingIn(making.state, *kase, making.by), right);
}

absl::Status Commands::Answer(const rpc::Call& call, const Acting& by, const std::string& stream,
                              const absl::StatusOr<Outcome>& outcome, v1::ReferralReply* reply) {
  if (!outcome.ok()) return outcome.status();
  RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> referral,
                         rpc::StateAfter<referral::State>(*call.county, stream, outcome->receipt));
  reply->set_revision(outcome->receipt.position);
  reply->set_repeated_request(outcome->receipt.repeated);
  v1::Referral& proto = *reply->mutable_referral();
  proto = ToProto(*referral.state, referral.version, by);
  if (referral.state->from_agency == by.agency) return absl::OkStatus();
  // Letting go is done without consent, and is answered without what that would open.
  RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> kase,
                         call.county->executor.aggregates().Load<casework::State>(
                             CaseStream(referral.state->case_code)));
  const bool open = rpc::CheckMay(call, rpc::StandingIn(*referral.state, *kase.state, by),
                                  {policy::Part::kNeed, policy::Action::kRead})
                        .ok();
  if (!open) KeepHeader(proto);
  return absl::OkStatus();
}

absl::Status Commands::AddAlternatives(const rpc::Call& call, const std::string& stream,
                                       v1::ReferralReply* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> referral,
                         call.county->executor.aggregates().Load<referral::State>(stream));
  return FindAlternatives(call, *referral.state, reply->mutable_alternatives());
}

absl::Status Commands::AddRedirected(const rpc::Call& call, const Outcome& outcome,
                                     v1::ReferralReply* reply) {
  for (const Change& change : outcome.changes) {
    if (!std::holds_alternative<referral::Sent>(change.event)) continue;
    RUFAA_ASSIGN_OR_RETURN(
        const Folded<referral::State> sent,
        rpc::StateAfter<referral::State>(*call.county, change.stream, outcome.receipt));
    // Its receiver is another agency: the one that passed it on learns only that it was sent.
    v1::Referral& redirected = *reply->mutable_redirected();
    redirected.set_referral_code(sent.state->referral);
    redirected.set_state(std::string(referral::Name(sent.state->stage)));
    redirected.set_to_agency(sent.state->to_agency);
    reply->mutable_referral()->set_redirected_to(sent.state->referral);
  }
  return absl::OkStatus();
}

void Commands::Do(const rpc::CallPtr& call, const v1::SendReferralRequest& request,
                  v1::ReferralReply* reply, const rpc::Done& done) {
  struct Work {
    Acting by;
    std::string case_code;
    rpc::RequestKey key;
    rpc::Sealer seal;
  };
  absl::StatusOr<std::string> case_code =
      ParseCaseCode(request.case_code(), call->county->code_letters);
  if (!case_code.ok()) return done(case_code.status());
  Command command = rpc::MakeCommand(*call, request, CaseStream(*case_code));
  auto work = std::make_shared<Work>(Work{call->ActingOf(request), *case_code, rpc::KeyOf(command),
                                          rpc::Sealer(call->county->vault)});
  command.authority = request.authority();
  rpc::Execute(
      call, std::move(command),
      [call, work, &request](Loader& load) {
        return ChangesOfSending(request, work->case_code, *call, work->by, work->key, load,
                                work->seal);
      },
      [call, work, reply, done](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        for (const Change& change : outcome->changes) {
          if (!std::holds_alternative<referral::Sent>(change.event)) continue;
          return done(Answer(*call, work->by, change.stream, outcome, reply));
        }
        done(absl::InternalError("a referral was sent without saying so"));
      });
}

void Commands::Dispatch(const rpc::CallPtr& call, const v1::CommandRequest& request,
                        v1::CommandReply* reply, const rpc::Done& done) {
  switch (request.command_case()) {
#define REFERRAL_COMMAND(Method, field) \
  case v1::CommandRequest::k##Method:   \
    return Do(call, request.field(), reply->mutable_referral_reply(), done);
#include "services/referral/methods.inc"
#undef REFERRAL_COMMAND
    case v1::CommandRequest::COMMAND_NOT_SET:
      break;
  }
  done(Refuse(Reason::MALFORMED, {}, {{"field", "command"}, {"problem", "required"}}));
}

}  // namespace rufaa::referral_service
