#include <utility>

#include "domain/referral/referral.h"

// Stages are set here and not looked up in the table: what was once decided must replay the same
// after the table has changed.
namespace rufaa::referral {
namespace {

void MoveTo(State& s, Stage stage, std::optional<Deadline> deadline = std::nullopt) {
  const bool same_due = s.deadline && deadline && s.deadline->due == deadline->due;
  s.stage = stage;
  s.deadline = std::move(deadline);
  s.escalated = s.promise_told || (s.escalated && same_due);
}

// From here on there is another promise, or none that could be missed.
void ForgetPromise(State& s) {
  s.serve_by.reset();
  s.promise_told = false;
}

void End(State& s, Stage stage) {
  ForgetPromise(s);
  MoveTo(s, stage);
  s.holds_bed = false;
}

std::optional<Deadline> By(absl::string_view rule, absl::Time due) {
  return Deadline{std::string(rule), due};
}

// What is to be done by when the child was to be served goes by that promise, not by `rule`.
std::optional<Deadline> ByOrPromise(const State& s, absl::string_view rule, absl::Time due) {
  return By(s.serve_by == due ? ServeRule(s.urgency) : rule, due);
}

void Apply(State& s, const Drafted& e) {
  MoveTo(s, Stage::kDraft);
  s.referral = e.referral;
  s.case_code = e.case_code;
  s.need = e.need;
  s.service = e.service;
  s.from_agency = e.from_agency;
  s.from_desk = e.from_desk;
  s.to_agency = e.to_agency;
  s.urgency = e.urgency;
}

void Apply(State& s, const Sent& e) {
  s.referral = e.referral;
  s.case_code = e.case_code;
  s.child = e.child;
  s.need = e.need;
  s.service = e.service;
  s.from_agency = e.from_agency;
  s.from_desk = e.from_desk;
  s.to_agency = e.to_agency;
  s.to_agency_kind = e.to_agency_kind;
  s.destination = e.destination;
  s.scope = e.scope;
  s.to_desk = e.to_desk;
  s.offer = e.offer;
  s.urgency = e.urgency;
  s.consent = e.consent;
  s.part_of = e.part_of;
  s.subcounty = e.subcounty;
  s.sent_at = e.sent_at;
  MoveTo(s, Stage::kSent, By(DecideRule(e.urgency), e.decide_by));
}

void Apply(State& s, const Opened&) { s.stage = Stage::kOpened; }

void Apply(State& s, const InfoRequested& e) {
  MoveTo(s, Stage::kInfoRequested, By(clock::kReply, e.reply_by));
}

void Apply(State& s, const InfoGiven& e) {
  MoveTo(s, Stage::kOpened, By(DecideRule(s.urgency), e.decide_by));
}

void Apply(State& s, const Accepted& e) {
  ForgetPromise(s);
  MoveTo(s, Stage::kAccepted, By(ServeRule(s.urgency), e.serve_by));
  s.accepted = true;
  s.serve_by = e.serve_by;
  s.holds_bed = e.holds_bed;
  if (!e.desk.empty()) s.to_desk = e.desk;
}

void Apply(State& s, const Waitlisted& e) {
  ForgetPromise(s);
  MoveTo(s, Stage::kWaitlisted, By(clock::kWaitlistReview, e.review_by));
  // Who waits holds nothing: the bed goes to whoever can come now.
  s.holds_bed = false;
}

void Apply(State& s, const Scheduled& e) {
  MoveTo(s, Stage::kScheduled, ByOrPromise(s, clock::kAppointment, e.act_by));
  s.appointment_at = e.at;
}

void Apply(State& s, const NoShow& e) {
  MoveTo(s, Stage::kNoShow, ByOrPromise(s, clock::kRebook, e.act_by));
}

void Apply(State& s, const AppointmentCancelled& e) {
  MoveTo(s, Stage::kApptCancelled, ByOrPromise(s, clock::kRebook, e.act_by));
}

void Apply(State& s, const ServiceRecorded& e) {
  ForgetPromise(s);
  MoveTo(s, Stage::kInService, By(clock::kComplete, e.complete_by));
  s.served = true;
}

void Apply(State& s, const Completed&) { End(s, Stage::kCompleted); }
void Apply(State& s, const LoopConfirmed&) { s.loop_confirmed = true; }
void Apply(State& s, const Declined&) { End(s, Stage::kDeclined); }
void Apply(State& s, const Redirected&) { End(s, Stage::kRedirected); }

void Apply(State& s, const CancelRequested& e) {
  s.asked_back_waiting = s.stage == Stage::kWaitlisted;
  MoveTo(s, Stage::kCancelRequested, By(clock::kCancelAnswer, e.answer_by));
  s.cancel_reason = e.reason;
}

void Apply(State& s, const Cancelled&) { End(s, Stage::kCancelled); }
void Apply(State& s, const Expired&) { End(s, Stage::kExpired); }
void Apply(State& s, const NotReached&) { End(s, Stage::kCouldNotReach); }
void Apply(State& s, const EnteredInError&) { End(s, Stage::kEnteredInError); }
void Apply(State& s, const HandedOver& e) {
  s.from_agency = e.from_agency;
  s.from_desk = e.from_desk;
}

void Apply(State& s, const Escalated& e) {
  s.escalated = true;
  if (e.was_due) s.told_due = e.was_due;
  s.promise_told |= e.was_due && e.was_due == s.serve_by;
  if (e.act_by) s.deadline = By(clock::kAppointment, *e.act_by);
}

}  // namespace

State Evolve(State state, const Event& event) {
  std::visit([&](const auto& e) { Apply(state, e); }, event);
  return state;
}

}  // namespace rufaa::referral
