#include "projections/tracks/case_track.h"

#include "domain/base/local_day.h"

namespace rufaa {

using casework::Stage;

namespace {

void SetClock(CaseTrack& t, std::optional<absl::Time> due) {
  t.stage_due = due;
  const bool court = t.court_due && (!due || *t.court_due < *due);
  t.due = court ? t.court_due : due;
}

void MoveTo(CaseTrack& t, Stage stage, std::optional<absl::Time> due = std::nullopt) {
  t.stage = stage;
  SetClock(t, due);
}

void EndPresentation(CaseTrack& t) {
  t.court_due.reset();
  t.court_matter.clear();
  SetClock(t, t.stage == Stage::kEmergency ? t.risk_due : t.stage_due);
}

bool GoesByRisk(const CaseTrack& t) {
  return t.stage == Stage::kRegistered || (t.stage == Stage::kEmergency && !t.court_due);
}

void SetAside(CaseTrack& t, Stage stage) {
  EndPresentation(t);
  t.transfer_to.clear();
  MoveTo(t, stage);
}

void Keep(std::string& mine, const std::string& given) {
  if (!given.empty()) mine = given;
}

// Of an event without an Apply, a case stays where it stands: most are such.

void Apply(CaseTrack& t, const casework::Identified& e) {
  MoveTo(t, Stage::kIdentified, e.register_by);
  t.child = e.child;
  t.subcounty = e.subcounty;
  t.ward = e.ward;
  t.sex = e.sex;
  t.age_band = e.age_band;
  t.owner_agency = e.intake_agency;
  t.identifier_agency = e.identifier_agency;
  t.identifier_person = e.identifier_person;
  t.identifier_kind = e.identifier_kind;
  t.serial = e.serial;
  t.identified_at = e.identified_at;
  t.exposure_at = e.exposure_at;
}

void Apply(CaseTrack& t, const casework::Registered& e) {
  MoveTo(t, Stage::kRegistered, t.risk_due ? t.risk_due : t.stage_due);
  t.serial = e.serial;
  t.owner_agency = e.owner_agency;
  t.owner_desk = e.owner_desk;
  t.owner_person = e.owner_person;
  t.registered_at = e.registered_at;
}

void Apply(CaseTrack& t, const casework::RiskSet& e) {
  t.risk = e.risk;
  t.risk_due = e.act_by;
  const bool sooner = !t.stage_due || e.act_by < *t.stage_due;
  if (GoesByRisk(t) || (t.stage == Stage::kIdentified && sooner)) SetClock(t, e.act_by);
}

void Apply(CaseTrack& t, const casework::EmergencyDeclared& e) {
  t.court_due = e.court_by;
  t.court_matter = e.matter;
  MoveTo(t, Stage::kEmergency);
}

void Apply(CaseTrack& t, const casework::ScreenedOut&) { SetAside(t, Stage::kScreenedOut); }

void Apply(CaseTrack& t, const casework::DetailsCorrected& e) {
  const bool moved = !e.subcounty.empty() && e.subcounty != t.subcounty;
  if (moved) t.ward.clear();  // It was one of the other sub-county's.
  Keep(t.subcounty, e.subcounty);
  Keep(t.ward, e.ward);
  Keep(t.sex, e.sex);
  Keep(t.age_band, e.age_band);
  if (e.exposure_at) t.exposure_at = e.exposure_at;
}

void Apply(CaseTrack& t, const casework::DuplicateDecided& e) {
  if (e.same) SetAside(t, Stage::kDuplicate);
}

void Apply(CaseTrack& t, const casework::ImportReverted&) { SetAside(t, Stage::kReverted); }

void Apply(CaseTrack& t, const casework::Erased&) {
  t.erased = true;
  SetAside(t, t.stage);
}

void Apply(CaseTrack& t, const casework::AssessmentStarted& e) {
  MoveTo(t, Stage::kAssessment, e.assess_by);
}

void Apply(CaseTrack& t, const casework::PlanDrafted& e) {
  MoveTo(t, Stage::kPlanned, StartOfLocalDay(e.review_on + 1));
}

void Apply(CaseTrack& t, const casework::ImplementationStarted& e) {
  MoveTo(t, Stage::kImplementation, e.review_by);
}

void Apply(CaseTrack& t, const casework::VisitRecorded& e) {
  if (t.stage == Stage::kFollowUp && e.next_by) SetClock(t, e.next_by);
}

void Apply(CaseTrack& t, const casework::FollowUpStarted& e) {
  MoveTo(t, Stage::kFollowUp, e.visit_by);
}

void Apply(CaseTrack& t, const casework::CourtDateSet& e) {
  if (t.court_due && t.court_matter.empty()) t.court_matter = e.matter;
}

void Apply(CaseTrack& t, const casework::CourtDateVacated& e) {
  if (t.court_matter == e.matter) t.court_matter.clear();
}

void Apply(CaseTrack& t, const casework::CourtAttended& e) {
  const bool presented = t.court_matter.empty() || t.court_matter == e.matter;
  if (e.act_by) t.risk_due = e.act_by;
  if (t.court_due && presented) EndPresentation(t);
}

void Apply(CaseTrack& t, const casework::ClosureRequested& e) {
  t.closure_requested = true;
  t.closure_reason = e.reason;
}

void Apply(CaseTrack& t, const casework::ClosureRefused&) {
  t.closure_requested = false;
  t.closure_reason.clear();
}

void Apply(CaseTrack& t, const casework::Closed& e) {
  EndPresentation(t);
  MoveTo(t, Stage::kClosed);
  t.closed_at = e.closed_at;
}

void Apply(CaseTrack& t, const casework::Reopened& e) {
  MoveTo(t, Stage::kAssessment, e.assess_by);
  t.closed_at = std::nullopt;
}

void Apply(CaseTrack& t, const casework::TransferRequested& e) {
  t.before_transfer = t.stage;
  t.due_before_transfer = t.stage_due;
  t.transfer_to = e.to_agency;
  MoveTo(t, Stage::kTransferPending, e.answer_by);
}

void Apply(CaseTrack& t, const casework::TransferAccepted& e) {
  if (e.act_by) t.risk_due = e.act_by;
  MoveTo(t, Stage::kRegistered, t.risk_due);
  t.owner_agency = e.owner_agency;
  t.owner_desk = e.owner_desk;
  t.owner_person = e.owner_person;
  t.transfer_to.clear();
}

void Apply(CaseTrack& t, const casework::Reassigned& e) {
  t.owner_desk = e.owner_desk;
  t.owner_person = e.owner_person;
}

void Apply(CaseTrack& t, const casework::TransferDeclined&) {
  const bool by_risk = t.before_transfer == Stage::kRegistered && t.risk_due;
  MoveTo(t, t.before_transfer, by_risk ? t.risk_due : t.due_before_transfer);
  t.transfer_to.clear();
}

template <class Event>
concept Moving = requires(CaseTrack& track, const Event& event) { Apply(track, event); };

}  // namespace

bool DueInCourt(const CaseTrack& track) { return track.court_due && track.due == track.court_due; }

// Who is asked to take a case over owes its answer; to bring the child to court is the owner's
// until then.
const std::string& TurnAgency(const CaseTrack& track) {
  const bool answers = track.stage == Stage::kTransferPending && !DueInCourt(track);
  return answers ? track.transfer_to : track.owner_agency;
}

bool IsSetAside(const CaseTrack& track) {
  return track.erased || track.stage == Stage::kScreenedOut || track.stage == Stage::kReverted ||
         track.stage == Stage::kDuplicate;
}

bool IsActive(const CaseTrack& track) {
  return !IsSetAside(track) && track.stage != Stage::kAbsent && track.stage != Stage::kClosed;
}

void Follow(CaseTrack& track, const AnyEvent& any, absl::Time at) {
  const Stage before = track.stage;
  std::visit(
      [&](const auto& event) {
        if constexpr (Moving<std::decay_t<decltype(event)>>) Apply(track, event);
      },
      any);
  if (track.stage == before) return;
  track.stage_since = at;
  track.closure_requested = false;
  const auto* closed = std::get_if<casework::Closed>(&any);
  track.closure_reason = closed == nullptr ? std::string() : closed->reason;
}

bool MovesCase(const AnyEvent& any) {
  return std::visit([](const auto& event) { return Moving<std::decay_t<decltype(event)>>; }, any);
}

bool IsCaseEvent(const AnyEvent& event) {
  return std::visit(
      [](const auto& one) { return kIsOneOf<std::decay_t<decltype(one)>, casework::Event>; },
      event);
}

}  // namespace rufaa
