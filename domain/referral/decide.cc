#include <algorithm>
#include <utility>

#include "domain/referral/decide_internal.h"

namespace rufaa::referral {
namespace {

RefusalDetails StageAnd(const State& s, Verb verb) {
  return {{"stage", std::string(Name(s.stage))}, {"action", std::string(Name(verb))}};
}

// What the table can't say: on the way to a cancellation it matters whether anybody had taken the
// child on. What nobody did is not served there, and what somebody did does not lapse.
bool Barred(const State& s, Verb verb) {
  const bool asked_back = s.stage == Stage::kCancelRequested;
  const bool taken_on = s.accepted && !(asked_back && s.asked_back_waiting);
  if (verb == Verb::kRecordService) return !taken_on;
  return verb == Verb::kExpire && asked_back && taken_on;
}

// Silence alone ends nothing that was taken on; a person who sent it, and looked where the child
// is, may end it then. Until the answer is overdue it is the recipient's to give.
bool TooSoon(const State& s, Verb verb, EnumSet<Party> parties, const Acting& by) {
  if (verb != Verb::kConfirmCancel || parties.Has(Party::kRecipient)) return false;
  return !s.deadline || by.now < s.deadline->due;
}

// An appointment, made or missed, puts off nothing that was promised on acceptance. Once that was
// told to be overdue, it is told no second time: what can still be missed is what `act_by` is for.
absl::Time NoLaterThanPromised(const State& s, absl::Time act_by) {
  return s.serve_by && !s.promise_told ? std::min(act_by, *s.serve_by) : act_by;
}

}  // namespace

absl::Status CheckVerb(const State& s, const Acting& by, Verb verb) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
  const EnumSet<Party> parties = PartiesOf(s, by);
  if (parties.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  bool in_stage = false;
  for (const TransitionRow& row : Transitions()) {
    if (row.verb != verb || !row.from.Has(s.stage) || Barred(s, verb)) continue;
    in_stage = true;
    if (!row.who.Meets(parties)) continue;
    return TooSoon(s, verb, parties, by) ? Refuse(Reason::NOT_DUE) : absl::OkStatus();
  }
  return Refuse(in_stage ? Reason::NOT_PERMITTED : Reason::NOT_ALLOWED_IN_STATE, {},
                StageAnd(s, verb));
}

bool IsShelter(absl::string_view service) { return service == "RMTS" || service == "RMSH"; }

bool IsOpen(const State& state) {
  return state.stage != Stage::kAbsent && state.stage != Stage::kDraft &&
         !InfoOf(state.stage).final;
}

EnumSet<Party> PartiesOf(const State& state, const Acting& by) {
  EnumSet<Party> parties;
  if (by.role == Role::kSystem) parties.Add(Party::kSystem);
  const bool absent = state.stage == Stage::kAbsent;
  // A colleague without the role is told "not permitted", not "not found"; kNobody marks the tie.
  if (absent || by.agency == state.from_agency) {
    parties.Add(WorksCases(by.role) ? Party::kSender : Party::kNobody);
  }
  if (!absent && state.stage != Stage::kDraft && by.agency == state.to_agency) {
    parties.Add(WorksReferrals(by.role) ? Party::kRecipient : Party::kNobody);
  }
  return parties;
}

std::vector<Verb> AllowedActions(const State& state, const Acting& by) {
  const EnumSet<Party> parties = PartiesOf(state, by);
  std::vector<Verb> verbs;
  for (const TransitionRow& row : Transitions()) {
    if (!row.from.Has(state.stage) || !row.who.Meets(parties)) continue;
    if (row.verb == Verb::kConfirmLoop && state.loop_confirmed) continue;
    if (Barred(state, row.verb) || TooSoon(state, row.verb, parties, by)) continue;
    if (std::find(verbs.begin(), verbs.end(), row.verb) == verbs.end()) verbs.push_back(row.verb);
  }
  return verbs;
}

Decision Decide(const State& s, const Draft& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kDraft));
  RUFAA_RETURN_IF_ERROR(CheckGiven("referral", c.referral));
  RUFAA_RETURN_IF_ERROR(CheckGiven("case_code", c.case_code));
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "service", list::kReferralReason, c.service));
  return One(Drafted{.referral = c.referral,
                     .case_code = c.case_code,
                     .need = c.need,
                     .from_agency = c.by.agency,
                     .from_desk = c.by.desk,
                     .to_agency = c.to_agency,
                     .service = c.service,
                     .urgency = c.urgency,
                     .note = c.note});
}

