// A person who works with the hub: where, and in which role.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/access/person_commands.h"
#include "domain/access/person_events.h"
#include "domain/clocks/rules.h"

namespace rufaa::access {

struct Person {
  std::string id;  // Empty: not enrolled.
  std::string agency;
  std::string desk;
  std::string role;
  bool left = false;

  bool operator==(const Person&) const = default;
};

Person Evolve(Person person, const PersonEvent& event);

using PersonDecision = absl::StatusOr<std::vector<PersonEvent>>;

// Only the county's administrator enrols, and an agency's people only get roles of the list. Who is
// at an agency leaves it before another enrols them (NOT_ALLOWED_IN_STATE). Nobody changes their
// own role or retires themselves (SELF_APPROVAL): somebody who administers is always left. A reason
// for leaving is out of its list, if one is given (UNKNOWN_CODE).
PersonDecision Decide(const Person& person, const Enrol& command);
PersonDecision Decide(const Person& person, const ChangeRole& command);
PersonDecision Decide(const Person& person, const Leave& command, const Rules& rules);

}  // namespace rufaa::access
