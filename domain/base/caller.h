// Who is acting, as deciders see it: it arrives in every command, since the domain has neither
// sessions nor a clock.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace rufaa {

enum class Role {
  kNone = 0,
  kChv = 1,  // Community health volunteer.
  kVco = 2,  // Volunteer children's officer.
  kTeacher = 3,
  kHelpline = 4,  // 116 counsellor.
  kChildrensOfficer = 5,
  kSupervisor = 6,  // Sub-county children's officer: approves plans and closures.
  kAgencyDesk = 7,
  kCourtDesk = 8,
  kCommittee = 9,
  kAuditor = 10,
  kDpo = 11,  // Data protection officer.
  kCountyAdmin = 12,
  kOperator = 13,  // The county's technician: sees no child at all.
  kSystem = 14,    // The hub's own tickers.
};

absl::string_view Name(Role role);  // "chv", "childrens_officer", …
std::optional<Role> RoleNamed(absl::string_view name);
absl::Span<const Role> AllRoles();

// Roles that work cases and referrals for their agency.
bool WorksCases(Role role);
// And those that answer the referrals which their agency is sent, and send none.
bool WorksReferrals(Role role);

struct Acting {
  std::string person;
  std::string agency;
  std::string desk;
  Role role = Role::kNone;
  std::string agency_kind;  // Of list AGENCY_KIND: CHILDREN_OFFICE, RESCUE_CENTRE, …
  absl::Time now;           // The server's clock when the command came in.
  absl::Time occurred_at;   // When it happened in the world; a phone may be days late.
  bool from_list = false;   // A list of what was before the hub tells it: it may be of any year.
};

// A phone's clock may run ahead by this much; more is refused, since a deadline reckoned from the
// future would hide an overdue child.
inline constexpr absl::Duration kClockSkew = absl::Minutes(15);

// A phone may be without a network for weeks, and its report is as true as before. What is told to
// be older is told by a clock that lost its year: ages and deadlines would be reckoned from that.
inline constexpr absl::Duration kToldLatest = absl::Hours(24 * 180);

// What is planned for later than this has a mistyped year: nobody would be reminded of it.
inline constexpr absl::Duration kPlannedFurthest = absl::Hours(24 * 2 * 366);

// IN_FUTURE when `by.occurred_at` is too far ahead of `by.now`, TOO_LONG_AGO when it is too far
// behind and no list tells it. Days or weeks late is fine.
absl::Status CheckOccurred(const Acting& by);
// The same, naming the field, of a day that is told: it must not lie ahead.
absl::Status CheckDayPast(absl::string_view field, absl::CivilDay day, const Acting& by);
// MALFORMED, naming the field, of what is planned for later than kPlannedFurthest from now.
absl::Status CheckPlannedFor(absl::string_view field, absl::Time at, const Acting& by);

}  // namespace rufaa
