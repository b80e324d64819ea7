// The template of identify.h; nobody else includes it.
#pragma once

#include <optional>

#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "services/casework/making.h"
#include "services/rpc/convert.h"

namespace rufaa::case_service {

template <class Request>
absl::StatusOr<casework::Identify> MakeIdentify(const Request& request, const std::string& code,
                                                const rpc::CountyRuntime& county,
                                                IntakeOffices& offices, const Acting& by,
                                                Loader& load, rpc::Sealer& seal) {
  const absl::CivilDay day = LocalDay(by.occurred_at);
  RUFAA_ASSIGN_OR_RETURN(Area area, FindArea(county.id, request.subcounty(), request.ward()));
  casework::Identify command;
  command.by = by;
  command.code = code;
  command.child = ChildIdOf(code);
  command.county = county.id;
  RUFAA_ASSIGN_OR_RETURN(command.intake_agency, offices.For(area.subcounty, load));
  command.subcounty = std::move(area.subcounty);
  command.ward = std::move(area.ward);
  command.sex = request.sex();
  std::optional<uint32_t> age;
  if (request.has_age_years()) age = request.age_years();
  command.age_band = rpc::AgeBand(request.identity(), age, day);
  command.birth_year = rpc::BirthYear(request.identity(), age, day);
  command.identifier_kind =
      request.identifier_kind().empty() ? IdentifierKind(by) : request.identifier_kind();
  command.reporter = request.reporter();
  command.categories = ToCategories(request.categories());
  if (request.has_exposure_time()) command.exposure_at = rpc::FromProto(request.exposure_time());
  if (request.has_in_school()) command.in_school = request.in_school();
  command.disability = request.disability();
  command.trafficking = request.trafficking();
  command.perpetrator_in_household = request.perpetrator_in_household();
  command.safe_now = request.safe_now();

  const auto sealed = [&](Compartment compartment, absl::string_view field,
                          absl::string_view text) {
    return seal.Seal(command.child, compartment,
                     rpc::SealPlace(CaseStream(code), casework::Identified::kType, field), text);
  };
  RUFAA_ASSIGN_OR_RETURN(command.identity, sealed(Compartment::kIdentity, "identity",
                                                  rpc::IdentityBytes(request.identity())));
  RUFAA_ASSIGN_OR_RETURN(command.narrative,
                         sealed(Compartment::kNarrative, "narrative", request.narrative()));
  RUFAA_ASSIGN_OR_RETURN(command.location,
                         sealed(Compartment::kLocation, "location", request.location()));
  return command;
}

}  // namespace rufaa::case_service
