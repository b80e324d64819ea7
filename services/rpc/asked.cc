#include "services/rpc/asked.h"

#include <string>

#include "domain/access/person.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/directory/directory.h"
#include "domain/events.h"
#include "eventlog/execute/executor.h"

namespace rufaa::rpc {

absl::Status CheckCodeAsked(const Call& call, absl::string_view field, absl::string_view list,
                            absl::string_view code) {
  if (code.empty() || call.county->rules.codes.Find(list, code) != nullptr) return absl::OkStatus();
  return Refuse(Reason::UNKNOWN_CODE, {},
                {{"field", std::string(field)}, {"list", std::string(list)}});
}

absl::Status CheckAgencyAsked(const Call& call, absl::string_view field, absl::string_view agency) {
  if (agency.empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<directory::Agency> known,
      call.county->executor.aggregates().Load<directory::Agency>(AgencyStream(agency)));
  return known.state->id.empty() ? Malformed(field, "is no agency of this county")
                                 : absl::OkStatus();
}

absl::Status CheckPersonAsked(const Call& call, absl::string_view field, absl::string_view person) {
  constexpr absl::string_view kHubItself = "system";
  if (person.empty() || person == kHubItself) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<access::Person> known,
      call.county->executor.aggregates().Load<access::Person>(PersonStream(person)));
  return known.state->id.empty() ? Malformed(field, "was never enrolled in this county")
                                 : absl::OkStatus();
}

}  // namespace rufaa::rpc
