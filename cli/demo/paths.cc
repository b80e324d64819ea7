#include "cli/demo/paths.h"

#include "domain/referral/referral.h"

namespace rufaa::demo {
namespace {

using CaseStage = casework::Stage;
using CaseVerb = casework::Verb;
using Stage = referral::Stage;
using Verb = referral::Verb;

template <class Path>
void Add(Path& path, const Path& more) {
  path.insert(path.end(), more.begin(), more.end());
}

template <class Path>
Path Then(Path path, const Path& more) {
  Add(path, more);
  return path;
}

// From acceptance to the appointment kept; false: the child can't be reached any more.
bool AddAppointments(Dice& dice, ReferralPath& path) {
  path.push_back(Verb::kSchedule);
  if (dice.Chance(14)) {
    Add(path, {dice.Chance(70) ? Verb::kNoShow : Verb::kCancelAppointment, Verb::kSchedule});
  }
  const bool lost = dice.Chance(6);
  if (lost) Add(path, {Verb::kNoShow, Verb::kNotReached});
  return !lost;
}

void AddService(Dice& dice, absl::string_view service, ReferralPath& path) {
  path.push_back(Verb::kRecordService);
  if (service == "RMPC") {
    const int sessions = dice.Chance(60) ? 6 : dice.Between(2, 5);
    for (int i = 1; i <= sessions; ++i) path.push_back(Beat::Session(static_cast<uint32_t>(i)));
  }
  path.push_back(Verb::kComplete);
  if (dice.Chance(75)) path.push_back(Verb::kConfirmLoop);
}

}  // namespace

ReferralPath DrawReferralPath(Dice& dice, absl::string_view service) {
  ReferralPath path;
  if (dice.Chance(10)) path.push_back(Verb::kDraft);
  path.push_back(Verb::kSend);
  if (dice.Chance(2)) return Then(path, {Verb::kCancel});
  if (dice.Chance(8)) return Then(path, {Verb::kExpire});  // Nobody ever looks.
  path.push_back(Verb::kOpen);
  if (dice.Chance(12)) Add(path, {Verb::kAskInfo, Verb::kGiveInfo});
  if (dice.Chance(13)) return Then(path, {Verb::kDecline, Verb::kConfirmLoop});
  if (dice.Chance(4)) return Then(path, {Verb::kRedirect});
  if (dice.Chance(8)) path.push_back(Verb::kWaitlist);
  path.push_back(Verb::kAccept);
  if (dice.Chance(3)) return Then(path, {Verb::kRequestCancel, Verb::kConfirmCancel});
  if (dice.Chance(1)) return Then(path, {Verb::kEnterInError});
  if (!referral::IsShelter(service) && !AddAppointments(dice, path)) return path;
  AddService(dice, service, path);
  return path;
}

ReferralPath PathTo(Stage stage) {
  const ReferralPath accepted = {Verb::kSend, Verb::kOpen, Verb::kAccept};
  ReferralPath path = accepted;
  switch (stage) {
    case Stage::kAbsent:
      return {};
    case Stage::kDraft:
      return {Verb::kDraft};
    case Stage::kSent:
      return {Verb::kSend};
    case Stage::kOpened:
      return {Verb::kSend, Verb::kOpen};
    case Stage::kInfoRequested:
      return {Verb::kSend, Verb::kOpen, Verb::kAskInfo};
    case Stage::kAccepted:
      return path;
    case Stage::kWaitlisted:
      return {Verb::kSend, Verb::kOpen, Verb::kWaitlist};
    case Stage::kScheduled:
      return Then(path, {Verb::kSchedule});
    case Stage::kNoShow:
      return Then(path, {Verb::kSchedule, Verb::kNoShow});
    case Stage::kApptCancelled:
      return Then(path, {Verb::kSchedule, Verb::kCancelAppointment});
    case Stage::kInService:
      return Then(path, {Verb::kRecordService});
    case Stage::kCompleted:
      return Then(path, {Verb::kRecordService, Verb::kComplete});
    case Stage::kDeclined:
      return {Verb::kSend, Verb::kOpen, Verb::kDecline};
    case Stage::kRedirected:
      return {Verb::kSend, Verb::kOpen, Verb::kRedirect};
    case Stage::kCancelRequested:
      return Then(path, {Verb::kRequestCancel});
    case Stage::kCancelled:
      return {Verb::kSend, Verb::kCancel};
    case Stage::kExpired:
      return {Verb::kSend, Verb::kExpire};
    case Stage::kCouldNotReach:
      return Then(path, {Verb::kSchedule, Verb::kNoShow, Verb::kNotReached});
    case Stage::kEnteredInError:
      return Then(path, {Verb::kEnterInError});
  }
  return {};
}

CasePath DrawCasePath(Dice& dice, const Child& child) {
  CasePath path = {CaseVerb::kIdentify};
  if (dice.Chance(5)) return Then(path, {CaseVerb::kScreenOut});
  Add(path, {CaseVerb::kRegister, CaseVerb::kSetRisk, CaseVerb::kGiveConsent});
  if (dice.Chance(3)) {
    Add(path, {CaseVerb::kFlagDuplicate,
               dice.Chance(60) ? CaseVerb::kConfirmDuplicate : CaseVerb::kDismissDuplicate});
    if (path.back() == CaseVerb::kConfirmDuplicate) return path;
  }
  if (!child.safe_now && dice.Chance(25)) path.push_back(CaseVerb::kDeclareEmergency);
  if (path.back() != CaseVerb::kDeclareEmergency && dice.Chance(5)) {
    Add(path, {CaseVerb::kRequestTransfer,
               dice.Chance(70) ? CaseVerb::kAcceptTransfer : CaseVerb::kDeclineTransfer});
  }
  path.push_back(CaseVerb::kRefer);
  Add(path, {CaseVerb::kStartAssessment, CaseVerb::kRecordAssessment});
  if (dice.Chance(45)) path.push_back(CaseVerb::kSetCourtDate);
  Add(path, {CaseVerb::kDraftPlan, CaseVerb::kApprovePlan, CaseVerb::kStartImplementation,
             CaseVerb::kRefer, CaseVerb::kRecordVisit, CaseVerb::kStartFollowUp});
  for (int visits = dice.Between(1, 3); visits > 0; --visits)
    path.push_back(CaseVerb::kRecordVisit);
  if (dice.Chance(6)) path.push_back(CaseVerb::kWithdrawConsent);
  path.push_back(CaseVerb::kRequestClosure);
  if (dice.Chance(12))
    Add(path, {CaseVerb::kRefuseClosure, CaseVerb::kRecordVisit, CaseVerb::kRequestClosure});
  path.push_back(CaseVerb::kApproveClosure);
  if (dice.Chance(9)) {
    Add(path, {CaseVerb::kReopen, CaseVerb::kRefer, CaseVerb::kRecordAssessment,
               CaseVerb::kDraftPlan, CaseVerb::kApprovePlan, CaseVerb::kStartImplementation});
  }
  return path;
}

CasePath PathTo(CaseStage stage) {
  using V = CaseVerb;
  CasePath registered = {V::kIdentify, V::kRegister, V::kSetRisk};
  const CasePath assessed = Then(registered, {V::kStartAssessment, V::kRecordAssessment});
  const CasePath planned = Then(assessed, {V::kDraftPlan, V::kApprovePlan});
  CasePath followed = Then(planned, {V::kStartImplementation, V::kStartFollowUp});
  switch (stage) {
    case CaseStage::kAbsent:
    case CaseStage::kReverted:  // By taking an import back (mistaken_import.h).
      return {};
    case CaseStage::kIdentified:
      return {V::kIdentify};
    case CaseStage::kScreenedOut:
      return {V::kIdentify, V::kScreenOut};
    case CaseStage::kRegistered:
      return registered;
    case CaseStage::kEmergency:
      return Then(registered, {V::kDeclareEmergency});
    case CaseStage::kAssessment:
      return Then(registered, {V::kStartAssessment});
    case CaseStage::kPlanned:
      return Then(assessed, {V::kDraftPlan});
    case CaseStage::kImplementation:
      return Then(planned, {V::kStartImplementation});
    case CaseStage::kFollowUp:
      return followed;
    case CaseStage::kClosed:
      return Then(followed, {V::kRecordVisit, V::kRequestClosure, V::kApproveClosure});
    case CaseStage::kTransferPending:
      return Then(registered, {V::kRequestTransfer});
    case CaseStage::kDuplicate:
      return Then(registered, {V::kFlagDuplicate, V::kConfirmDuplicate});
  }
  return {};
}

}  // namespace rufaa::demo
