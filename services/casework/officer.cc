#include "services/casework/officer.h"

#include <optional>

#include "domain/access/person.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"

namespace rufaa::case_service {

absl::StatusOr<Officer> OfficerNamed(const Making& making, absl::string_view agency,
                                     const std::string& person) {
  RUFAA_ASSIGN_OR_RETURN(const access::Person* officer,
                         making.load.Load<access::Person>(PersonStream(person)));
  // A person of elsewhere, or who has left, is to the office as one who never was.
  const bool of_office = officer->agency == agency && !officer->left;
  const std::optional<Role> role = RoleNamed(officer->role);
  if (!of_office || (role != Role::kChildrensOfficer && role != Role::kSupervisor)) {
    return Malformed("owner_person", "is no officer of this office");
  }
  return Officer{person, officer->desk};
}

absl::StatusOr<Officer> OfficerOr(const Making& making, const std::string& person) {
  if (person.empty()) return Officer{making.by.person, making.by.desk};
  return OfficerNamed(making, making.by.agency, person);
}

}  // namespace rufaa::case_service
