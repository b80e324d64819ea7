// The first day of a county: without it nobody could sign in to make the second person.
#pragma once

#include <string>

#include "absl/status/status.h"
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
// digest, the hub's own agency, its administrator) and opens the administrator's account. What is
// there already stays as it is, so it may be called at every start.
absl::Status Found(OpenCounty& county, const Founding& founding, const access::Passwords& passwords,
                   absl::Time now);

// For a process that does not found: waits until another has. FAILED_PRECONDITION at `deadline`.
absl::Status WaitUntilFounded(OpenCounty& county, absl::Time deadline);

// Records with which clocks the county goes on, unless they are those it went by: years later, a
// deadline is explained by the table that was in force. Nothing in a county not yet founded.
absl::Status AdoptClocks(OpenCounty& county, const ClockTable& clocks, absl::Time now);

// The founding's login and password from a file of two lines that only its owner may read.
absl::Status ReadAdminFile(const std::string& path, Founding& founding);

inline constexpr absl::string_view kHubAgency = "hub";
inline constexpr absl::string_view kAdminPerson = "p-admin";

}  // namespace rufaa::hub
