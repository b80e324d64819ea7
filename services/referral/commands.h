// What each change of a referral does, whichever way it came in: a call of its own or a stream.
#pragma once

#include <string>
#include <type_traits>

#include "domain/events.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "services/referral/making.h"
#include "services/referral/referral_proto.h"
#include "services/rpc/call.h"
#include "services/rpc/command_change.h"
#include "services/rpc/command_policy.h"

namespace rufaa::referral_service {

// What the policy must allow before a request is decided: the receiver responds, the sender refers.
template <class Request>
constexpr rpc::Right RightTo() {
  constexpr bool sender = std::is_same_v<Request, v1::GiveInformationRequest> ||
                          std::is_same_v<Request, v1::RequestCancelRequest>;
  // Letting go is never barred: a consent that was withdrawn or ran out is why it may be asked. Nor
  // is it barred to take back what was entered in error, or to confirm an answer, when the referral
  // is over. It opens nothing, and whose it is the table says. Who passes it on tells another of
  // the child, and needs the consent for it.
  if constexpr (kIsAny<Request, v1::RecordNoShowRequest, v1::CancelAppointmentRequest,
                       v1::CompleteReferralRequest, v1::DeclineReferralRequest,
                       v1::MarkNotReachedRequest, v1::ConfirmCancelRequest,
                       v1::MarkEnteredInErrorRequest, v1::ConfirmLoopRequest>) {
    return {policy::Part::kHeader, policy::Action::kRead};
  }
  return {policy::Part::kNeed, sender ? policy::Action::kRefer : policy::Action::kRespond};
}

// Stateless; thread-safe. Requests and replies live until `done`.
class Commands {
 public:
  // Changes of one referral that is there.
  template <class Request>
  void Do(const rpc::CallPtr& call, const Request& request, v1::ReferralReply* reply,
          const rpc::Done& done) {
    absl::StatusOr<std::string> code = CodeIn(*call, request.referral_code());
    if (!code.ok()) return done(code.status());
    const std::string stream = ReferralStream(*code);
    rpc::ChangeThing<referral::State>(
        call, request, stream,
        [call](const Request& asked, const Making& making) -> AllChanges {
          RUFAA_RETURN_IF_ERROR(Check(*call, making, RightTo<Request>()));
          return Changes(asked, making);
        },
        [call, &request, stream, reply, done](absl::StatusOr<Outcome> outcome) {
          absl::Status status = Answer(*call, call->ActingOf(request), stream, outcome, reply);
          if constexpr (std::is_same_v<Request, v1::DeclineReferralRequest>) {
            if (status.ok()) status = AddAlternatives(*call, stream, reply);
          }
          if constexpr (std::is_same_v<Request, v1::RedirectReferralRequest>) {
            if (status.ok()) status = AddRedirected(*call, *outcome, reply);
          }
          done(status);
        });
  }
  void Do(const rpc::CallPtr& call, const v1::SendReferralRequest& request,
          v1::ReferralReply* reply, const rpc::Done& done);

  // Of a stream: finds the command in `request`, does it, and puts its answer into `reply`.
  void Dispatch(const rpc::CallPtr& call, const v1::CommandRequest& request,
                v1::CommandReply* reply, const rpc::Done& done);

  // The code as it is written; MALFORMED when it was mistyped.
  static absl::StatusOr<std::string> CodeIn(const rpc::Call& call, absl::string_view text);

 private:
  static absl::Status Check(const rpc::Call& call, const Making& making, const rpc::Right& right);
  // The referral as rpc::StateAfter has it.
  static absl::Status Answer(const rpc::Call& call, const Acting& by, const std::string& stream,
                             const absl::StatusOr<Outcome>& outcome, v1::ReferralReply* reply);
  static absl::Status AddAlternatives(const rpc::Call& call, const std::string& stream,
                                      v1::ReferralReply* reply);
  static absl::Status AddRedirected(const rpc::Call& call, const Outcome& outcome,
                                    v1::ReferralReply* reply);
};

}  // namespace rufaa::referral_service
