#include "domain/referral/referral_table.h"

#include <array>
#include <iterator>

#include "domain/base/check.h"

namespace rufaa::referral {
namespace {

constexpr EnumSet<Stage> kBeforeOpened = {Stage::kDraft, Stage::kSent};
constexpr EnumSet<Stage> kUndecided = {Stage::kSent, Stage::kOpened, Stage::kInfoRequested};
constexpr EnumSet<Stage> kWithRecipient = {Stage::kOpened, Stage::kInfoRequested};
// Accepted, and not served yet.
constexpr EnumSet<Stage> kTakenOn = {Stage::kAccepted, Stage::kScheduled, Stage::kNoShow,
                                     Stage::kApptCancelled};
// In principle, at least.
constexpr EnumSet<Stage> kPromised = kTakenOn | Stage::kWaitlisted;
// Ends that the sender acknowledges, so that "nobody read the answer" can be told from "done".
constexpr EnumSet<Stage> kAnswered = {Stage::kCompleted, Stage::kDeclined, Stage::kRedirected,
                                      Stage::kExpired, Stage::kCouldNotReach};

constexpr EnumSet<Party> kSender = Party::kSender;
constexpr EnumSet<Party> kRecipient = Party::kRecipient;
constexpr EnumSet<Party> kSystem = Party::kSystem;

// The sender only asks for cancellation once the recipient has opened it, and the recipient may
// still decline after accepting: children are moved by these answers, so neither side acts alone.
constexpr TransitionRow kTransitions[] = {
    {Stage::kAbsent, Verb::kDraft, Stage::kDraft, kSender},
    {{Stage::kAbsent, Stage::kDraft}, Verb::kSend, Stage::kSent, kSender},
    {Stage::kSent, Verb::kOpen, Stage::kOpened, kRecipient},
    {{Stage::kSent, Stage::kOpened}, Verb::kAskInfo, Stage::kInfoRequested, kRecipient},
    {Stage::kInfoRequested, Verb::kGiveInfo, Stage::kOpened, kSender},
    {kUndecided | Stage::kWaitlisted, Verb::kAccept, Stage::kAccepted, kRecipient},
    // Of one that waits it is the review: it goes on waiting.
    {kUndecided | Stage::kAccepted | Stage::kWaitlisted, Verb::kWaitlist, Stage::kWaitlisted,
     kRecipient},
    {{Stage::kAccepted, Stage::kScheduled, Stage::kNoShow, Stage::kApptCancelled},
     Verb::kSchedule,
     Stage::kScheduled,
     kRecipient},
    {Stage::kScheduled, Verb::kNoShow, Stage::kNoShow, kRecipient},
    {Stage::kScheduled, Verb::kCancelAppointment, Stage::kApptCancelled, kRecipient},
    {{Stage::kAccepted, Stage::kScheduled, Stage::kNoShow, Stage::kApptCancelled, Stage::kInService,
      Stage::kCancelRequested},
     Verb::kRecordService,
     Stage::kInService,
     kRecipient},
    {Stage::kInService, Verb::kComplete, Stage::kCompleted, kRecipient},
    {kAnswered, Verb::kConfirmLoop, std::nullopt, kSender},
    {kUndecided | kPromised, Verb::kDecline, Stage::kDeclined, kRecipient},
    {kUndecided | kPromised, Verb::kRedirect, Stage::kRedirected, kRecipient},
    {kBeforeOpened, Verb::kCancel, Stage::kCancelled, kSender},
    {kWithRecipient | kPromised | Stage::kInService, Verb::kRequestCancel, Stage::kCancelRequested,
     kSender},
    // The sender, too, once the time to answer is over: a recipient may be gone for good.
    {Stage::kCancelRequested, Verb::kConfirmCancel, Stage::kCancelled, kSender | kRecipient},
    {kUndecided, Verb::kExpire, Stage::kExpired, kSystem},
    // Unless it was accepted, and did not wait again: then the recipient may have the child.
    {Stage::kCancelRequested, Verb::kExpire, Stage::kCancelled, kSystem},
    {kPromised | Stage::kInService, Verb::kNotReached, Stage::kCouldNotReach, kRecipient},
    {kBeforeOpened | Stage::kDeclined | Stage::kCancelled | Stage::kExpired, Verb::kEnterInError,
     Stage::kEnteredInError, kSender},
    {kWithRecipient | kPromised | Stage::kInService | Stage::kCancelRequested | Stage::kCompleted |
         Stage::kCouldNotReach,
     Verb::kEnterInError, Stage::kEnteredInError, kRecipient},
    // A promise overdue does not lapse, it is shown to whoever can act.
    {kPromised | Stage::kInService | Stage::kCancelRequested, Verb::kEscalate, std::nullopt,
     kSystem},
    // What nobody had taken on is answered for the agency; of a child that it took on, who sent it
    // first looks where the child is.
    {kUndecided | Stage::kWaitlisted, Verb::kRecipientClosed, Stage::kDeclined, kSystem},
    {kTakenOn | Stage::kInService, Verb::kRecipientClosed, Stage::kCancelRequested, kSystem},
};

constexpr StageRow kStages[] = {
    {Stage::kAbsent, "absent", Party::kSender, "", false},
    {Stage::kDraft, "draft", Party::kSender, "", false},
    {Stage::kSent, "sent", Party::kRecipient, "decide, by urgency", false},
    {Stage::kOpened, "opened", Party::kRecipient, "decide, by urgency", false},
    {Stage::kInfoRequested, "info-requested", Party::kSender, "reply, by urgency", false},
    {Stage::kAccepted, "accepted", Party::kRecipient, "serve, by urgency", false},
    {Stage::kWaitlisted, "waitlisted", Party::kRecipient, "review, by urgency", false},
    {Stage::kScheduled, "scheduled", Party::kRecipient, "appointment, no later than serve", false},
    {Stage::kNoShow, "no-show", Party::kRecipient, "book again, no later than serve", false},
    {Stage::kApptCancelled, "appointment-cancelled", Party::kRecipient,
     "book again, no later than serve", false},
    {Stage::kInService, "in-service", Party::kRecipient, "complete", false},
    {Stage::kCompleted, "completed", Party::kNobody, "", true},
    {Stage::kDeclined, "declined", Party::kNobody, "", true},
    {Stage::kRedirected, "redirected", Party::kNobody, "", true},
    {Stage::kCancelRequested, "cancel-requested", Party::kRecipient, "answer", false},
    {Stage::kCancelled, "cancelled", Party::kNobody, "", true},
    {Stage::kExpired, "expired", Party::kNobody, "", true},
    {Stage::kCouldNotReach, "could-not-reach", Party::kNobody, "", true},
    {Stage::kEnteredInError, "entered-in-error", Party::kNobody, "", true},
};

struct VerbName {
  Verb verb;
  absl::string_view name;
};

constexpr VerbName kVerbNames[] = {
    {Verb::kDraft, "draft"},
    {Verb::kSend, "send"},
    {Verb::kOpen, "open"},
    {Verb::kAskInfo, "ask-info"},
    {Verb::kGiveInfo, "give-info"},
    {Verb::kAccept, "accept"},
    {Verb::kWaitlist, "waitlist"},
    {Verb::kSchedule, "schedule"},
    {Verb::kNoShow, "record-no-show"},
    {Verb::kCancelAppointment, "cancel-appointment"},
    {Verb::kRecordService, "record-service"},
    {Verb::kComplete, "complete"},
    {Verb::kConfirmLoop, "confirm-loop"},
    {Verb::kDecline, "decline"},
    {Verb::kRedirect, "redirect"},
    {Verb::kCancel, "cancel"},
    {Verb::kRequestCancel, "request-cancel"},
    {Verb::kConfirmCancel, "confirm-cancel"},
    {Verb::kExpire, "expire"},
    {Verb::kNotReached, "record-not-reached"},
    {Verb::kEnterInError, "enter-in-error"},
    {Verb::kEscalate, "escalate"},
    {Verb::kRecipientClosed, "recipient-closed"},
};

constexpr auto kVerbs = [] {
  std::array<Verb, std::size(kVerbNames)> verbs{};
  for (size_t i = 0; i < verbs.size(); ++i) verbs[i] = kVerbNames[i].verb;
  return verbs;
}();

}  // namespace

absl::string_view Name(Stage stage) { return InfoOf(stage).name; }

// The clock without what its length goes by.
absl::string_view DueWhat(Stage stage) {
  const absl::string_view clock = InfoOf(stage).clock;
  return clock.substr(0, clock.find(','));
}

absl::string_view Name(Verb verb) {
  const auto index = static_cast<size_t>(verb);
  RUFAA_CHECK(index < std::size(kVerbNames) && kVerbNames[index].verb == verb);
  return kVerbNames[index].name;
}

absl::string_view Name(Party party) {
  switch (party) {
    case Party::kNobody:
      return "nobody";
    case Party::kSender:
      return "sender";
    case Party::kRecipient:
      return "recipient";
    case Party::kSystem:
      return "system";
  }
  return "unknown";
}

absl::Span<const TransitionRow> Transitions() { return kTransitions; }
absl::Span<const StageRow> Stages() { return kStages; }
absl::Span<const Verb> AllVerbs() { return kVerbs; }

const StageRow& InfoOf(Stage stage) {
  const auto index = static_cast<size_t>(stage);
  RUFAA_CHECK(index < std::size(kStages) && kStages[index].stage == stage);
  return kStages[index];
}

}  // namespace rufaa::referral
