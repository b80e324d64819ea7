#include <algorithm>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/casework/case_clock.h"
#include "domain/casework/decide_internal.h"

// Stages are set here and not looked up in the table: what was once decided must replay the same
// after the table has changed.
namespace rufaa::casework {
namespace {

// Nobody works on it any more: neither a clock, a court nor an office waits for it.
void SetAside(State& s, Stage stage) {
  s.court_dates.clear();
  s.transfer_to.clear();
  EndPresentation(s);
  MoveTo(s, stage);
}

void Keep(std::string& mine, const std::string& given) {
  if (!given.empty()) mine = given;
}

void Apply(State& s, const Identified& e) {
  MoveTo(s, Stage::kIdentified, By(clock::kRegister, e.register_by));
  s.code = e.code;
  s.child = e.child;
  s.county = e.county;
  s.subcounty = e.subcounty;
  s.ward = e.ward;
  s.sex = e.sex;
  s.age_band = e.age_band;
  s.birth_year = e.birth_year;
  s.owner_agency = e.intake_agency;
  s.identifier_person = e.identifier_person;
  s.identifier_agency = e.identifier_agency;
  s.serial = e.serial;
  s.import_id = e.import_id;
  s.identified_at = e.identified_at;
  s.exposure_at = e.exposure_at;
  s.trafficking = e.trafficking;
  s.perpetrator_in_household = e.perpetrator_in_household;
}

void Apply(State& s, const Registered& e) {
  // Without a risk the clock to register goes on: setting the risk is part of registering.
  MoveTo(s, Stage::kRegistered, s.risk_deadline ? s.risk_deadline : s.stage_deadline);
  s.serial = e.serial;
  s.registered = true;
  s.owner_agency = e.owner_agency;
  s.owner_person = e.owner_person;
}

void Apply(State& s, const RiskSet& e) {
  s.risk = e.risk;
  s.risk_deadline = By(RiskRule(e.risk), e.act_by);
  const bool sooner = !s.stage_deadline || e.act_by < s.stage_deadline->due;
  if (GoesByRisk(s) || (s.stage == Stage::kIdentified && sooner)) SetClock(s, s.risk_deadline);
}

void Apply(State& s, const EmergencyDeclared& e) {
  s.court_deadline = By(clock::kToCourt, e.court_by);
  s.court_matter = e.matter;
  s.place = Place{.kind = e.place_kind, .agency = e.place_agency, .since = e.removed_at};
  s.removed_at = e.removed_at;
  s.final_visit.reset();
  MoveTo(s, Stage::kEmergency);
}

void Apply(State& s, const ChildMoved& e) {
  if (s.place && IsBetweenStays(e, s.place->since)) return;
  s.place = Place{.kind = e.place_kind, .agency = e.place_agency, .since = e.moved_at};
}

void Apply(State& s, const ScreenedOut&) { SetAside(s, Stage::kScreenedOut); }

void Apply(State& s, const DetailsCorrected& e) {
  const bool moved = !e.subcounty.empty() && e.subcounty != s.subcounty;
  if (moved) s.ward.clear();  // It was one of the other sub-county's.
  Keep(s.subcounty, e.subcounty);
  Keep(s.ward, e.ward);
  Keep(s.sex, e.sex);
  Keep(s.age_band, e.age_band);
  if (e.birth_year) s.birth_year = e.birth_year;
  s.trafficking = e.trafficking.value_or(s.trafficking);
  s.perpetrator_in_household = e.perpetrator_in_household.value_or(s.perpetrator_in_household);
  if (e.exposure_at) s.exposure_at = e.exposure_at;
}

void Apply(State& s, const DuplicateFlagged& e) { s.duplicates_of.push_back(e.of); }

void Apply(State& s, const DuplicateDecided& e) {
  std::erase(s.duplicates_of, e.of);
  if (!e.same) return;
  SetAside(s, Stage::kDuplicate);
  s.same_as = e.of;
}

void Apply(State&, const Imported&) {}
void Apply(State& s, const ImportReverted&) { SetAside(s, Stage::kReverted); }
void Apply(State& s, const Erased&) {
  s.erased = true;
  SetAside(s, s.stage);
}

void Apply(State& s, const AssessmentStarted& e) {
  MoveTo(s, Stage::kAssessment, By(clock::kAssess, e.assess_by));
}

void Apply(State& s, const Assessed& e) { s.views_recorded = e.childs_views_recorded; }

void Apply(State& s, const NeedOpened& e) {
  s.needs[e.need] = {.code = e.code, .urgency = e.urgency, .referred = e.referred_before ? 1u : 0u};
}

void Apply(State& s, const NeedMet& e) {
  s.needs[e.need].status = Need::Status::kMet;
  s.needs[e.need].met_by = e.referral;
}

void Apply(State& s, const NeedReopened& e) {
  s.needs[e.need].status = Need::Status::kOpen;
  s.needs[e.need].met_by.clear();
}

void Apply(State& s, const NeedWithdrawn& e) { s.needs[e.need].status = Need::Status::kWithdrawn; }

void Apply(State& s, const PlanDrafted& e) {
  // All of the day is there to do it.
  MoveTo(s, Stage::kPlanned, By(clock::kReview, StartOfLocalDay(e.review_on + 1)));
  s.plan_drafted_by = e.drafted_by;
  s.plan_approved = false;
  s.final_visit.reset();
}

void Apply(State& s, const PlanApproved&) { s.plan_approved = true; }

void Apply(State& s, const ImplementationStarted& e) {
  MoveTo(s, Stage::kImplementation, By(clock::kReview, e.review_by));
  s.final_visit.reset();
}

void Apply(State& s, const VisitRecorded& e) {
  if (e.final) s.final_visit = std::max(s.final_visit, std::optional(e.on));
  if (s.stage != Stage::kFollowUp) return;
  // One made before, and written down since, does not tell how the child fares now.
  if (e.on >= s.follow_up_on) s.visited = true;
  if (e.next_by) SetClock(s, By(clock::kFollowUpVisit, *e.next_by));
}

void Apply(State& s, const FollowUpStarted& e) {
  MoveTo(s, Stage::kFollowUp, By(clock::kFollowUpVisit, e.visit_by));
  // Where the log does not tell the day, every visit counts, as it did.
  s.follow_up_on = e.on.value_or(absl::CivilDay());
  s.visited = false;
}

void Apply(State& s, const ServiceSession& e) {
  uint32_t& last = s.sessions[{e.need, e.service}];
  last = std::max(last, e.number);
}
void Apply(State&, const NoteAdded&) {}

void Apply(State& s, const ReferralOpened& e) {
  s.open_referrals[e.referral] = {.need = e.need,
                                  .to_agency = e.to_agency,
                                  .to_agency_kind = e.to_agency_kind,
                                  .consent = e.consent,
                                  .scope = e.scope};
  if (auto need = s.needs.find(e.need); need != s.needs.end()) ++need->second.referred;
}

void Apply(State& s, const ReferralAccepted& e) {
  if (auto it = s.open_referrals.find(e.referral); it != s.open_referrals.end()) {
    it->second.accepted = true;
  }
}

void Apply(State& s, const ReferralEnded& e) { s.open_referrals.erase(e.referral); }

void Apply(State& s, const CourtDateSet& e) {
  if (s.court_deadline && s.court_matter.empty()) s.court_matter = e.matter;
  s.court_dates[e.matter] = {.session = e.session, .court = e.court, .at = e.at};
  s.courts.insert(e.court);
  s.matters[e.matter] = e.court;
}

void Apply(State& s, const CourtDateMoved& e) { s.court_dates[e.matter].at = e.to; }
void Apply(State& s, const CourtDateVacated& e) {
  s.court_dates.erase(e.matter);
  if (s.court_matter == e.matter) s.court_matter.clear();
}

void Apply(State& s, const CourtAttended& e) {
  if (e.next_at) {
    s.court_dates[e.matter].at = *e.next_at;
  } else {
    s.court_dates.erase(e.matter);
  }
  if (e.act_by) s.risk_deadline = By(RiskRule(s.risk), *e.act_by);
  if (Presents(s, e.matter)) EndPresentation(s);
}

void Apply(State& s, const OrderMade& e) {
  const auto matter = s.matters.find(e.matter);
  s.orders[e.order] = {.kind = e.kind,
                       .court = matter == s.matters.end() ? std::string() : matter->second,
                       .made_on = e.made_on,
                       .expires_on = e.expires_on};
}

void Apply(State& s, const OrderEnded& e) { s.orders[e.order].ended = true; }

void Apply(State& s, const ConsentGiven& e) {
  s.consents[e.consent] = {.recipient_agency = e.recipient_agency,
                           .recipient_kind = e.recipient_kind,
                           .purpose = e.purpose,
                           .scope = e.scope,
                           .basis = e.basis,
                           .from = e.from,
                           .until = e.until};
}

void Apply(State& s, const ConsentWithdrawn& e) { s.consents[e.consent].withdrawn = true; }

void Apply(State& s, const ClosureRequested& e) {
  s.closure_requested_by = e.requested_by;
  s.closure_reason = e.reason;
}

void ForgetClosure(State& s) {
  s.closure_requested_by.clear();
  s.closure_reason.clear();
}

void Apply(State& s, const ClosureRefused&) { ForgetClosure(s); }

void Apply(State& s, const Closed&) {
  EndPresentation(s);
  MoveTo(s, Stage::kClosed);
  ForgetClosure(s);
}

void Apply(State& s, const Reopened& e) {
  MoveTo(s, Stage::kAssessment, By(clock::kAssess, e.assess_by));
  // What was found and promised before says nothing of now.
  s.views_recorded = false;
  s.plan_approved = false;
  s.final_visit.reset();
}

void Apply(State& s, const TransferRequested& e) {
  s.before_transfer = s.stage;
  s.deadline_before_transfer = s.stage_deadline;
  s.transfer_to = e.to_agency;
  MoveTo(s, Stage::kTransferPending, By(clock::kTransferAnswer, e.answer_by));
}

void Apply(State& s, const TransferAccepted& e) {
  if (e.act_by) s.risk_deadline = By(RiskRule(s.risk), *e.act_by);
  MoveTo(s, Stage::kRegistered, s.risk_deadline);
  s.owner_agency = e.owner_agency;
  s.owner_person = e.owner_person;
  s.transfer_to.clear();
  s.final_visit.reset();
}

void Apply(State& s, const Reassigned& e) { s.owner_person = e.owner_person; }

void Apply(State& s, const TransferDeclined&) {
  // The risk may have been forced up meanwhile.
  const bool by_risk = s.before_transfer == Stage::kRegistered && s.risk_deadline;
  MoveTo(s, s.before_transfer, by_risk ? s.risk_deadline : s.deadline_before_transfer);
  s.transfer_to.clear();
}

}  // namespace

State Evolve(State state, const Event& event) {
  // What was asked for on the case as it stood can't be approved on the case as it stands now.
  const Stage before = state.stage;
  std::visit([&](const auto& e) { Apply(state, e); }, event);
  if (state.stage != before) ForgetClosure(state);
  // That it may be of the child of another case is nobody's work on this one.
  if (!std::holds_alternative<DuplicateFlagged>(event)) {
    state.worked_on = !std::holds_alternative<Imported>(event);
  }
  return state;
}

}  // namespace rufaa::casework
