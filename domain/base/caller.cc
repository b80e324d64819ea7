#include "domain/base/caller.h"

#include "domain/base/field_checks.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"

namespace rufaa {
namespace {

struct RoleName {
  Role role;
  absl::string_view name;
};

constexpr RoleName kNames[] = {
    {Role::kChv, "chv"},
    {Role::kVco, "vco"},
    {Role::kTeacher, "teacher"},
    {Role::kHelpline, "helpline"},
    {Role::kChildrensOfficer, "childrens_officer"},
    {Role::kSupervisor, "supervisor"},
    {Role::kAgencyDesk, "agency_desk"},
    {Role::kCourtDesk, "court_desk"},
    {Role::kCommittee, "committee"},
    {Role::kAuditor, "auditor"},
    {Role::kDpo, "dpo"},
    {Role::kCountyAdmin, "county_admin"},
    {Role::kOperator, "operator"},
    {Role::kSystem, "system"},
};

constexpr Role kRoles[] = {
    Role::kChv,
    Role::kVco,
    Role::kTeacher,
    Role::kHelpline,
    Role::kChildrensOfficer,
    Role::kSupervisor,
    Role::kAgencyDesk,
    Role::kCourtDesk,
    Role::kCommittee,
    Role::kAuditor,
    Role::kDpo,
    Role::kCountyAdmin,
    Role::kOperator,
    Role::kSystem,
};

}  // namespace

absl::string_view Name(Role role) {
  for (const RoleName& entry : kNames) {
    if (entry.role == role) return entry.name;
  }
  return "none";
}

std::optional<Role> RoleNamed(absl::string_view name) {
  for (const RoleName& entry : kNames) {
    if (entry.name == name) return entry.role;
  }
  return std::nullopt;
}

absl::Span<const Role> AllRoles() { return kRoles; }

bool WorksCases(Role role) {
  return role == Role::kChildrensOfficer || role == Role::kSupervisor ||
         role == Role::kAgencyDesk || role == Role::kCourtDesk;
}

bool WorksReferrals(Role role) { return WorksCases(role) || role == Role::kVco; }

absl::Status CheckOccurred(const Acting& by) {
  if (by.occurred_at > by.now + kClockSkew) return Refuse(Reason::IN_FUTURE);
  const bool late = !by.from_list && by.occurred_at < by.now - kToldLatest;
  return late ? Refuse(Reason::TOO_LONG_AGO) : absl::OkStatus();
}

absl::Status CheckDayPast(absl::string_view field, absl::CivilDay day, const Acting& by) {
  if (day <= LocalDay(by.now + kClockSkew)) return absl::OkStatus();
  return Refuse(Reason::IN_FUTURE, {}, {{"field", std::string(field)}});
}

absl::Status CheckPlannedFor(absl::string_view field, absl::Time at, const Acting& by) {
  if (at <= by.now + kPlannedFurthest) return absl::OkStatus();
  return Malformed(field, "is more than two years ahead");
}

}  // namespace rufaa
