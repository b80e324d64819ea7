// What each change of a case does, whichever way it came in: a call of its own or a stream of many.
#pragma once

#include <string>

#include "rufaa/casework/v1/casework_service.pb.h"
#include "services/casework/case_proto.h"
#include "services/casework/counties.h"
#include "services/casework/making.h"
#include "services/rpc/call.h"
#include "services/rpc/command_change.h"

namespace rufaa::case_service {

namespace v1 = casework::v1;

// Stateless but for what it is given; thread-safe. Requests and replies live until `done`.
class Commands {
 public:
  // `counties` must outlive this.
  explicit Commands(Counties& counties) : counties_(counties) {}

  // Changes of one case that is there.
  template <class Request>
  void Do(const rpc::CallPtr& call, const Request& request, v1::CaseReply* reply,
          const rpc::Done& done) {
    ChangeCase(call, request, reply, done,
               [](const Request& asked, const Making& making) { return Changes(asked, making); });
  }

  void Do(const rpc::CallPtr& call, const v1::ScreenOutRequest& request, v1::CaseReply* reply,
          const rpc::Done& done);
  void Do(const rpc::CallPtr& call, const v1::IdentifyChildRequest& request, v1::CaseReply* reply,
          const rpc::Done& done);
  void Do(const rpc::CallPtr& call, const v1::EraseChildRequest& request, v1::CaseReply* reply,
          const rpc::Done& done);
  void Do(const rpc::CallPtr& call, const v1::ImportCaseRequest& request, v1::CaseReply* reply,
          const rpc::Done& done);
  void Do(const rpc::CallPtr& call, const v1::StartImportRequest& request, v1::ImportReply* reply,
          const rpc::Done& done);
  void Do(const rpc::CallPtr& call, const v1::FinishImportRequest& request, v1::ImportReply* reply,
          const rpc::Done& done);
  void Do(const rpc::CallPtr& call, const v1::RevertImportRequest& request, v1::ImportReply* reply,
          const rpc::Done& done);

  // Of a stream: finds the command in `request`, does it, and puts its answer into `reply`.
  void Dispatch(const rpc::CallPtr& call, const v1::CommandRequest& request,
                v1::CommandReply* reply, const rpc::Done& done);
  // Whether it is refused to whoever has not stepped up.
  static bool NeedsStepUp(const v1::CommandRequest& request) { return request.has_erase_child(); }

  // The code as it is written; MALFORMED when it was mistyped.
  static absl::StatusOr<std::string> CodeIn(const rpc::Call& call, absl::string_view text);

 private:
  // `changes`: AllChanges, of the request and what making them may use.
  template <class Request, class ToChanges>
  void ChangeCase(const rpc::CallPtr& call, const Request& request, v1::CaseReply* reply,
                  const rpc::Done& done, ToChanges changes) {
    absl::StatusOr<std::string> code = CodeIn(*call, request.case_code());
    if (!code.ok()) return done(code.status());
    const std::string stream = CaseStream(*code);
    rpc::ChangeThing<casework::State>(
        call, request, stream,
        [call, changes](const Request& asked, const Making& making) -> AllChanges {
          RUFAA_RETURN_IF_ERROR(
              rpc::CheckMay(*call, rpc::StandingIn(making.state, making.by), RightTo<Request>()));
          return changes(asked, making);
        },
        [call, &request, stream, reply, done](absl::StatusOr<Outcome> outcome) {
          done(Answer(*call, call->ActingOf(request), stream, outcome, reply));
        });
  }
  // `stream` of the case that the request names.
  void Erase(const rpc::CallPtr& call, const v1::EraseChildRequest& request,
             const std::string& stream, v1::CaseReply* reply, const rpc::Done& done);
  // The case as rpc::StateAfter has it.
  static absl::Status Answer(const rpc::Call& call, const Acting& by, const std::string& stream,
                             const absl::StatusOr<Outcome>& outcome, v1::CaseReply* reply);
  // Adds the cases that may be of the same child and that the caller may know of.
  static absl::Status AddSimilar(const rpc::Call& call, const Acting& by,
                                 const std::vector<std::string>& codes, v1::CaseReply* reply);

  Counties& counties_;
};

}  // namespace rufaa::case_service
