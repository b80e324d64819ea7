// How a county's administrator comes in by a file of login name and password: on the first day, and
// again when the password is lost or everybody who administers is locked out.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/access/person.h"
#include "services/access/passwords.h"
#include "services/hub/founding.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

// Of kAdminPerson at the hub's own agency, in the role that administers the county.
access::Enrol EnrolAdministrator(const Acting& by);

// Opens an account for the administrator, unless there is one of that login name. A name that is
// new opens one account more, of the same person: for who has lost the password. One who was
// retired meanwhile, has another role or is elsewhere is made the administrator again, once their
// other accounts are closed. What is done to accounts is entered in the access book first.
absl::Status OpenAdministratorsAccount(OpenCounty& county, const Founding& founding,
                                       const access::Passwords& passwords, absl::Time now);

// The founding's login and password from a file of two lines that only its owner may read. It is to
// be deleted after the first start: one that is gone is passed over where each of the counties
// below `data_dir` is there already.
absl::Status ReadAdminFile(const std::string& path, const std::string& data_dir,
                           const std::vector<std::string>& counties, Founding& founding);

}  // namespace rufaa::hub
