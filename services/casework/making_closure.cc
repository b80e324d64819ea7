#include <utility>

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/referral/referral.h"
#include "services/casework/making.h"
#include "services/casework/officer.h"
#include "services/rpc/command_agency.h"
#include "services/rpc/command_convert.h"

namespace rufaa::case_service {

absl::StatusOr<casework::RequestClosure> Make(const pb::RequestClosureRequest& request,
                                              const Making& making) {
  return casework::RequestClosure{
      .by = making.by, .reason = request.reason(), .family_told = request.family_told()};
}

absl::StatusOr<casework::DeclineTransfer> Make(const pb::DeclineTransferRequest& request,
                                               const Making& making) {
  return casework::DeclineTransfer{making.by, request.reason()};
}

AllChanges Changes(const pb::GiveConsentRequest& request, const Making& making) {
  if (!request.recipient_agency().empty()) {
    RUFAA_RETURN_IF_ERROR(
        rpc::LoadAgency(making.load, "recipient_agency", request.recipient_agency()).status());
  }
  casework::GiveConsent command{
      .by = making.by,
      .consent = making.NewPart("c"),
      .recipient_agency = request.recipient_agency(),
      .recipient_kind = request.recipient_kind(),
      .purpose = request.purpose(),
      .scope = rpc::ToCompartments(request.scope()),
      .given_by = request.given_by(),
      .basis = request.basis().empty() ? "CONSENT" : request.basis(),
      .from = request.has_from_time() ? rpc::FromProto(request.from_time()) : making.by.occurred_at,
      .until = {},
      .has_note = !request.note().empty()};
  if (request.has_until_time()) command.until = rpc::FromProto(request.until_time());
  // What a court is known by stays with the court's file.
  const auto sealed_with =
      command.basis == "ORDER" ? Compartment::kJustice : Compartment::kNarrative;
  return Steps(making).Then(std::move(command)).ThenNote(request.note(), sealed_with).Done();
}

AllChanges Changes(const pb::WithdrawConsentRequest& request, const Making& making) {
  std::vector<referral::State> referrals;
  for (const auto& [code, known] : making.state.open_referrals) {
    if (known.consent.empty()) continue;  // It may have come to rest on another than its own.
    RUFAA_ASSIGN_OR_RETURN(const referral::State* state,
                           making.load.Load<referral::State>(ReferralStream(code)));
    referrals.push_back(*state);
  }
  return coordination::WithdrawConsent(
      making.state, referrals,
      casework::WithdrawConsent{making.by, request.consent(), request.reason()}, making.rules());
}

AllChanges Changes(const pb::AcceptTransferRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const Officer officer, OfficerOr(making, request.owner_person()));
  std::vector<referral::State> referrals;
  for (const auto& [code, known] : making.state.open_referrals) {
    RUFAA_ASSIGN_OR_RETURN(const referral::State* state,
                           making.load.Load<referral::State>(ReferralStream(code)));
    referrals.push_back(*state);
  }
  return coordination::AcceptTransfer(
      making.state, referrals,
      casework::AcceptTransfer{
          .by = making.by,
          .desk = request.owner_desk().empty() ? officer.desk : request.owner_desk(),
          .officer = officer.person},
      making.rules());
}

AllChanges Changes(const pb::RefuseClosureRequest& request, const Making& making) {
  return Steps(making)
      .ThenNote(request.note())
      .Then(casework::RefuseClosure{making.by, request.reason(), !request.note().empty()})
      .Done();
}

AllChanges Changes(const pb::ApproveClosureRequest& request, const Making& making) {
  return Steps(making).ThenNote(request.note()).Then(casework::ApproveClosure{making.by}).Done();
}

AllChanges Changes(const pb::ReopenCaseRequest& request, const Making& making) {
  return Steps(making)
      .Then(casework::Reopen{making.by, request.reason()})
      .ThenNote(request.note())
      .Done();
}

AllChanges Changes(const pb::RequestTransferRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* to,
                         rpc::LoadAgency(making.load, "to_agency", request.to_agency()));
  return Steps(making)
      .ThenNote(request.note())
      .Then(casework::RequestTransfer{making.by, to->id, to->kind})
      .Done();
}

AllChanges Changes(const pb::ReassignCaseRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const Officer officer,
                         OfficerNamed(making, making.state.owner_agency, request.owner_person()));
  return Steps(making)
      .ThenNote(request.note())
      .Then(casework::Reassign{.by = making.by, .officer = officer.person, .desk = officer.desk})
      .Done();
}

}  // namespace rufaa::case_service
