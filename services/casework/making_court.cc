#include <utility>

#include "domain/base/status_macros.h"
#include "services/casework/making.h"
#include "services/rpc/command_agency.h"
#include "services/rpc/command_convert.h"

namespace rufaa::case_service {
namespace {

// That another date may be set at the court of the matter; of a matter that there is none of, the
// decider tells.
absl::Status CheckCourtOpen(const Making& making, const std::string& matter) {
  const auto known = making.state.matters.find(matter);
  if (known == making.state.matters.end()) return absl::OkStatus();
  return rpc::KindOfAgency(making.load, "court", known->second).status();
}

}  // namespace

absl::StatusOr<casework::SetCourtDate> Make(const pb::SetCourtDateRequest& request,
                                            const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(Sealed file,
                         making.Seal(Compartment::kJustice, casework::CourtDateSet::kType, "file",
                                     request.court_file()));
  RUFAA_ASSIGN_OR_RETURN(std::string court_kind,
                         rpc::KindOfAgency(making.load, "court", request.court()));
  return casework::SetCourtDate{
      .by = making.by,
      .matter = request.matter().empty() ? making.NewPart("m") : request.matter(),
      .session = request.session(),
      .court = request.court(),
      .court_kind = std::move(court_kind),
      .at = rpc::FromProto(request.court_time()),
      .file = std::move(file)};
}

absl::StatusOr<casework::MoveCourtDate> Make(const pb::MoveCourtDateRequest& request,
                                             const Making& making) {
  RUFAA_RETURN_IF_ERROR(CheckCourtOpen(making, request.matter()));
  return casework::MoveCourtDate{.by = making.by,
                                 .matter = request.matter(),
                                 .to = rpc::FromProto(request.court_time()),
                                 .reason = request.reason()};
}

absl::StatusOr<casework::VacateCourtDate> Make(const pb::VacateCourtDateRequest& request,
                                               const Making& making) {
  return casework::VacateCourtDate{
      .by = making.by, .matter = request.matter(), .reason = request.reason()};
}

absl::StatusOr<casework::AttendCourt> Make(const pb::RecordCourtOutcomeRequest& request,
                                           const Making& making) {
  casework::AttendCourt command{.by = making.by,
                                .matter = request.matter(),
                                .outcome = request.outcome(),
                                .supported = request.supported(),
                                .next_at = {}};
  if (request.has_next_time()) {
    RUFAA_RETURN_IF_ERROR(CheckCourtOpen(making, request.matter()));
    command.next_at = rpc::FromProto(request.next_time());
  }
  return command;
}

AllChanges Changes(const pb::MakeOrderRequest& request, const Making& making) {
  casework::MakeOrder command{.by = making.by,
                              .order = making.NewPart("o"),
                              .kind = request.kind(),
                              .made_on = rpc::DayOf(request.made_on()).value_or(making.Today()),
                              .expires_on = rpc::DayOf(request.expires_on()),
                              .place_agency = request.place_agency(),
                              .place_agency_kind = {},
                              .matter = request.matter()};
  if (!request.place_agency().empty()) {
    // Made on the day it closed, it may have been made before.
    const absl::Time made =
        request.made_on().empty() ? making.by.occurred_at : StartOfLocalDay(command.made_on);
    RUFAA_ASSIGN_OR_RETURN(
        const directory::Agency* place,
        rpc::LoadAgency(making.load, "place_agency", request.place_agency(), made));
    command.place_agency_kind = place->kind;
    command.place_is_safe = place->place_of_safety;
  }
  return Steps(making).Then(command).Done();
}

absl::StatusOr<casework::EndOrder> Make(const pb::EndOrderRequest& request, const Making& making) {
  return casework::EndOrder{.by = making.by, .order = request.order(), .reason = request.reason()};
}

}  // namespace rufaa::case_service
