#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/directory/directory.h"
#include "services/casework/identify.h"
#include "services/casework/making.h"
#include "services/casework/officer.h"
#include "services/rpc/command_agency.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_identity.h"

namespace rufaa::case_service {
namespace {

// The kind of place that an agency is, in list PLACE_KIND. A kind that can be no place stays as it
// is: the decider names what is wrong with it.
std::string PlaceKind(const directory::Agency& agency) {
  if (agency.kind == "HEALTH") return "HOSPITAL";
  if (agency.kind == "POLICE") return "POLICE_STATION";
  if (agency.kind == "CSO") return "SAFE_HOUSE";
  return agency.kind;
}

// Where a child was brought, or moved to, at `at`: that the place has closed since does not undo
// it. Lives as long as `load`.
absl::StatusOr<const directory::Agency*> PlaceNamed(Loader& load, const std::string& agency,
                                                    absl::Time at) {
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* place,
                         load.Load<directory::Agency>(AgencyStream(agency)));
  if (place->id.empty()) {
    return Refuse(Reason::PLACE_OF_SAFETY_REQUIRED, {}, {{"field", "place_agency"}});
  }
  RUFAA_RETURN_IF_ERROR(directory::CheckOpen("place_agency", *place, at));
  return place;
}

// A move that only puts right which place was entered made no journey.
absl::Time CameThere(const pb::MoveChildRequest& request, const Making& making) {
  const auto& place = making.state.place;
  return request.reason() == casework::kPlaceInError && place ? place->since
                                                              : making.by.occurred_at;
}

// Else the file would go on saying where the child slept before.
const std::string& SleepsAt(const directory::Agency& place, const std::string& told) {
  return told.empty() ? place.display_name : told;
}

// What is given of the area, as codes; a ward alone is one of the sub-county that the case has.
absl::Status CorrectArea(const pb::CorrectDetailsRequest& request, const casework::State& kase,
                         casework::CorrectDetails& command) {
  if (request.subcounty().empty() && request.ward().empty()) return absl::OkStatus();
  const std::string& subcounty = request.subcounty().empty() ? kase.subcounty : request.subcounty();
  RUFAA_ASSIGN_OR_RETURN(Area area, FindArea(kase.county, subcounty, request.ward()));
  if (!request.subcounty().empty()) command.subcounty = std::move(area.subcounty);
  command.ward = std::move(area.ward);
  return absl::OkStatus();
}

// Whether the child of `code` has a case that stands and is not this one. The commit rests on how
// those stand, too: two can't each be found to repeat the other.
absl::StatusOr<bool> StandsElsewhere(const Making& making, const std::string& code) {
  RUFAA_ASSIGN_OR_RETURN(const casework::State* standing, StandingCase(making.load, code));
  return standing != nullptr && standing->code != making.state.code;
}

// An emergency that is over gives the case to nobody else, unless who had it has left.
absl::StatusOr<Officer> OfficerFor(const pb::RegisterCaseRequest& request, const Making& making) {
  const std::string& had = making.state.owner_person;
  if (request.owner_person().empty() && making.state.registered && !had.empty()) {
    RUFAA_ASSIGN_OR_RETURN(const access::Person* person,
                           making.load.Load<access::Person>(PersonStream(had)));
    if (IsOfficerOf(*person, making.by.agency)) return Officer{had, person->desk};
  }
  return OfficerOr(making, request.owner_person());
}

}  // namespace

absl::StatusOr<casework::SetRisk> Make(const pb::SetRiskRequest& request, const Making& making) {
  return casework::SetRisk{.by = making.by,
                           .risk = request.risk(),
                           .reasons = {request.reasons().begin(), request.reasons().end()}};
}

absl::StatusOr<casework::CorrectDetails> Make(const pb::CorrectDetailsRequest& request,
                                              const Making& making) {
  constexpr absl::string_view kType = casework::DetailsCorrected::kType;
  casework::CorrectDetails command{.by = making.by,
                                   .subcounty = {},
                                   .ward = {},
                                   .sex = request.sex(),
                                   .age_band = {},
                                   .birth_year = {},
                                   .categories = ToCategories(request.categories()),
                                   .in_school = {},
                                   .disability = request.disability(),
                                   .trafficking = {},
                                   .perpetrator_in_household = {},
                                   .identity = {},
                                   .narrative = {},
                                   .location = {},
                                   .reason = request.reason(),
                                   .exposure_at = {}};
  RUFAA_RETURN_IF_ERROR(CorrectArea(request, making.state, command));
  if (request.has_in_school()) command.in_school = request.in_school();
  if (request.has_trafficking()) command.trafficking = request.trafficking();
  if (request.has_perpetrator_in_household()) {
    command.perpetrator_in_household = request.perpetrator_in_household();
  }
  if (request.has_exposure_time()) command.exposure_at = rpc::FromProto(request.exposure_time());
  if (request.has_identity()) {
    command.age_band = rpc::AgeBand(request.identity(), std::nullopt, making.Today());
    command.birth_year = rpc::BirthYear(request.identity(), std::nullopt, making.Today());
    RUFAA_ASSIGN_OR_RETURN(command.identity, making.Seal(Compartment::kIdentity, kType, "identity",
                                                         rpc::IdentityBytes(request.identity())));
  }
  RUFAA_ASSIGN_OR_RETURN(command.narrative, making.Seal(Compartment::kNarrative, kType, "narrative",
                                                        request.narrative()));
  RUFAA_ASSIGN_OR_RETURN(
      command.location, making.Seal(Compartment::kLocation, kType, "location", request.location()));
  return command;
}

