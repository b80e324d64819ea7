// The public events of a case. What it keeps of its referrals for itself (case.referral-opened and
// the like) is told by the referral's own events.
#include "domain/codelists/codelists.h"
#include "services/publisher/public_events.h"

namespace rufaa::publisher::publisher_internal {
namespace {

constexpr absl::string_view kNeedLists = "IMMEDIATE_NEED|REFERRAL_REASON";
constexpr absl::string_view kUrgencies = "NORMAL|URGENT|EMERGENCY";

constexpr PublicField Part(absl::string_view name) { return {name, Form::kPart}; }
constexpr PublicField Due(absl::string_view name) { return {name, Form::kDayOfTime}; }
constexpr PublicField Day(absl::string_view name) { return {name, Form::kDay}; }
constexpr PublicField YesNo(absl::string_view name) { return {name, Form::kYesNo}; }
constexpr PublicField Agency(absl::string_view name) { return {name, Form::kAgency}; }
constexpr PublicField Code(absl::string_view name, absl::string_view lists) {
  return {name, Form::kCode, lists};
}
constexpr PublicField DayOf(absl::string_view name, absl::string_view as) {
  return {name, Form::kDayOfTime, "", as};
}

void AddIntake(std::vector<PublicEvent>& rows) {
  const PublicField subcounty{"subcounty", Form::kSubcounty};
  const PublicField age_band = Code("age_band", list::kAgeBand);
  rows.insert(
      rows.end(),
      {{"case.identified",
        "case.identified",
        "Somebody found a child; the office named is the next to act.",
        {subcounty, age_band, Code("identifier_kind", list::kIdentifierKind),
         Agency("intake_agency"), DayOf("identified_at", "identified_on"), Due("register_by")}},
       {"case.registered",
        "case.registered",
        "A children's office has registered the case and owns it.",
        {Agency("owner_agency"), DayOf("registered_at", "registered_on")}},
       // Not whether a rule forced it: few signs do, and what is alleged is not told.
       {"case.risk-set",
        "case.risk-set",
        "The danger was judged, by an officer or by a rule.",
        {Code("risk", list::kRisk), Due("act_by")},
        When::kAlways,
        3},
       {"case.emergency-declared",
        "case.emergency-declared",
        "The child was taken to a place of safety and must be brought to court.",
        {DayOf("removed_at", "removed_on"), Due("court_by")},
        When::kAlways,
        3},
       // Neither where to nor why: a reason may tell which of a county's few places it is.
       {"case.child-moved",
        "case.child-moved",
        "The child was moved from one place of safety to another, or another had been entered.",
        {DayOf("moved_at", "moved_on")}},
       {"case.screened-out",
        "case.screened-out",
        "The report turned out to be no case.",
        {Code("reason", list::kScreenOutReason)}},
       {"case.details-corrected",
        "case.details-corrected",
        "What was said of the child was put right; what is absent stays as it was.",
        {subcounty, age_band}},
       {"case.duplicate-decided",
        "case.duplicate-decided",
        "Whether two cases are of the same child; if so, this one ends here.",
        {{"of", Form::kCase}, YesNo("same")}},
       {"case.import-reverted",
        "case.import-reverted",
        "The case came out of a list that was taken back: it never was one.",
        {}},
       {"case.erased",
        "case.erased",
        "The child is to be forgotten: whoever keeps anything of this case must erase it.",
        {}}});
}

void AddCare(std::vector<PublicEvent>& rows) {
  rows.insert(
      rows.end(),
      {{"case.assessment-started",
        "case.assessment-started",
        "The social inquiry began.",
        {Due("assess_by")}},
       {"case.assessed",
        "case.assessed",
        "The social inquiry was recorded.",
        {YesNo("childs_views_recorded")}},
       {"case.need-opened",
        "case.need-opened",
        "The child needs something.",
        {Part("need"), Code("code", kNeedLists), {"urgency", Form::kWord, kUrgencies}}},
       {"case.need-met",
        "case.need-met",
        "A need was met.",
        {Part("need"), {"referral", Form::kReferral}}},
       {"case.need-reopened",
        "case.need-reopened",
        "A need that was said to be met was not: its referral was entered in error.",
        {Part("need"), {"referral", Form::kReferral}}},
       {"case.need-withdrawn",
        "case.need-withdrawn",
        "A need turned out to be none, or not to be met.",
        {Part("need")}},
       {"case.plan-drafted",
        "case.plan-drafted",
        "A care plan was drafted.",
        {{"review_on", Form::kDay, "", "review_by"}}},
       {"case.plan-approved", "case.plan-approved", "The care plan was approved.", {}},
       {"case.implementation-started",
        "case.implementation-started",
        "The plan is being carried out.",
        {Due("review_by")}},
       {"case.visit-recorded",
        "case.visit-recorded",
        "An officer visited.",
        {Day("on"), YesNo("final"), Due("next_by")}},
       {"case.service-session",
        "case.service-given",
        "A session of a service was given, such as counselling.",
        {Part("need"), Code("service", list::kIntervention), {"number", Form::kNumber}, Day("on")}},
       {"case.follow-up-started",
        "case.follow-up-started",
        "The plan was carried out; the child is followed up.",
        {Due("visit_by")}}});
}

void AddCourt(std::vector<PublicEvent>& rows) {
  rows.insert(rows.end(), {{"case.court-date-set",
                            "case.court-date-set",
                            "A court date was set. When, and at which court, is not told.",
                            {Part("matter"), Code("session", list::kCourtSession)}},
                           {"case.court-date-moved",
                            "case.court-date-moved",
                            "A court date was moved. From when to when is not told.",
                            {Part("matter"), Code("reason", list::kMoveReason)}},
                           {"case.court-date-vacated",
                            "case.court-date-vacated",
                            "A court date was called off.",
                            {Part("matter")}},
                           {"case.court-attended",
                            "case.court-attended",
                            "The day in court is over.",
                            {Part("matter"), Code("outcome", list::kCourtOutcome),
                             YesNo("supported"), DayOf("attended_at", "attended_on")}},
                           {"case.order-made",
                            "case.order-made",
                            "A court made an order.",
                            {Part("order"), Code("kind", list::kCourtOrder), Day("made_on"),
                             Day("expires_on"), Part("matter")}},
                           {"case.order-ended",
                            "case.order-ended",
                            "An order of a court came to its end.",
                            {Part("order")}}});
}

void AddClosure(std::vector<PublicEvent>& rows) {
  const PublicField reason = Code("reason", list::kClosureReason);
  rows.insert(
      rows.end(),
      {{"case.consent-given",
        "case.consent-given",
        "Consent, or what stands for it, to tell agencies of a kind something.",
        {Part("consent"), Code("recipient_kind", list::kAgencyKind),
         Code("purpose", list::kPurpose), Code("given_by", list::kConsentGiver),
         Code("basis", list::kConsentBasis), Due("from"), Due("until")}},
       {"case.consent-withdrawn",
        "case.consent-withdrawn",
        "A consent was withdrawn.",
        {Part("consent")}},
       {"case.closure-requested",
        "case.closure-requested",
        "An officer asks to close the case.",
        {reason, Day("final_visit_on"), YesNo("family_told")}},
       {"case.closure-refused", "case.closure-refused", "The case stays open.", {}},
       {"case.closed",
        "case.closed",
        "A second person approved: the case is closed.",
        {reason, DayOf("closed_at", "closed_on")}},
       {"case.reopened",
        "case.reopened",
        "A closed case is open again.",
        {Code("reason", list::kReopenReason), Due("assess_by")}},
       {"case.transfer-requested",
        "case.transfer-requested",
        "Another children's office is asked to take the case over.",
        {Agency("to_agency"), Due("answer_by")}},
       {"case.transfer-accepted",
        "case.transfer-accepted",
        "Another children's office owns the case from now on.",
        {Agency("owner_agency")}},
       {"case.transfer-declined", "case.transfer-declined", "The case stays where it was.", {}}});
}

}  // namespace

std::vector<PublicEvent> CaseRows() {
  std::vector<PublicEvent> rows;
  AddIntake(rows);
  AddCare(rows);
  AddCourt(rows);
  AddClosure(rows);
  return rows;
}

}  // namespace rufaa::publisher::publisher_internal
