#include "services/rpc/command_agency.h"

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/events.h"

namespace rufaa::rpc {

absl::StatusOr<const directory::Agency*> LoadAgency(Loader& load, absl::string_view field,
                                                    absl::string_view id, absl::Time at) {
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* agency,
                         load.Load<directory::Agency>(AgencyStream(id)));
  if (agency->id.empty()) return Malformed(field, "no such agency");
  RUFAA_RETURN_IF_ERROR(directory::CheckOpen(field, *agency, at));
  return agency;
}

absl::StatusOr<std::string> KindOfAgency(Loader& load, absl::string_view field,
                                         absl::string_view id) {
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* agency,
                         load.Load<directory::Agency>(AgencyStream(id)));
  RUFAA_RETURN_IF_ERROR(directory::CheckOpen(field, *agency));
  return agency->kind;
}

}  // namespace rufaa::rpc
