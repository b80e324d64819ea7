// The people of the tests' county, each acting at noon of one Monday unless told otherwise.
#pragma once

#include "absl/time/time.h"
#include "domain/base/caller.h"

namespace rufaa::people {

inline absl::Time Noon() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 2, 12, 0, 0), absl::FixedTimeZone(3 * 60 * 60));
}

inline Acting As(std::string person, std::string agency, std::string kind, Role role) {
  return {.person = std::move(person),
          .agency = std::move(agency),
          .desk = "front",
          .role = role,
          .agency_kind = std::move(kind),
          .now = Noon(),
          .occurred_at = Noon()};
}

inline Acting Chv() { return As("p-chv", "a-community", "COMMUNITY", Role::kChv); }
inline Acting Officer() {
  return As("p-officer", "a-kisauni", "CHILDREN_OFFICE", Role::kChildrensOfficer);
}
inline Acting Supervisor() {
  return As("p-supervisor", "a-kisauni", "CHILDREN_OFFICE", Role::kSupervisor);
}
inline Acting OtherOffice() {
  return As("p-likoni", "a-likoni", "CHILDREN_OFFICE", Role::kChildrensOfficer);
}
inline Acting Shelter() { return As("p-shelter", "a-shelter", "RESCUE_CENTRE", Role::kAgencyDesk); }
inline Acting Hospital() { return As("p-hospital", "a-hospital", "HEALTH", Role::kAgencyDesk); }
inline Acting School() { return As("p-school", "a-school", "EDUCATION", Role::kAgencyDesk); }
inline Acting Court() { return As("p-court", "a-court", "JUDICIARY", Role::kCourtDesk); }
inline Acting Auditor() { return As("p-auditor", "a-oversight", "OVERSIGHT", Role::kAuditor); }
inline Acting Dpo() { return As("p-dpo", "a-oversight", "OVERSIGHT", Role::kDpo); }
inline Acting Admin() { return As("p-admin", "a-county", "COMMITTEE", Role::kCountyAdmin); }
inline Acting Ticker() { return As("system", "", "HUB", Role::kSystem); }

// `by`, acting `later` than noon.
inline Acting Later(Acting by, absl::Duration later) {
  by.now += later;
  by.occurred_at += later;
  return by;
}

}  // namespace rufaa::people
