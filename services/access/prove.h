// That the caller is who the account is of: the password, then a one-time code where there is one.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/access/county_access.h"
#include "services/access/passwords.h"

namespace rufaa::access {

struct Proof {
  Throttle::Tries tries;  // What a wrong one counts among.
  Passwords::Asker asker;
  std::string login_name;
  std::string password_hash;  // Empty: no such account; nothing proves that one is one's own.
  std::string password;
  std::string one_time_code;
  absl::Time now;
};

// Calls `done` on a hasher's thread or this one: OK; BAD_CREDENTIALS, whatever was wrong;
// ONE_TIME_CODE_NEEDED when the password was right and the code was left out; TOO_MANY_ATTEMPTS.
// Wrong passwords and wrong codes slow further tries alike; a right password without its code does
// not make up for them, or codes could be guessed at leisure. `county` must live until `done`.
void Prove(Passwords& passwords, CountyAccess& county, Proof proof,
           std::function<void(absl::Status)> done);

}  // namespace rufaa::access