Decision Decide(const State& s, const Send& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kSend));
  RUFAA_RETURN_IF_ERROR(CheckGiven("referral", c.referral));
  RUFAA_RETURN_IF_ERROR(CheckGiven("case_code", c.case_code));
  RUFAA_RETURN_IF_ERROR(CheckGiven("to_agency", c.to_agency));
  RUFAA_RETURN_IF_ERROR(CheckGiven("need", c.need));
  if (c.urgency == Urgency::kUnset) return Malformed("urgency", "is missing");
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "service", list::kReferralReason, c.service));
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "destination", list::kReferralDestination, c.destination));
  return One(Sent{.referral = c.referral,
                  .case_code = c.case_code,
                  .child = c.child,
                  .need = c.need,
                  .service = c.service,
                  .destination = c.destination,
                  .from_agency = c.by.agency,
                  .from_desk = c.by.desk,
                  .from_person = c.by.person,
                  .to_agency = c.to_agency,
                  .to_agency_kind = c.to_agency_kind,
                  .to_desk = c.to_desk,
                  .offer = c.offer,
                  .urgency = c.urgency,
                  .sent_at = c.by.occurred_at,
                  .decide_by = DueOnceTold(rules, DecideRule(c.urgency), c.by),
                  .age_band = c.age_band,
                  .sex = c.sex,
                  .subcounty = c.subcounty,
                  .consent = c.consent,
                  .basis = c.basis,
                  .scope = c.scope,
                  .note = c.note,
                  .part_of = c.part_of,
                  .to_place_of_safety = c.to_place_of_safety});
}

Decision Decide(const State& s, const Open& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kOpen));
  return One(Opened{.by_person = c.by.person, .opened_at = c.by.occurred_at});
}

Decision Decide(const State& s, const AskInfo& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kAskInfo));
  if (c.question.empty()) return Malformed("question", "is missing");
  // A child that can't wait for a decision can't wait longer for a question about it.
  return One(InfoRequested{.question = c.question,
                           .reply_by = std::min(DueOnceTold(rules, clock::kReply, c.by),
                                                DueOnceTold(rules, DecideRule(s.urgency), c.by))});
}

Decision Decide(const State& s, const GiveInfo& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kGiveInfo));
  if (c.answer.empty()) return Malformed("answer", "is missing");
  // The recipient's time starts again: it was waiting for us.
  return One(
      InfoGiven{.answer = c.answer, .decide_by = DueOnceTold(rules, DecideRule(s.urgency), c.by)});
}

Decision Decide(const State& s, const Accept& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kAccept));
  // Who serves may promise to be quicker than the clock, and never to be slower.
  const absl::Time latest = DueFrom(rules, ServeRule(s.urgency), c.by);
  const absl::Time serve_by = c.serve_by.value_or(latest);
  if (serve_by < c.by.occurred_at) return Malformed("serve_by_time", "is in the past");
  if (c.expected_at) {
    RUFAA_RETURN_IF_ERROR(CheckPlannedFor("expected_time", *c.expected_at, c.by));
  }
  return One(Accepted{.desk = c.desk.empty() ? c.by.desk : c.desk,
                      .contact = c.contact.empty() ? c.by.person : c.contact,
                      .expected_at = c.expected_at,
                      .serve_by = std::min(serve_by, latest),
                      .holds_bed = c.holds_bed,
                      .accepted_at = c.by.occurred_at});
}

Decision Decide(const State& s, const Waitlist& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kWaitlist));
  // To wait is no answer yet: it is looked at again no later than an answer would be due.
  const absl::Time latest = std::min(DueFrom(rules, clock::kWaitlistReview, c.by),
                                     DueOnceTold(rules, DecideRule(s.urgency), c.by));
  std::vector<Event> events = {
      Waitlisted{.review_by = std::min(c.review_by.value_or(latest), latest),
                 .waitlisted_at = c.by.occurred_at}};
  // A child that waits for a place has none tonight, as one that was declined.
  if (IsShelter(s.service)) {
    events.push_back(
        Escalated{.to = "SUPERVISOR", .reason = "SHELTER_WAITLISTED", .was_due = std::nullopt});
  }
  return events;
}

Decision Decide(const State& s, const Schedule& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kSchedule));
  if (c.at < c.by.occurred_at) return Malformed("appointment_time", "is in the past");
  RUFAA_RETURN_IF_ERROR(CheckPlannedFor("appointment_time", c.at, c.by));
  return One(
      Scheduled{.at = c.at,
                .place_desk = c.place_desk.empty() ? s.to_desk : c.place_desk,
                .act_by = NoLaterThanPromised(s, rules.clocks.Due(clock::kAppointment, c.at))});
}

Decision Decide(const State& s, const RecordNoShow& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kNoShow));
  // Nobody has missed what is still to come.
  if (s.appointment_at && c.by.now < *s.appointment_at) {
    return Refuse(Reason::IN_FUTURE, "the appointment is still ahead");
  }
  return One(NoShow{.at = c.by.occurred_at,
                    .act_by = NoLaterThanPromised(s, DueFrom(rules, clock::kRebook, c.by))});
}

Decision Decide(const State& s, const CancelAppointment& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kCancelAppointment));
  RUFAA_RETURN_IF_ERROR(CheckCallOffReason(rules, c.by, c.reason));
  return One(AppointmentCancelled{
      .reason = c.reason, .act_by = NoLaterThanPromised(s, DueFrom(rules, clock::kRebook, c.by))});
}

Decision Decide(const State& s, const RecordService& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRecordService));
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "service", list::kReferralReason, c.service));
  return One(ServiceRecorded{.at = c.by.occurred_at,
                             .service = c.service.empty() ? s.service : c.service,
                             .first = !s.served,
                             .note = c.note,
                             .complete_by = DueFrom(rules, clock::kComplete, c.by)});
}

}  // namespace rufaa::referral
