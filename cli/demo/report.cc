#include "cli/demo/report.h"

#include "domain/base/status_macros.h"
#include "services/rpc/command_identity.h"

namespace rufaa::demo {

absl::StatusOr<casework::Identify> Report(World& world, const Child& child, const std::string& code,
                                          const Acting& by) {
  const std::string stream = CaseStream(code);
  const auto seal = [&](Compartment compartment, absl::string_view field, absl::string_view text) {
    return world.scribe.Seal(child.id, compartment, stream, casework::Identified::kType, field,
                             text);
  };
  casework::Identify c;
  c.by = by;
  RUFAA_ASSIGN_OR_RETURN(
      c.identity, seal(Compartment::kIdentity, "identity", rpc::IdentityBytes(child.identity)));
  RUFAA_ASSIGN_OR_RETURN(c.narrative, seal(Compartment::kNarrative, "narrative", child.narrative));
  RUFAA_ASSIGN_OR_RETURN(c.location, seal(Compartment::kLocation, "location", child.location));
  RUFAA_RETURN_IF_ERROR(world.scribe.vault().Index(
      child.id, rpc::LikenessOf(child.identity, child.birth_year, child.sex)));
  c.code = code;
  c.child = child.id;
  c.county = world.plan.county;
  c.subcounty = child.subcounty;
  c.ward = child.ward;
  c.intake_agency = world.plan.With(Role::kSupervisor, child.subcounty).front().agency;
  c.sex = child.sex;
  c.age_band = child.age_band;
  c.birth_year = child.birth_year;
  c.categories = {child.category};
  if (child.since_exposure) c.exposure_at = by.occurred_at - *child.since_exposure;
  c.in_school = child.in_school;
  c.disability = child.disability;
  c.trafficking = child.trafficking;
  c.perpetrator_in_household = child.perpetrator_in_household;
  c.safe_now = child.safe_now;
  return c;
}

}  // namespace rufaa::demo
