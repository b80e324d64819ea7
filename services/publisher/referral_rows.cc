// The public events of a referral. An agency is named where it is asked, unless a child may sleep
// there; what it answers says only which referral is meant.
#include "domain/codelists/codelists.h"
#include "services/publisher/public_events.h"

namespace rufaa::publisher::publisher_internal {
namespace {

constexpr PublicField Due(absl::string_view name) { return {name, Form::kDayOfTime}; }
constexpr PublicField YesNo(absl::string_view name) { return {name, Form::kYesNo}; }
constexpr PublicField Code(absl::string_view name, absl::string_view lists) {
  return {name, Form::kCode, lists};
}
constexpr PublicField Word(absl::string_view name, absl::string_view words) {
  return {name, Form::kWord, words};
}
constexpr PublicField DayOf(absl::string_view name, absl::string_view as) {
  return {name, Form::kDayOfTime, "", as};
}

constexpr absl::string_view kClocks =
    "DECIDE_EMERGENCY|DECIDE_URGENT|DECIDE_NORMAL|SERVE_EMERGENCY|SERVE_URGENT|SERVE_NORMAL|REPLY|"
    "WAITLIST_REVIEW|REBOOK|APPOINTMENT|COMPLETE|CANCEL_ANSWER";
constexpr absl::string_view kWhyEscalated =
    "SHELTER_DECLINED|SHELTER_WAITLISTED|NO_ANSWER|OVERDUE|"
    "DECIDE_EMERGENCY|DECIDE_URGENT|DECIDE_NORMAL|SERVE_EMERGENCY|SERVE_URGENT|SERVE_NORMAL|REPLY|"
    "WAITLIST_REVIEW|REBOOK|APPOINTMENT|COMPLETE|CANCEL_ANSWER";

// With what a referral goes out, wherever it goes.
std::vector<PublicField> SentFields() {
  return {{"need", Form::kPart},
          Code("service", list::kReferralReason),
          Word("urgency", "NORMAL|URGENT|EMERGENCY"),
          DayOf("sent_at", "sent_on"),
          Due("decide_by"),
          Code("basis", list::kConsentBasis),
          {"part_of", Form::kReferral}};
}

// And of what kind the place is. Not of one where a child may sleep: of places of safety that are
// hospitals a county may have one. Of rescue centres the name of the event says it.
std::vector<PublicField> SentFieldsWithKind() {
  std::vector<PublicField> fields = SentFields();
  fields.insert(fields.begin() + 2, {Code("destination", list::kReferralDestination),
                                     Code("to_agency_kind", list::kAgencyKind)});
  return fields;
}

void AddSending(std::vector<PublicEvent>& rows) {
  std::vector<PublicField> with_agency = SentFieldsWithKind();
  with_agency.push_back({"to_agency", Form::kAgency});
  rows.insert(rows.end(), {{"referral.sent", "case.referred-to-rescue-centre",
                            "A rescue centre is asked to take the child in. Which one is not told.",
                            SentFieldsWithKind(), When::kToRescueCentre},
                           {"referral.sent", "case.referred-to-shelter",
                            "Another place where children sleep is asked. Neither which one nor of "
                            "what kind is told.",
                            SentFields(), When::kToOtherShelter, 3},
                           {"referral.sent", "case.referred",
                            "An agency is asked to serve the child.", std::move(with_agency)},
                           {"referral.opened",
                            "case.referral-opened",
                            "The agency has looked at the referral.",
                            {DayOf("opened_at", "opened_on")}},
                           {"referral.info-requested",
                            "case.referral-question-asked",
                            "The agency asks something before it decides.",
                            {Due("reply_by")}},
                           {"referral.info-given",
                            "case.referral-question-answered",
                            "It was answered, and has its time to decide again.",
                            {Due("decide_by")}}});
}

void AddService(std::vector<PublicEvent>& rows) {
  const PublicField service = Code("service", list::kReferralReason);
  rows.insert(
      rows.end(),
      {{"referral.accepted",
        "case.referral-accepted",
        "The agency will serve the child.",
        {Due("serve_by"), DayOf("accepted_at", "accepted_on")},
        When::kAlways,
        3},
       {"referral.waitlisted",
        "case.referral-waitlisted",
        "The agency will serve the child when there is room.",
        {Due("review_by"), DayOf("waitlisted_at", "waitlisted_on")}},
       {"referral.scheduled",
        "case.appointment-set",
        "The child has an appointment. When is not told.",
        {}},
       {"referral.no-show", "case.appointment-missed", "The child did not come.", {Due("act_by")}},
       {"referral.appointment-cancelled",
        "case.appointment-cancelled",
        "The appointment was called off.",
        {Code("reason", list::kCancelReason), Due("act_by")}},
       {"referral.service-recorded",
        "case.referral-served",
        "The agency has served the child; it may again.",
        {DayOf("at", "served_on"), service, YesNo("first"), Due("complete_by")}},
       {"referral.completed",
        "case.referral-completed",
        "The agency has done what it was asked for.",
        {Code("outcome", list::kReferralOutcome), DayOf("at", "completed_on")}},
       {"referral.loop-confirmed",
        "case.referral-loop-closed",
        "Who referred the child has taken note of the outcome.",
        {YesNo("with_child")}}});
}

void AddEnding(std::vector<PublicEvent>& rows) {
  const PublicField declined = Code("reason", list::kDeclineReason);
  const PublicField cancelled = Code("reason", list::kCancelReason);
  rows.insert(rows.end(), {{"referral.declined",
                            "case.referral-declined",
                            "The agency can't serve the child; the need stays open.",
                            {declined, DayOf("declined_at", "declined_on")}},
                           {"referral.redirected",
                            "case.referral-redirected",
                            "The agency sent the referral on, as another one.",
                            {{"to_referral", Form::kReferral}, declined}},
                           {"referral.cancel-requested",
                            "case.referral-cancel-requested",
                            "Who referred the child asks to call it off.",
                            {cancelled, Due("answer_by")}},
                           {"referral.cancelled",
                            "case.referral-cancelled",
                            "The referral was called off.",
                            {cancelled}},
                           {"referral.expired",
                            "case.referral-expired",
                            "Nobody answered in time; the need stays open.",
                            {Word("deadline", kClocks), Due("was_due")}},
                           {"referral.not-reached",
                            "case.referral-not-reached",
                            "The child could not be reached.",
                            {Code("reason", list::kNotReachedReason)}},
                           {"referral.entered-in-error",
                            "case.referral-entered-in-error",
                            "The referral was a mistake: it never was one.",
                            {}},
                           {"referral.handed-over",
                            "case.referral-handed-over",
                            "The case has another owner, who answers for the referral from now on.",
                            {}},
                           {"referral.escalated",
                            "case.referral-escalated",
                            "The referral must not wait for its desk.",
                            {Word("to", "COUNTY_COORDINATOR|SUPERVISOR"),
                             Word("reason", kWhyEscalated), Due("was_due")}}});
}

}  // namespace

std::vector<PublicEvent> ReferralRows() {
  std::vector<PublicEvent> rows;
  AddSending(rows);
  AddService(rows);
  AddEnding(rows);
  return rows;
}

}  // namespace rufaa::publisher::publisher_internal
