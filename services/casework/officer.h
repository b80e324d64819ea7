// The officer who is to work a case, where a request names one.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/access/person.h"
#include "services/casework/making.h"

namespace rufaa::case_service {

struct Officer {
  std::string person;
  std::string desk;
};

// Whether `person` is a children's officer or supervisor of `agency`, as the directory has them
// now: one of elsewhere, or who has left, is to the office as one who never was.
bool IsOfficerOf(const access::Person& person, absl::string_view agency);

// `person`, the field owner_person of the request, as the directory has it now; MALFORMED when it
// is no children's officer or supervisor of `agency`: the case would be in nobody's list.
absl::StatusOr<Officer> OfficerNamed(const Making& making, absl::string_view agency,
                                     const std::string& person);

// The same; who asks, where nobody is named.
absl::StatusOr<Officer> OfficerOr(const Making& making, const std::string& person);

}  // namespace rufaa::case_service
