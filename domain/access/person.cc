#include "domain/access/person.h"

#include <utility>

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"

namespace rufaa::access {
namespace {

void Apply(Person& p, const PersonEnrolled& e) {
  p.id = e.person;
  p.agency = e.agency;
  p.desk = e.desk;
  p.role = e.role;
  p.left = false;
}

void Apply(Person& p, const PersonRoleChanged& e) {
  p.role = e.role;
  p.desk = e.desk;
}

void Apply(Person& p, const PersonLeft&) { p.left = true; }

absl::Status CheckAdmin(const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
  return by.role == Role::kCountyAdmin ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

// "system" is the hub's own; nobody is enrolled as it.
absl::Status CheckRole(absl::string_view role) {
  const std::optional<Role> named = RoleNamed(role);
  if (named && *named != Role::kSystem) return absl::OkStatus();
  return Refuse(Reason::UNKNOWN_CODE, {}, {{"field", "role"}});
}

absl::Status CheckPresent(const Person& person, const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(by));
  if (person.id.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return person.left ? Refuse(Reason::NOT_ALLOWED_IN_STATE) : absl::OkStatus();
}

PersonDecision One(PersonEvent event) { return std::vector<PersonEvent>{std::move(event)}; }

}  // namespace

Person Evolve(Person person, const PersonEvent& event) {
  std::visit([&](const auto& e) { Apply(person, e); }, event);
  return person;
}

PersonDecision Decide(const Person& person, const Enrol& c) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(c.by));
  // Who left may come back, to another agency too; nobody is at two of them at once.
  if (!person.id.empty() && !person.left) {
    if (person.agency == c.agency) return Refuse(Reason::ALREADY_DONE);
    return Refuse(Reason::NOT_ALLOWED_IN_STATE,
                  "The person is still enrolled at another agency: retire them there first.",
                  {{"agency", person.agency}});
  }
  RUFAA_RETURN_IF_ERROR(CheckGiven("person", c.person));
  RUFAA_RETURN_IF_ERROR(CheckGiven("agency", c.agency));
  RUFAA_RETURN_IF_ERROR(CheckRole(c.role));
  return One(
      PersonEnrolled{.person = c.person, .agency = c.agency, .desk = c.desk, .role = c.role});
}

PersonDecision Decide(const Person& person, const ChangeRole& c) {
  RUFAA_RETURN_IF_ERROR(CheckPresent(person, c.by));
  RUFAA_RETURN_IF_ERROR(CheckRole(c.role));
  // Nobody gives themselves a right.
  if (c.by.person == person.id) return Refuse(Reason::SELF_APPROVAL);
  return One(PersonRoleChanged{.role = c.role, .desk = c.desk.empty() ? person.desk : c.desk});
}

PersonDecision Decide(const Person& person, const Leave& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckPresent(person, c.by));
  // Who administers and leaves is let go by another, so that somebody always does.
  if (c.by.person == person.id) {
    return Refuse(Reason::SELF_APPROVAL, "Nobody retires themselves: another administrator does.");
  }
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "reason", list::kLeaveReason, c.reason));
  return One(PersonLeft{.reason = c.reason});
}

}  // namespace rufaa::access
