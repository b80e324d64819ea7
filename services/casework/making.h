// From a request to what the domain decides on. One overload of Make or Changes per request: Make
// where the decision is the case's alone, Changes where it spans more. What a person wrote of a
// child is sealed here, before anything decides on it.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "domain/coordination/coordination.h"
#include "domain/events.h"
#include "eventlog/execute/executor.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "services/casework/same_child.h"
#include "services/rpc/command_change.h"
#include "services/rpc/command_policy.h"

namespace rufaa::case_service {

namespace pb = casework::v1;

using Making = rpc::Making<casework::State>;
using rpc::AllChanges;

// The case's own decisions, one after another on what the ones before made of it: all or none.
class Steps {
 public:
  explicit Steps(const Making& making) : making_(making), state_(making.state) {}

  template <class Command>
  Steps& Then(absl::StatusOr<Command> command) {
    if (!status_.ok()) return *this;
    if (!command.ok()) {
      status_ = command.status();
      return *this;
    }
    return Take(casework::Decide(state_, *command, making_.rules()));
  }
  template <class Command>
  Steps& Then(Command command) {
    if (!status_.ok()) return *this;
    return Take(casework::Decide(state_, command, making_.rules()));
  }
  // A note in words, sealed; nothing when there are none.
  Steps& ThenNote(absl::string_view text, Compartment compartment = Compartment::kNarrative);

  const casework::State& state() const { return state_; }
  AllChanges Done();

 private:
  Steps& Take(casework::Decision decision);

  const Making& making_;
  casework::State state_;
  std::vector<Change> changes_;
  absl::Status status_;
};

// Intake.
absl::StatusOr<casework::SetRisk> Make(const pb::SetRiskRequest& request, const Making& making);
absl::StatusOr<casework::CorrectDetails> Make(const pb::CorrectDetailsRequest& request,
                                              const Making& making);
absl::StatusOr<casework::FlagDuplicate> Make(const pb::FlagDuplicateRequest& request,
                                             const Making& making);
absl::StatusOr<casework::DecideDuplicate> Make(const pb::DecideDuplicateRequest& request,
                                               const Making& making);
AllChanges Changes(const pb::RegisterCaseRequest& request, const Making& making);
AllChanges Changes(const pb::DeclareEmergencyRequest& request, const Making& making);
AllChanges Changes(const pb::MoveChildRequest& request, const Making& making);
AllChanges Changes(const pb::ScreenOutRequest& request, const Making& making,
                   SameChild& same_child);

// Care.
absl::StatusOr<casework::OpenNeed> Make(const pb::OpenNeedRequest& request, const Making& making);
absl::StatusOr<casework::MeetNeed> Make(const pb::MeetNeedRequest& request, const Making& making);
absl::StatusOr<casework::WithdrawNeed> Make(const pb::WithdrawNeedRequest& request,
                                            const Making& making);
absl::StatusOr<casework::StartImplementation> Make(const pb::StartImplementationRequest& request,
                                                   const Making& making);
absl::StatusOr<casework::RecordVisit> Make(const pb::RecordVisitRequest& request,
                                           const Making& making);
absl::StatusOr<casework::StartFollowUp> Make(const pb::StartFollowUpRequest& request,
                                             const Making& making);
absl::StatusOr<casework::RecordSession> Make(const pb::RecordSessionRequest& request,
                                             const Making& making);
absl::StatusOr<casework::AddNote> Make(const pb::AddNoteRequest& request, const Making& making);
AllChanges Changes(const pb::AssessCaseRequest& request, const Making& making);
AllChanges Changes(const pb::DraftPlanRequest& request, const Making& making);
AllChanges Changes(const pb::ApprovePlanRequest& request, const Making& making);

// Court.
absl::StatusOr<casework::SetCourtDate> Make(const pb::SetCourtDateRequest& request,
                                            const Making& making);
absl::StatusOr<casework::MoveCourtDate> Make(const pb::MoveCourtDateRequest& request,
                                             const Making& making);
absl::StatusOr<casework::VacateCourtDate> Make(const pb::VacateCourtDateRequest& request,
                                               const Making& making);
absl::StatusOr<casework::AttendCourt> Make(const pb::RecordCourtOutcomeRequest& request,
                                           const Making& making);
AllChanges Changes(const pb::MakeOrderRequest& request, const Making& making);
absl::StatusOr<casework::EndOrder> Make(const pb::EndOrderRequest& request, const Making& making);

// Consent, closure, transfer.
absl::StatusOr<casework::RequestClosure> Make(const pb::RequestClosureRequest& request,
                                              const Making& making);
absl::StatusOr<casework::DeclineTransfer> Make(const pb::DeclineTransferRequest& request,
                                               const Making& making);
AllChanges Changes(const pb::GiveConsentRequest& request, const Making& making);
AllChanges Changes(const pb::WithdrawConsentRequest& request, const Making& making);
AllChanges Changes(const pb::AcceptTransferRequest& request, const Making& making);
AllChanges Changes(const pb::RefuseClosureRequest& request, const Making& making);
AllChanges Changes(const pb::ApproveClosureRequest& request, const Making& making);
AllChanges Changes(const pb::ReopenCaseRequest& request, const Making& making);
AllChanges Changes(const pb::RequestTransferRequest& request, const Making& making);
AllChanges Changes(const pb::ReassignCaseRequest& request, const Making& making);

// All other requests: what Make makes of them, decided by the case alone.
template <class Request>
AllChanges Changes(const Request& request, const Making& making) {
  return Steps(making).Then(Make(request, making)).Done();
}

// What the policy must allow before a request is decided.
template <class Request>
constexpr rpc::Right RightTo() {
  using policy::Action;
  if constexpr (std::is_same_v<Request, pb::ApprovePlanRequest> ||
                std::is_same_v<Request, pb::ApproveClosureRequest> ||
                std::is_same_v<Request, pb::RefuseClosureRequest> ||
                std::is_same_v<Request, pb::ReassignCaseRequest>) {
    return {policy::Part::kHeader, Action::kApprove};
  } else if constexpr (std::is_same_v<Request, pb::RequestClosureRequest> ||
                       std::is_same_v<Request, pb::ReopenCaseRequest> ||
                       std::is_same_v<Request, pb::RequestTransferRequest>) {
    return {policy::Part::kHeader, Action::kClose};
  } else if constexpr (std::is_same_v<Request, pb::EraseChildRequest>) {
    return {policy::Part::kHeader, Action::kErase};
  } else {
    return {policy::Part::kHeader, Action::kWrite};
  }
}

std::vector<casework::Category> ToCategories(
    const google::protobuf::RepeatedPtrField<pb::Category>& categories);

}  // namespace rufaa::case_service
