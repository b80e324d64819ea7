// What may be asked about a person who works with the hub.
#pragma once

#include <string>
#include <variant>

#include "domain/base/caller.h"

namespace rufaa::access {

struct Enrol {
  Acting by;
  std::string person;
  std::string agency;
  std::string desk;
  std::string role;
};

struct ChangeRole {
  Acting by;
  std::string role;
  std::string desk;
};

struct Leave {
  Acting by;
  std::string reason;
};

using PersonCommand = std::variant<Enrol, ChangeRole, Leave>;

}  // namespace rufaa::access
