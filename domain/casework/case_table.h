// Stages, verbs and transitions of a child's case.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/base/transitions.h"

namespace rufaa::casework {

enum class Stage {
  kAbsent = 0,
  kIdentified = 1,
  kScreenedOut = 2,
  kRegistered = 3,
  kEmergency = 4,
  kAssessment = 5,
  kPlanned = 6,
  kImplementation = 7,
  kFollowUp = 8,
  kClosed = 9,
  kTransferPending = 10,
  kReverted = 11,   // Its import was taken back.
  kDuplicate = 12,  // A person found it to be another case's child and event.
};

enum class Verb {
  kIdentify,
  kRegister,
  kSetRisk,
  kDeclareEmergency,
  kMoveChild,  // From one place of safety to another.
  kScreenOut,
  kStartAssessment,
  kRecordAssessment,
  kOpenNeed,
  kMeetNeed,
  kWithdrawNeed,
  kDraftPlan,
  kApprovePlan,
  kStartImplementation,
  kRecordVisit,
  kStartFollowUp,
  kRecordSession,
  kAddNote,
  kRefer,  // Open a referral of this case.
  kSetCourtDate,
  kMoveCourtDate,
  kVacateCourtDate,
  kAttendCourt,
  kMakeOrder,
  kEndOrder,
  kGiveConsent,
  kWithdrawConsent,
  kRequestClosure,
  kRefuseClosure,
  kApproveClosure,
  kReopen,
  kRequestTransfer,
  kAcceptTransfer,
  kDeclineTransfer,
  kReassign,
  kCorrectDetails,
  kFlagDuplicate,
  kConfirmDuplicate,  // Decide that it is one …
  kDismissDuplicate,  // … or that it is not.
  kRevertImport,
  kErase,
};

enum class Party {
  kNobody,
  kIdentifier,  // Whoever can report a child: every role of the field.
  kOwner,       // Works cases at the agency that owns it.
  kApprover,    // Sub-county children's officer at the owner.
  kHelper,      // Works at an agency with an accepted, open referral of it.
  kCourt,       // Court desk.
  kReceiver,    // Works cases at the agency to which it is to be transferred.
  kAdmin,       // County administrator: imports.
  kDpo,
  kSystem,
};

absl::string_view Name(Stage stage);  // "identified", "follow-up", …
absl::string_view Name(Verb verb);    // "register", "set-risk", …
absl::string_view Name(Party party);

using TransitionRow = Transition<Stage, Verb, Party>;
using StageRow = StageInfo<Stage, Party>;

absl::Span<const TransitionRow> Transitions();
absl::Span<const StageRow> Stages();
const StageRow& InfoOf(Stage stage);
// What is due in the stage, as lists say it: "register", "act", "review"; empty: nothing.
absl::string_view DueWhat(Stage stage, bool in_court = false);
absl::Span<const Verb> AllVerbs();

}  // namespace rufaa::casework
