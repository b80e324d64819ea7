// A child's case: the workflow of the Department of Children Services, with its guards. Decide is
// pure and total; Evolve can't fail, since it replays what was once decided.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/base/refusal.h"
#include "domain/casework/case_commands.h"
#include "domain/casework/case_events.h"
#include "domain/casework/case_state.h"
#include "domain/clocks/rules.h"

namespace rufaa::casework {

State Evolve(State state, const Event& event);

using Decision = absl::StatusOr<std::vector<Event>>;

Decision Decide(const State& state, const Identify& command, const Rules& rules);
Decision Decide(const State& state, const Register& command, const Rules& rules);
Decision Decide(const State& state, const SetRisk& command, const Rules& rules);
Decision Decide(const State& state, const DeclareEmergency& command, const Rules& rules);
Decision Decide(const State& state, const MoveChild& command, const Rules& rules);
Decision Decide(const State& state, const ScreenOut& command, const Rules& rules);
Decision Decide(const State& state, const CorrectDetails& command, const Rules& rules);
Decision Decide(const State& state, const FlagDuplicate& command, const Rules& rules);
Decision Decide(const State& state, const DecideDuplicate& command, const Rules& rules);
Decision Decide(const State& state, const RevertImport& command, const Rules& rules);
Decision Decide(const State& state, const Erase& command, const Rules& rules);
Decision Decide(const State& state, const StartAssessment& command, const Rules& rules);
Decision Decide(const State& state, const RecordAssessment& command, const Rules& rules);
Decision Decide(const State& state, const OpenNeed& command, const Rules& rules);
Decision Decide(const State& state, const MeetNeed& command, const Rules& rules);
Decision Decide(const State& state, const WithdrawNeed& command, const Rules& rules);
Decision Decide(const State& state, const DraftPlan& command, const Rules& rules);
Decision Decide(const State& state, const ApprovePlan& command, const Rules& rules);
Decision Decide(const State& state, const StartImplementation& command, const Rules& rules);
Decision Decide(const State& state, const RecordVisit& command, const Rules& rules);
Decision Decide(const State& state, const StartFollowUp& command, const Rules& rules);
Decision Decide(const State& state, const RecordSession& command, const Rules& rules);
Decision Decide(const State& state, const AddNote& command, const Rules& rules);
Decision Decide(const State& state, const OpenReferral& command, const Rules& rules);
Decision Decide(const State& state, const NoteAcceptance& command, const Rules& rules);
Decision Decide(const State& state, const EndReferral& command, const Rules& rules);
Decision Decide(const State& state, const SetCourtDate& command, const Rules& rules);
Decision Decide(const State& state, const MoveCourtDate& command, const Rules& rules);
Decision Decide(const State& state, const VacateCourtDate& command, const Rules& rules);
Decision Decide(const State& state, const AttendCourt& command, const Rules& rules);
Decision Decide(const State& state, const MakeOrder& command, const Rules& rules);
Decision Decide(const State& state, const EndOrder& command, const Rules& rules);
Decision Decide(const State& state, const GiveConsent& command, const Rules& rules);
Decision Decide(const State& state, const WithdrawConsent& command, const Rules& rules);
Decision Decide(const State& state, const RequestClosure& command, const Rules& rules);
Decision Decide(const State& state, const RefuseClosure& command, const Rules& rules);
Decision Decide(const State& state, const ApproveClosure& command, const Rules& rules);
Decision Decide(const State& state, const Reopen& command, const Rules& rules);
Decision Decide(const State& state, const RequestTransfer& command, const Rules& rules);
Decision Decide(const State& state, const AcceptTransfer& command, const Rules& rules);
Decision Decide(const State& state, const DeclineTransfer& command, const Rules& rules);
Decision Decide(const State& state, const Reassign& command, const Rules& rules);

inline Decision Decide(const State& state, const Command& command, const Rules& rules) {
  return std::visit([&](const auto& c) { return Decide(state, c, rules); }, command);
}

// What `by` is to this case; empty for one who has no part in it.
EnumSet<Party> PartiesOf(const State& state, const Acting& by);

// What `by` may do now, in the table's order; every read returns it with the object. Guards that
// need the command itself (a reason, a date) are not foreseen here.
std::vector<Verb> AllowedActions(const State& state, const Acting& by);
// Of these, what `by` may do with the date that stands in `matter`: to move or vacate it, and from
// its day on to say what came of it.
std::vector<Verb> AllowedOnDate(const State& state, const Acting& by, const std::string& matter);

// The risk-set event when a rule makes the risk High over `chosen`, or when `chosen` is not empty.
std::optional<RiskSet> RiskOf(const State& state, absl::string_view chosen,
                              std::vector<std::string> reasons, const Acting& by,
                              const Rules& rules);

// Whether it is at work or closed: neither set aside nor erased.
bool Stands(const State& state);

// How soon what nobody said it of must be done: in an emergency at once, at high risk soon.
Urgency UrgencyByCase(const State& state);
// How soon what was `said` must be done in this stage: while an emergency lasts at once, also where
// it was said before anybody knew of that. Afterwards it is as it was said.
Urgency UrgencyNow(Urgency said, Stage stage);

// What the deadline is for; empty: there is none.
absl::string_view DueWhat(const State& state);

// The guards of form 9A and ours, as of `now`; OK when the case may be closed for `reason`. Asking
// and approving are refused by the same function. For a child that is lost (COLC) or died (COCD),
// and what proved to be no case (NOT_A_CASE), it is closed from every active stage, without the
// child's views and the final visit. A removed child must have been before a court, unless it died.
absl::Status CheckClosable(const State& state, absl::string_view reason, absl::Time now);

// Whether it is closed as a report that should have been screened out, had that been known before
// it was registered: it counts as one that was.
bool ProvedNoCase(absl::string_view closure_reason);

// Referrals serve one purpose; consents for others don't cover them.
inline constexpr absl::string_view kReferralService = "REFERRAL_SERVICE";

// What may go where, and what for.
struct Disclosure {
  absl::string_view agency, kind;  // Of the recipient.
  absl::string_view purpose;
  const std::vector<Compartment>& scope;
};
// Whether `consent` is in force now and covers it.
bool Serves(const Consent& consent, const Disclosure& disclosure, absl::Time now);

// What NO_CONSENT tells, in codes: recipient, recipient_kind, purpose and scope that are to be
// covered; and where a consent was named, what it lacks of it: recipient, purpose, scope, in_force.
RefusalDetails Unserved(const Disclosure& disclosure, const Consent* named, absl::Time now);

// Whether what began under the consent `id` may go on now: that one is in force, or another serves
// in its place. One that was withdrawn is not made good by another's word: only an order, a statute
// or a vital interest stands where it stood.
bool StillServed(const State& state, const std::string& id, const Disclosure& disclosure,
                 absl::Time now);

// Whether the law lets this kind of agency be told without consent (Data Protection Act
// s.30(1)(b)).
bool StatutoryRecipient(absl::string_view agency_kind);

}  // namespace rufaa::casework
