#include "projections/tracks/referral_track.h"

namespace rufaa {

using referral::Party;
using referral::Stage;

namespace {

void MoveTo(ReferralTrack& track, Stage stage, std::optional<absl::Time> due) {
  track.escalated = track.promise_told || (track.escalated && due && track.due == due);
  track.stage = stage;
  track.due = due;
}

void ForgetPromise(ReferralTrack& track) {
  track.serve_by.reset();
  track.promise_told = false;
}

void Decide(ReferralTrack& track, absl::Time at) {
  if (!track.decided_at) track.decided_at = at;
}

void End(ReferralTrack& track, Stage stage, absl::Time at) {
  ForgetPromise(track);
  MoveTo(track, stage, std::nullopt);
  track.ended_at = at;
  track.holds_bed = false;
}

void Apply(ReferralTrack& t, const referral::Drafted& e, absl::Time at) {
  MoveTo(t, Stage::kDraft, std::nullopt);
  t.case_code = e.case_code;
  t.need = e.need;
  t.service = e.service;
  t.from_agency = e.from_agency;
  t.from_desk = e.from_desk;
  t.to_agency = e.to_agency;
  t.urgency = e.urgency;
  t.sent_at = at;
}

void Apply(ReferralTrack& t, const referral::Sent& e, absl::Time) {
  t.case_code = e.case_code;
  t.need = e.need;
  t.service = e.service;
  t.from_agency = e.from_agency;
  t.from_desk = e.from_desk;
  t.to_agency = e.to_agency;
  t.to_agency_kind = e.to_agency_kind;
  t.to_desk = e.to_desk;
  t.offer = e.offer;
  t.urgency = e.urgency;
  t.age_band = e.age_band;
  t.sex = e.sex;
  t.subcounty = e.subcounty;
  t.part_of = e.part_of;
  t.sent_at = e.sent_at;
  MoveTo(t, Stage::kSent, e.decide_by);
}

void Apply(ReferralTrack& t, const referral::Opened& e, absl::Time) {
  t.stage = Stage::kOpened;
  t.opened_at = e.opened_at;
}

void Apply(ReferralTrack& t, const referral::InfoRequested& e, absl::Time) {
  MoveTo(t, Stage::kInfoRequested, e.reply_by);
}

void Apply(ReferralTrack& t, const referral::InfoGiven& e, absl::Time) {
  MoveTo(t, Stage::kOpened, e.decide_by);
}

void Apply(ReferralTrack& t, const referral::Accepted& e, absl::Time) {
  ForgetPromise(t);
  MoveTo(t, Stage::kAccepted, e.serve_by);
  t.serve_by = e.serve_by;
  Decide(t, e.accepted_at);
  t.accepted = true;
  t.contact = e.contact;
  t.holds_bed = e.holds_bed;
  t.appointment_at = e.expected_at;
  if (!e.desk.empty()) t.to_desk = e.desk;
}

void Apply(ReferralTrack& t, const referral::Waitlisted& e, absl::Time) {
  ForgetPromise(t);
  MoveTo(t, Stage::kWaitlisted, e.review_by);
  t.holds_bed = false;
}

void Apply(ReferralTrack& t, const referral::Scheduled& e, absl::Time) {
  MoveTo(t, Stage::kScheduled, e.act_by);
  ++t.appointments;
  t.appointment_at = e.at;
}

void Apply(ReferralTrack& t, const referral::NoShow& e, absl::Time) {
  MoveTo(t, Stage::kNoShow, e.act_by);
  ++t.no_shows;
  t.appointment_at = std::nullopt;
}

void Apply(ReferralTrack& t, const referral::AppointmentCancelled& e, absl::Time) {
  MoveTo(t, Stage::kApptCancelled, e.act_by);
  t.appointment_at = std::nullopt;
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::ServiceRecorded& e, absl::Time) {
  ForgetPromise(t);
  MoveTo(t, Stage::kInService, e.complete_by);
  ++t.services;
  if (!t.served_at) t.served_at = e.at;
}

void Apply(ReferralTrack& t, const referral::Completed& e, absl::Time) {
  End(t, Stage::kCompleted, e.at);
  t.reason = e.outcome;
}

void Apply(ReferralTrack& t, const referral::LoopConfirmed&, absl::Time) {
  t.loop_confirmed = true;
}

void Apply(ReferralTrack& t, const referral::Declined& e, absl::Time) {
  Decide(t, e.declined_at);
  End(t, Stage::kDeclined, e.declined_at);
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::Redirected& e, absl::Time at) {
  Decide(t, at);
  End(t, Stage::kRedirected, at);
  t.redirected_to = e.to_referral;
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::CancelRequested& e, absl::Time) {
  t.asked_back_waiting = t.stage == Stage::kWaitlisted;
  MoveTo(t, Stage::kCancelRequested, e.answer_by);
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::Cancelled& e, absl::Time at) {
  End(t, Stage::kCancelled, at);
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::Expired& e, absl::Time at) {
  End(t, Stage::kExpired, at);
  t.reason = e.deadline;
}

void Apply(ReferralTrack& t, const referral::NotReached& e, absl::Time at) {
  End(t, Stage::kCouldNotReach, at);
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::EnteredInError& e, absl::Time at) {
  End(t, Stage::kEnteredInError, at);
  t.reason = e.reason;
}

void Apply(ReferralTrack& t, const referral::HandedOver& e, absl::Time) {
  t.from_agency = e.from_agency;
  t.from_desk = e.from_desk;
}

void Apply(ReferralTrack& t, const referral::Escalated& e, absl::Time) {
  t.escalated = true;
  t.promise_told |= e.was_due && e.was_due == t.serve_by;
  if (e.act_by) t.due = e.act_by;
}

// Acts of the recipient; a referral that sees none of them until it ends was met by silence.
template <class Event>
constexpr bool kIsAnswer =
    !kIsAny<Event, referral::Drafted, referral::Sent, referral::Cancelled, referral::Expired,
            referral::Escalated, referral::HandedOver, referral::CancelRequested,
            referral::InfoGiven, referral::LoopConfirmed, referral::EnteredInError>;

}  // namespace

bool IsFinal(Stage stage) {
  switch (stage) {
    case Stage::kCompleted:
    case Stage::kDeclined:
    case Stage::kRedirected:
    case Stage::kCancelled:
    case Stage::kExpired:
    case Stage::kCouldNotReach:
    case Stage::kEnteredInError:
      return true;
    default:
      return false;
  }
}

bool IsUndecided(const ReferralTrack& track) {
  return track.stage == Stage::kSent || track.stage == Stage::kOpened ||
         track.stage == Stage::kInfoRequested;
}

Party Turn(const ReferralTrack& track) {
  if (IsFinal(track.stage)) return Party::kNobody;
  return track.stage <= Stage::kDraft || track.stage == Stage::kInfoRequested ? Party::kSender
                                                                              : Party::kRecipient;
}

void Follow(ReferralTrack& track, const AnyEvent& any, absl::Time at, absl::Time recorded_at) {
  std::visit(
      [&](const auto& event) {
        using Event = std::decay_t<decltype(event)>;
        if constexpr (kIsReferralEvent<Event>) {
          Apply(track, event, at);
          track.changed_at = recorded_at;
          if (kIsAnswer<Event>) track.answered = true;
        }
      },
      any);
}

bool IsReferralEvent(const AnyEvent& event) {
  return std::visit([](const auto& one) { return kIsReferralEvent<std::decay_t<decltype(one)>>; },
                    event);
}

}  // namespace rufaa
