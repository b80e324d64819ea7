// A person who works with the hub: stream "person/<id>". Names and passwords are not here; access
// keeps accounts apart, the log knows people by id and role only.
#pragma once

#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "domain/base/fields.h"

namespace rufaa::access {

struct PersonEnrolled {
  static constexpr absl::string_view kType = "person.enrolled";
  std::string person;
  std::string agency;
  std::string desk;
  std::string role;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "person", self.person);
    visit(2, "agency", self.agency);
    visit(3, "desk", self.desk);
    visit(4, "role", self.role);
  }
  bool operator==(const PersonEnrolled&) const = default;
};

struct PersonRoleChanged {
  static constexpr absl::string_view kType = "person.role-changed";
  std::string role;
  std::string desk;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "role", self.role);
    visit(2, "desk", self.desk);
  }
  bool operator==(const PersonRoleChanged&) const = default;
};

struct PersonLeft {
  static constexpr absl::string_view kType = "person.left";
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
  }
  bool operator==(const PersonLeft&) const = default;
};

using PersonEvent = std::variant<PersonEnrolled, PersonRoleChanged, PersonLeft>;

}  // namespace rufaa::access
