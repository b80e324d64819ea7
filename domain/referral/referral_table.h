// Stages, verbs and transitions of a referral.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/base/transitions.h"

namespace rufaa::referral {

enum class Stage {
  kAbsent = 0,  // Not there yet.
  kDraft = 1,
  kSent = 2,
  kOpened = 3,
  kInfoRequested = 4,
  kAccepted = 5,
  kWaitlisted = 6,
  kScheduled = 7,
  kNoShow = 8,
  kApptCancelled = 9,
  kInService = 10,
  kCompleted = 11,
  kDeclined = 12,
  kRedirected = 13,
  kCancelRequested = 14,
  kCancelled = 15,
  kExpired = 16,
  kCouldNotReach = 17,
  kEnteredInError = 18,
};

enum class Verb {
  kDraft,
  kSend,
  kOpen,
  kAskInfo,
  kGiveInfo,
  kAccept,
  kWaitlist,
  kSchedule,
  kNoShow,
  kCancelAppointment,
  kRecordService,
  kComplete,
  kConfirmLoop,
  kDecline,
  kRedirect,
  kCancel,         // Before it is opened: at once.
  kRequestCancel,  // After: the recipient confirms.
  kConfirmCancel,  // The sender only when the recipient did not answer in time.
  kExpire,
  kNotReached,
  kEnterInError,
  kEscalate,
  kRecipientClosed,
};

enum class Party { kNobody, kSender, kRecipient, kSystem };

absl::string_view Name(Stage stage);  // "sent", "info-requested", …
absl::string_view Name(Verb verb);    // "accept", "ask-info", …
absl::string_view Name(Party party);

using TransitionRow = Transition<Stage, Verb, Party>;
using StageRow = StageInfo<Stage, Party>;

absl::Span<const TransitionRow> Transitions();
absl::Span<const StageRow> Stages();
const StageRow& InfoOf(Stage stage);
// What is due in the stage, as lists say it: "decide", "serve", "complete"; empty: nothing.
absl::string_view DueWhat(Stage stage);
absl::Span<const Verb> AllVerbs();

}  // namespace rufaa::referral
