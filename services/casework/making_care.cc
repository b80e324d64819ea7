#include "absl/strings/str_cat.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "domain/clocks/clocks.h"
#include "services/casework/making.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_note.h"

namespace rufaa::case_service {

absl::StatusOr<casework::OpenNeed> Make(const pb::OpenNeedRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(Urgency urgency, rpc::ToUrgency(request.urgency()));
  if (urgency == Urgency::kUnset) urgency = casework::UrgencyByCase(making.state);
  return casework::OpenNeed{.by = making.by,
                            .need = absl::StrCat("n", making.state.needs.size() + 1),
                            .code = request.code(),
                            .urgency = urgency};
}

absl::StatusOr<casework::MeetNeed> Make(const pb::MeetNeedRequest& request, const Making& making) {
  return casework::MeetNeed{.by = making.by, .need = request.need(), .referral = {}};
}

absl::StatusOr<casework::WithdrawNeed> Make(const pb::WithdrawNeedRequest& request,
                                            const Making& making) {
  return casework::WithdrawNeed{making.by, request.need(), request.reason()};
}

absl::StatusOr<casework::StartImplementation> Make(const pb::StartImplementationRequest&,
                                                   const Making& making) {
  return casework::StartImplementation{making.by};
}

absl::StatusOr<casework::RecordVisit> Make(const pb::RecordVisitRequest& request,
                                           const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(
      Sealed note,
      making.Seal(Compartment::kNarrative, casework::VisitRecorded::kType, "note", request.note()));
  return casework::RecordVisit{.by = making.by,
                               .on = rpc::DayOf(request.on()).value_or(making.Today()),
                               .outcome = request.outcome(),
                               .final = request.final(),
                               .note = std::move(note)};
}

absl::StatusOr<casework::StartFollowUp> Make(const pb::StartFollowUpRequest&,
                                             const Making& making) {
  return casework::StartFollowUp{making.by};
}

absl::StatusOr<casework::RecordSession> Make(const pb::RecordSessionRequest& request,
                                             const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const Compartment compartment,
                         rpc::CompartmentOfNote(request.compartment(),
                                                rpc::CompartmentOfService(making.state, making.by),
                                                making.state, making.by));
  RUFAA_ASSIGN_OR_RETURN(Sealed note, making.Seal(compartment, casework::ServiceSession::kType,
                                                  "note", request.note()));
  return casework::RecordSession{.by = making.by,
                                 .need = request.need(),
                                 .service = request.service(),
                                 .provider_agency = making.by.agency,
                                 .number = request.number(),
                                 .on = rpc::DayOf(request.on()).value_or(making.Today()),
                                 .behaviour_change = request.behaviour_change(),
                                 .note = std::move(note)};
}

absl::StatusOr<casework::AddNote> Make(const pb::AddNoteRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const Compartment compartment,
                         rpc::CompartmentOfNote(request.compartment(), Compartment::kNarrative,
                                                making.state, making.by));
  RUFAA_ASSIGN_OR_RETURN(
      Sealed note, making.Seal(compartment, casework::NoteAdded::kType, "note", request.note()));
  return casework::AddNote{making.by, std::move(note)};
}

AllChanges Changes(const pb::AssessCaseRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(
      Sealed narrative, making.Seal(Compartment::kNarrative, casework::Assessed::kType, "narrative",
                                    request.narrative()));
  Steps steps(making);
  // One act for the officer, two events: the inquiry begins when its first findings come in.
  if (making.state.stage != casework::Stage::kAssessment) {
    steps.Then(casework::StartAssessment{making.by});
  }
  return steps
      .Then(casework::RecordAssessment{.by = making.by,
                                       .childs_views_recorded = request.childs_views_recorded(),
                                       .needs = {request.needs().begin(), request.needs().end()},
                                       .narrative = std::move(narrative)})
      .Done();
}

AllChanges Changes(const pb::DraftPlanRequest& request, const Making& making) {
  // Without a day of its own a plan is looked at again after a quarter of a year, as the clocks
  // count months. Of the day it comes in: of one that a phone brings late the day would be over.
  const absl::CivilDay review =
      rpc::DayOf(request.review_on()).value_or(Limit{.months = 3}.After(LocalDay(making.by.now)));
  return Steps(making).ThenNote(request.note()).Then(casework::DraftPlan{making.by, review}).Done();
}

AllChanges Changes(const pb::ApprovePlanRequest& request, const Making& making) {
  return Steps(making).ThenNote(request.note()).Then(casework::ApprovePlan{making.by}).Done();
}

}  // namespace rufaa::case_service