absl::StatusOr<casework::FlagDuplicate> Make(const pb::FlagDuplicateRequest& request,
                                             const Making& making) {
  casework::FlagDuplicate command{.by = making.by, .of = {}, .of_stands = false};
  RUFAA_ASSIGN_OR_RETURN(command.of, NamedCase(making.load, making.by, making.county.code_letters,
                                               {"of", request.of()}));
  RUFAA_ASSIGN_OR_RETURN(command.of_stands, StandsElsewhere(making, command.of));
  return command;
}

absl::StatusOr<casework::DecideDuplicate> Make(const pb::DecideDuplicateRequest& request,
                                               const Making& making) {
  casework::DecideDuplicate command{
      .by = making.by, .of = request.of(), .same = request.same(), .of_stands = false};
  if (command.same) {
    RUFAA_ASSIGN_OR_RETURN(command.of_stands, StandsElsewhere(making, command.of));
  }
  return command;
}

AllChanges Changes(const pb::RegisterCaseRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const Officer officer, OfficerFor(request, making));
  const casework::Register command{
      .by = making.by, .serial = {}, .desk = officer.desk, .officer = officer.person};
  const std::string counter = SerialStream(making.state.county, making.state.subcounty,
                                           static_cast<int>(making.Today().year()));
  RUFAA_ASSIGN_OR_RETURN(const coordination::SerialCounter* taken,
                         making.load.Load<coordination::SerialCounter>(counter));
  const std::string next = coordination::NextSerial(making.state, *taken, making.by.occurred_at);
  RUFAA_RETURN_IF_ERROR(
      making.load.Load<coordination::SerialHolder>(SerialTextStream(next)).status());
  return coordination::RegisterCase(making.state, *taken, command, making.rules());
}

AllChanges Changes(const pb::DeclareEmergencyRequest& request, const Making& making) {
  const absl::Time removed_at =
      request.has_removed_time() ? rpc::FromProto(request.removed_time()) : making.by.occurred_at;
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* place,
                         PlaceNamed(making.load, request.place_agency(), removed_at));
  RUFAA_ASSIGN_OR_RETURN(Sealed location,
                         making.Seal(Compartment::kLocation, casework::EmergencyDeclared::kType,
                                     "location", SleepsAt(*place, request.location())));
  casework::DeclareEmergency command{.by = making.by,
                                     .place_kind = PlaceKind(*place),
                                     .place_agency = request.place_agency(),
                                     .place_agency_kind = place->kind,
                                     .place_is_safe = place->place_of_safety,
                                     .removed_at = removed_at,
                                     .matter = request.matter(),
                                     .session = {},
                                     .court = request.court(),
                                     .court_kind = {},
                                     .court_at = rpc::FromProto(request.court_time()),
                                     .location = std::move(location)};
  if (request.matter().empty() && request.has_court_time()) {
    command.matter = making.NewPart("m");
    command.session =
        "STAP";  // A child in need of care is brought before the court by application.
    RUFAA_ASSIGN_OR_RETURN(command.court_kind,
                           rpc::KindOfAgency(making.load, "court", request.court()));
  }
  return Steps(making).Then(command).Done();
}

AllChanges Changes(const pb::MoveChildRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(
      const directory::Agency* place,
      PlaceNamed(making.load, request.place_agency(), CameThere(request, making)));
  RUFAA_ASSIGN_OR_RETURN(
      Sealed location, making.Seal(Compartment::kLocation, casework::ChildMoved::kType, "location",
                                   SleepsAt(*place, request.location())));
  return Steps(making)
      .Then(casework::MoveChild{.by = making.by,
                                .place_kind = PlaceKind(*place),
                                .place_agency = place->id,
                                .place_agency_kind = place->kind,
                                .place_is_safe = place->place_of_safety,
                                .reason = request.reason(),
                                .order = request.order(),
                                .has_note = !request.note().empty(),
                                .location = std::move(location)})
      .ThenNote(request.note())
      .Done();
}

AllChanges Changes(const pb::ScreenOutRequest& request, const Making& making,
                   SameChild& same_child) {
  RUFAA_ASSIGN_OR_RETURN(
      Sealed note,
      making.Seal(Compartment::kNarrative, casework::ScreenedOut::kType, "note", request.note()));
  RUFAA_ASSIGN_OR_RETURN(const bool repeated,
                         IsRepeated(same_child, making.load, making.state.code));
  return Steps(making)
      .Then(casework::ScreenOut{making.by, request.reason(), std::move(note), repeated})
      .Done();
}

}  // namespace rufaa::case_service
