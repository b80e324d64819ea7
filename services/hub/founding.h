// The first day of a county: without it nobody could sign in to make the second person.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/clocks/clocks.h"
#include "services/access/passwords.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

struct Founding {
  std::string name;         // "Mombasa"; empty: as the hub's areas call it.
  std::string prefix;       // Of codes: "MS".
  std::string admin_login;  // Of the county's administrator.
  std::string admin_password;
};

// Writes what makes `county` one (county.founded with its areas, the rules in force by version and
// digest, the hub's own agency, its administrator) and opens the administrator's account, as
// OpenAdministratorsAccount does. What is there already stays as it is, so it may be called at
// every start.
absl::Status Found(OpenCounty& county, const Founding& founding, const access::Passwords& passwords,
                   absl::Time now);

// For a process that does not found: waits until another has. FAILED_PRECONDITION at `deadline`.
absl::Status WaitUntilFounded(OpenCounty& county, absl::Time deadline);

// Records by which policy table, of this version and text, the county goes on, unless it is the one
// that it went by: the table comes with the program, and who saw what is explained by it later.
// Nothing in a county not yet founded.
absl::Status AdoptPolicy(OpenCounty& county, absl::string_view version, absl::string_view text,
                         absl::Time now);

// Records with which clocks the county goes on, unless they are those it went by: years later, a
// deadline is explained by the table that was in force. Nothing in a county not yet founded.
absl::Status AdoptClocks(OpenCounty& county, const ClockTable& clocks, absl::Time now);

inline constexpr absl::string_view kHubAgency = "hub";
inline constexpr absl::string_view kAdminPerson = "p-admin";

}  // namespace rufaa::hub
