// The referral loop between two agencies. Decide is pure and total; Evolve can't fail, since it
// replays what was once decided. The shell: load, Evolve over the stream, Decide, append.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/clocks/rules.h"
#include "domain/referral/referral_commands.h"
#include "domain/referral/referral_events.h"
#include "domain/referral/referral_table.h"

namespace rufaa::referral {

struct State {
  Stage stage = Stage::kAbsent;
  std::string referral;  // Its code.
  std::string case_code;
  std::string child;
  std::string need;
  std::string service;
  std::string destination;
  std::string from_agency;
  std::string from_desk;
  std::string to_agency;
  std::string to_agency_kind;
  std::string to_desk;
  std::string offer;
  std::string consent;
  std::string part_of;
  std::string subcounty;
  std::string cancel_reason;       // As asked for.
  std::vector<Compartment> scope;  // Opens to the recipient on acceptance.
  Urgency urgency = Urgency::kUnset;
  std::optional<Deadline> deadline;
  std::optional<absl::Time> serve_by;        // As promised on acceptance; unset while it waits.
  std::optional<absl::Time> appointment_at;  // The last that was made.
  std::optional<absl::Time> told_due;        // The last deadline whose missing was escalated.
  absl::Time sent_at;
  bool accepted = false;      // Once: opens the identity until the referral ends.
  bool served = false;        // A first service is recorded.
  bool holds_bed = false;     // Holds or occupies a place of `offer`.
  bool promise_told = false;  // That `serve_by` was missed; until it is served or promised anew.
  bool escalated = false;     // For the present deadline, or because of `promise_told`.
  bool asked_back_waiting = false;  // It waited, and nobody had the child, when it was asked back.
  bool loop_confirmed = false;

  bool operator==(const State&) const = default;
};

State Evolve(State state, const Event& event);

using Decision = absl::StatusOr<std::vector<Event>>;

// Drafted and sent are refused here only for what the referral itself knows; coordination checks
// the case, the consent and the recipient.
Decision Decide(const State& state, const Draft& command, const Rules& rules);
Decision Decide(const State& state, const Send& command, const Rules& rules);
Decision Decide(const State& state, const Open& command, const Rules& rules);
Decision Decide(const State& state, const AskInfo& command, const Rules& rules);
Decision Decide(const State& state, const GiveInfo& command, const Rules& rules);
Decision Decide(const State& state, const Accept& command, const Rules& rules);
Decision Decide(const State& state, const Waitlist& command, const Rules& rules);
Decision Decide(const State& state, const Schedule& command, const Rules& rules);
Decision Decide(const State& state, const RecordNoShow& command, const Rules& rules);
Decision Decide(const State& state, const CancelAppointment& command, const Rules& rules);
Decision Decide(const State& state, const RecordService& command, const Rules& rules);
Decision Decide(const State& state, const Complete& command, const Rules& rules);
Decision Decide(const State& state, const ConfirmLoop& command, const Rules& rules);
Decision Decide(const State& state, const Decline& command, const Rules& rules);
Decision Decide(const State& state, const Redirect& command, const Rules& rules);
Decision Decide(const State& state, const Cancel& command, const Rules& rules);
// NOT_DUE to the sender while the recipient has time to answer.
Decision Decide(const State& state, const ConfirmCancel& command, const Rules& rules);
// NOT_DUE while the deadline is ahead. What nobody accepted, or only waited again, and was asked
// back ends as cancelled.
Decision Decide(const State& state, const Expire& command, const Rules& rules);
Decision Decide(const State& state, const RecordNotReached& command, const Rules& rules);
Decision Decide(const State& state, const EnterInError& command, const Rules& rules);
Decision Decide(const State& state, const Escalate& command, const Rules& rules);
// Declined (kAgencyClosed), or, of what was taken on, asked back (kRecipientGone) with nobody left
// to answer: the sender may end it at once. One that is asked back already goes on as it is
// (NOT_ALLOWED_IN_STATE).
Decision Decide(const State& state, const EndWithRecipient& command, const Rules& rules);

inline Decision Decide(const State& state, const Command& command, const Rules& rules) {
  return std::visit([&](const auto& c) { return Decide(state, c, rules); }, command);
}

// What `by` is to this referral: empty for one whose agency has no part in it (and for the
// recipient of a draft, who does not know of it yet).
EnumSet<Party> PartiesOf(const State& state, const Acting& by);

// What `by` may do now, in the table's order. Every read returns it with the object.
std::vector<Verb> AllowedActions(const State& state, const Acting& by);

// Whether the referral still waits for something: anything but drafts and ends.
bool IsOpen(const State& state);

// RMTS, RMSH: the law lets no place of safety turn a child away, so a no escalates.
bool IsShelter(absl::string_view service);

}  // namespace rufaa::referral
