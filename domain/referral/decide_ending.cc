#include "domain/referral/decide_internal.h"

namespace rufaa::referral {
namespace {

// A child that a shelter turned away has no place tonight, also where another is asked instead.
void EscalateNo(const State& s, std::vector<Event>& events) {
  if (!IsShelter(s.service)) return;
  events.push_back(
      Escalated{.to = "SUPERVISOR", .reason = "SHELTER_DECLINED", .was_due = std::nullopt});
}

}  // namespace

Decision Decide(const State& s, const Complete& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kComplete));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "outcome", "REFERRAL_OUTCOME", c.outcome));
  return One(Completed{.outcome = c.outcome, .at = c.by.occurred_at});
}

Decision Decide(const State& s, const ConfirmLoop& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kConfirmLoop));
  if (s.loop_confirmed) return Refuse(Reason::ALREADY_DONE);
  return One(LoopConfirmed{.by_person = c.by.person, .with_child = c.with_child});
}

Decision Decide(const State& s, const Decline& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kDecline));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kDeclineReason, c.reason, !c.note.empty()));
  std::vector<Event> events = {
      Declined{.reason = c.reason, .note = c.note, .declined_at = c.by.occurred_at}};
  EscalateNo(s, events);
  return events;
}

Decision Decide(const State& s, const Redirect& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRedirect));
  RUFAA_RETURN_IF_ERROR(CheckGiven("to_referral", c.to_referral));
  RUFAA_RETURN_IF_ERROR(CheckGiven("to_agency", c.to_agency));
  if (c.to_agency == s.to_agency) return Malformed("to_agency", "is the one that redirects");
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kDeclineReason, c.reason, true));
  std::vector<Event> events = {
      Redirected{.to_referral = c.to_referral, .to_agency = c.to_agency, .reason = c.reason}};
  EscalateNo(s, events);
  return events;
}

Decision Decide(const State& s, const Cancel& c, const Rules& rules) {
  const bool at_once = s.stage == Stage::kDraft || s.stage == Stage::kSent;
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, at_once ? Verb::kCancel : Verb::kRequestCancel));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kCancelReason, c.reason, true));
  if (at_once) return One(Cancelled{.reason = c.reason});
  return One(CancelRequested{.reason = c.reason,
                             .answer_by = DueOnceTold(rules, clock::kCancelAnswer, c.by)});
}

Decision Decide(const State& s, const ConfirmCancel& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kConfirmCancel));
  return One(Cancelled{.reason = s.cancel_reason});
}

Decision Decide(const State& s, const Expire& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kExpire));
  if (!s.deadline || c.by.now < s.deadline->due) return Refuse(Reason::NOT_DUE);
  // Nobody took it on, and who sent it wants it back: here silence lets go.
  if (s.stage == Stage::kCancelRequested) return One(Cancelled{.reason = s.cancel_reason});
  std::vector<Event> events = {Expired{.deadline = s.deadline->rule, .was_due = s.deadline->due}};
  // Silence is worse than a no: somebody above the desk must hear of it.
  events.push_back(
      Escalated{.to = "SUPERVISOR", .reason = "NO_ANSWER", .was_due = s.deadline->due});
  return events;
}

Decision Decide(const State& s, const RecordNotReached& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kNotReached));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, "NOT_REACHED_REASON", c.reason, true));
  return One(NotReached{.reason = c.reason});
}

Decision Decide(const State& s, const EnterInError& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kEnterInError));
  RUFAA_RETURN_IF_ERROR(CheckCallOffReason(rules, c.by, c.reason));
  return One(EnteredInError{.reason = c.reason});
}

Decision Decide(const State& s, const Escalate& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kEscalate));
  if (!s.deadline || c.by.now < s.deadline->due) return Refuse(Reason::NOT_DUE);
  if (s.told_due == s.deadline->due) return Refuse(Reason::ALREADY_DONE);
  Escalated told{.to = "SUPERVISOR",
                 .reason = c.reason.empty() ? "OVERDUE" : c.reason,
                 .was_due = s.deadline->due};
  // An appointment made for later than was promised is still to be kept.
  if (s.stage == Stage::kScheduled && s.deadline->due == s.serve_by && s.appointment_at) {
    told.act_by = rules.clocks.Due(clock::kAppointment, *s.appointment_at);
  }
  return One(std::move(told));
}

Decision Decide(const State& s, const EndWithRecipient& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRecipientClosed));
  const TransitionRow* row = FindTransition(Transitions(), s.stage, Verb::kRecipientClosed);
  if (row->to == Stage::kCancelRequested) {
    return One(CancelRequested{.reason = std::string(kRecipientGone), .answer_by = c.by.now});
  }
  // Now, whenever the agency closed: it may have been asked since.
  std::vector<Event> events = {
      Declined{.reason = std::string(kAgencyClosed), .note = {}, .declined_at = c.by.now}};
  EscalateNo(s, events);
  return events;
}

}  // namespace rufaa::referral
