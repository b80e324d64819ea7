#include "domain/casework/case_table.h"

#include <array>
#include <iterator>

#include "domain/base/check.h"

namespace rufaa::casework {
namespace {

constexpr EnumSet<Stage> kActive = {Stage::kRegistered, Stage::kEmergency,      Stage::kAssessment,
                                    Stage::kPlanned,    Stage::kImplementation, Stage::kFollowUp};
constexpr EnumSet<Stage> kLive = kActive | Stage::kIdentified | Stage::kTransferPending;
constexpr EnumSet<Stage> kKept = kLive | Stage::kClosed | Stage::kScreenedOut;

constexpr EnumSet<Party> kOwner = Party::kOwner;
constexpr EnumSet<Party> kApprover = Party::kApprover;
constexpr EnumSet<Party> kHelping = {Party::kOwner, Party::kHelper};
constexpr EnumSet<Party> kAtCourt = {Party::kOwner, Party::kCourt};

constexpr TransitionRow kTransitions[] = {
    {Stage::kAbsent, Verb::kIdentify, Stage::kIdentified, Party::kIdentifier},
    {{Stage::kIdentified, Stage::kEmergency}, Verb::kRegister, Stage::kRegistered, kOwner},
    {kActive | Stage::kIdentified, Verb::kSetRisk, std::nullopt, kOwner},
    // Also while a plan waits for approval: a child in danger does not.
    {{Stage::kIdentified, Stage::kRegistered, Stage::kAssessment, Stage::kPlanned,
      Stage::kImplementation, Stage::kFollowUp},
     Verb::kDeclareEmergency,
     Stage::kEmergency,
     kOwner},
    // A child that was brought to safety. It is moved when it is, also while an office is asked.
    {kActive | Stage::kTransferPending, Verb::kMoveChild, std::nullopt, kOwner},
    {Stage::kIdentified, Verb::kScreenOut, Stage::kScreenedOut, kOwner},
    {{Stage::kRegistered, Stage::kEmergency}, Verb::kStartAssessment, Stage::kAssessment, kOwner},
    {Stage::kAssessment, Verb::kRecordAssessment, std::nullopt, kOwner},
    // Wherever it may be referred: what happens to a child does not wait for a transfer.
    {kLive, Verb::kOpenNeed, std::nullopt, kHelping},
    {kActive | Stage::kIdentified, Verb::kMeetNeed, std::nullopt, kOwner},
    {kActive | Stage::kIdentified, Verb::kWithdrawNeed, std::nullopt, kOwner},
    {{Stage::kAssessment, Stage::kPlanned, Stage::kImplementation, Stage::kFollowUp},
     Verb::kDraftPlan,
     Stage::kPlanned,
     kOwner},
    {Stage::kPlanned, Verb::kApprovePlan, std::nullopt, kApprover},
    {{Stage::kPlanned, Stage::kFollowUp},
     Verb::kStartImplementation,
     Stage::kImplementation,
     kOwner},
    {kActive, Verb::kRecordVisit, std::nullopt, kOwner},
    {Stage::kImplementation, Verb::kStartFollowUp, Stage::kFollowUp, kOwner},
    // Who serves the child goes on while two offices agree whose case it is.
    {kActive | Stage::kTransferPending, Verb::kRecordSession, std::nullopt, kHelping},
    {kLive | Stage::kClosed, Verb::kAddNote, std::nullopt, kHelping},
    // Health first: a referral must not wait for the registration.
    {kLive, Verb::kRefer, std::nullopt, kOwner},
    {kLive, Verb::kSetCourtDate, std::nullopt, kAtCourt},
    {kLive, Verb::kMoveCourtDate, std::nullopt, kAtCourt},
    {kLive, Verb::kVacateCourtDate, std::nullopt, kAtCourt},
    {kLive, Verb::kAttendCourt, std::nullopt, kAtCourt},
    {kLive, Verb::kMakeOrder, std::nullopt, kAtCourt},
    // Of what was set aside too: an order that nobody could end would hold the record for ever.
    {kLive | Stage::kScreenedOut | Stage::kDuplicate, Verb::kEndOrder, std::nullopt, kAtCourt},
    {kLive, Verb::kGiveConsent, std::nullopt, kOwner},
    {kLive | Stage::kClosed, Verb::kWithdrawConsent, std::nullopt, kOwner},
    // Of a child that is lost or died, and of what proved to be no case, in every one of these;
    // else in an assessment or follow-up.
    {kActive, Verb::kRequestClosure, std::nullopt, kOwner},
    {kActive, Verb::kRefuseClosure, std::nullopt, kApprover},
    {kActive, Verb::kApproveClosure, Stage::kClosed, kApprover},
    {Stage::kClosed, Verb::kReopen, Stage::kAssessment, kOwner},
    // A child moves when it moves; out of an emergency only once that is over.
    {{Stage::kRegistered, Stage::kAssessment, Stage::kPlanned, Stage::kImplementation,
      Stage::kFollowUp},
     Verb::kRequestTransfer,
     Stage::kTransferPending,
     kOwner},
    {Stage::kTransferPending, Verb::kAcceptTransfer, Stage::kRegistered, Party::kReceiver},
    // Back to where it came from; the diagram draws both ways.
    {Stage::kTransferPending,
     Verb::kDeclineTransfer,
     std::nullopt,
     {Party::kReceiver, Party::kOwner}},
    // Who is on leave, or has left, must not keep a child waiting.
    {kActive, Verb::kReassign, std::nullopt, kApprover},
    {kLive | Stage::kClosed, Verb::kCorrectDetails, std::nullopt, kOwner},
    // Only where it can be decided, too: what was begun on a case can't go over to another. Of two
    // that were both worked on, the one is closed first.
    {{Stage::kIdentified, Stage::kRegistered, Stage::kClosed},
     Verb::kFlagDuplicate,
     std::nullopt,
     {Party::kOwner, Party::kSystem}},
    // And of one that is closed, or came closed from a list: it must not count its child twice for
    // ever.
    {{Stage::kIdentified, Stage::kRegistered, Stage::kClosed},
     Verb::kConfirmDuplicate,
     Stage::kDuplicate,
     kOwner},
    {kKept, Verb::kDismissDuplicate, std::nullopt, kOwner},
    // Who loaded the wrong file takes it back, also where its cases went to other offices.
    {kKept,
     Verb::kRevertImport,
     Stage::kReverted,
     {Party::kApprover, Party::kAdmin, Party::kIdentifier}},
    {kKept | Stage::kReverted | Stage::kDuplicate, Verb::kErase, std::nullopt, Party::kDpo},
};

constexpr StageRow kStages[] = {
    {Stage::kAbsent, "absent", Party::kIdentifier, "", false},
    {Stage::kIdentified, "identified", Party::kOwner, "register", false},
    {Stage::kScreenedOut, "screened-out", Party::kNobody, "", true},
    {Stage::kRegistered, "registered", Party::kOwner, "act, by risk", false},
    {Stage::kEmergency, "emergency", Party::kOwner, "bring to court, then act by risk", false},
    {Stage::kAssessment, "assessment", Party::kOwner, "assess", false},
    {Stage::kPlanned, "planned", Party::kOwner, "review", false},
    {Stage::kImplementation, "implementation", Party::kOwner, "review", false},
    {Stage::kFollowUp, "follow-up", Party::kOwner, "visit", false},
    {Stage::kClosed, "closed", Party::kNobody, "", true},
    {Stage::kTransferPending, "transfer-pending", Party::kReceiver, "answer", false},
    {Stage::kReverted, "reverted", Party::kNobody, "", true},
    {Stage::kDuplicate, "duplicate", Party::kNobody, "", true},
};

struct VerbName {
  Verb verb;
  absl::string_view name;
};

constexpr VerbName kVerbNames[] = {
    {Verb::kIdentify, "identify"},
    {Verb::kRegister, "register"},
    {Verb::kSetRisk, "set-risk"},
    {Verb::kDeclareEmergency, "declare-emergency"},
    {Verb::kMoveChild, "move-child"},
    {Verb::kScreenOut, "screen-out"},
    {Verb::kStartAssessment, "start-assessment"},
    {Verb::kRecordAssessment, "record-assessment"},
    {Verb::kOpenNeed, "open-need"},
    {Verb::kMeetNeed, "meet-need"},
    {Verb::kWithdrawNeed, "withdraw-need"},
    {Verb::kDraftPlan, "draft-plan"},
    {Verb::kApprovePlan, "approve-plan"},
    {Verb::kStartImplementation, "start-implementation"},
    {Verb::kRecordVisit, "record-visit"},
    {Verb::kStartFollowUp, "start-follow-up"},
    {Verb::kRecordSession, "record-session"},
    {Verb::kAddNote, "add-note"},
    {Verb::kRefer, "refer"},
    {Verb::kSetCourtDate, "set-court-date"},
    {Verb::kMoveCourtDate, "move-court-date"},
    {Verb::kVacateCourtDate, "vacate-court-date"},
    {Verb::kAttendCourt, "attend-court"},
    {Verb::kMakeOrder, "make-order"},
    {Verb::kEndOrder, "end-order"},
    {Verb::kGiveConsent, "give-consent"},
    {Verb::kWithdrawConsent, "withdraw-consent"},
    {Verb::kRequestClosure, "request-closure"},
    {Verb::kRefuseClosure, "refuse-closure"},
    {Verb::kApproveClosure, "approve-closure"},
    {Verb::kReopen, "reopen"},
    {Verb::kRequestTransfer, "request-transfer"},
    {Verb::kAcceptTransfer, "accept-transfer"},
    {Verb::kDeclineTransfer, "decline-transfer"},
    {Verb::kReassign, "reassign"},
    {Verb::kCorrectDetails, "correct-details"},
    {Verb::kFlagDuplicate, "flag-duplicate"},
    {Verb::kConfirmDuplicate, "confirm-duplicate"},
    {Verb::kDismissDuplicate, "dismiss-duplicate"},
    {Verb::kRevertImport, "revert-import"},
    {Verb::kErase, "erase"},
};

constexpr auto kVerbs = [] {
  std::array<Verb, std::size(kVerbNames)> verbs{};
  for (size_t i = 0; i < verbs.size(); ++i) verbs[i] = kVerbNames[i].verb;
  return verbs;
}();

constexpr absl::string_view kPartyNames[] = {"nobody",   "identifier",    "owner",
                                             "approver", "helper",        "court",
                                             "receiver", "administrator", "data protection officer",
                                             "system"};

}  // namespace

absl::string_view Name(Stage stage) { return InfoOf(stage).name; }

// The clock without what its length goes by.
absl::string_view DueWhat(Stage stage, bool in_court) {
  // A removed child that was before the court is still to be acted for, as its risk asks.
  const Stage safe = stage == Stage::kEmergency ? Stage::kRegistered : stage;
  const absl::string_view clock = InfoOf(in_court ? Stage::kEmergency : safe).clock;
  return clock.substr(0, clock.find(','));
}

absl::string_view Name(Verb verb) {
  const auto index = static_cast<size_t>(verb);
  RUFAA_CHECK(index < std::size(kVerbNames) && kVerbNames[index].verb == verb);
  return kVerbNames[index].name;
}

absl::string_view Name(Party party) {
  const auto index = static_cast<size_t>(party);
  RUFAA_CHECK(index < std::size(kPartyNames));
  return kPartyNames[index];
}

absl::Span<const TransitionRow> Transitions() { return kTransitions; }
absl::Span<const StageRow> Stages() { return kStages; }
absl::Span<const Verb> AllVerbs() { return kVerbs; }

const StageRow& InfoOf(Stage stage) {
  const auto index = static_cast<size_t>(stage);
  RUFAA_CHECK(index < std::size(kStages) && kStages[index].stage == stage);
  return kStages[index];
}

}  // namespace rufaa::casework
