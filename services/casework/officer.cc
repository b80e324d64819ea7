#include "services/casework/officer.h"

#include <optional>

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"

namespace rufaa::case_service {

bool IsOfficerOf(const access::Person& person, absl::string_view agency) {
  const std::optional<Role> role = RoleNamed(person.role);
  return person.agency == agency && !person.left &&
         (role == Role::kChildrensOfficer || role == Role::kSupervisor);
}

absl::StatusOr<Officer> OfficerNamed(const Making& making, absl::string_view agency,
                                     const std::string& person) {
  RUFAA_ASSIGN_OR_RETURN(const access::Person* officer,
                         making.load.Load<access::Person>(PersonStream(person)));
  if (!IsOfficerOf(*officer, agency)) {
    return Malformed("owner_person", "is no officer of this office");
  }
  return Officer{person, officer->desk};
}

absl::StatusOr<Officer> OfficerOr(const Making& making, const std::string& person) {
  if (person.empty()) return Officer{making.by.person, making.by.desk};
  return OfficerNamed(making, making.by.agency, person);
}

}  // namespace rufaa::case_service
