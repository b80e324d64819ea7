// The one-time codes of a county's accounts: the second factor of sign-in and step-up, for whoever
// has set it. A secret is stored wrapped (vault/secret_box.h), and told once.
#pragma once

#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/access/account_store.h"
#include "vault/secret_box.h"

namespace rufaa::access {

// Thread-safe.
class OneTimeCodes {
 public:
  // `store` must outlive this.
  OneTimeCodes(std::string county, AccountStore& store, SecretBox box)
      : county_(std::move(county)), store_(store), box_(std::move(box)) {}

  // Whether sign-in needs a code.
  absl::StatusOr<bool> AreSet(absl::string_view login_name) const;

  struct Begun {
    std::string secret;  // Base32.
    std::string uri;     // otpauth://totp/…
  };
  // A new secret, in place of one that was never confirmed. ALREADY_DONE when codes are set.
  absl::StatusOr<Begun> Begin(absl::string_view login_name);
  // BAD_CREDENTIALS for a wrong code; NOT_ALLOWED_IN_STATE when no secret waits for one.
  absl::Status Confirm(absl::string_view login_name, absl::string_view code, absl::Time now);

  // OK where none is set, and for a right code, which then opens nothing more.
  // ONE_TIME_CODE_NEEDED for an empty one; BAD_CREDENTIALS for a wrong one.
  absl::Status Check(absl::string_view login_name, absl::string_view code, absl::Time now);

  // None set is no error: what was asked for is so.
  absl::Status Remove(absl::string_view login_name);

 private:
  // With mutex_ held: takes `code`, durably, so that no second caller can.
  absl::Status Take(absl::string_view login_name, OneTimeCode stored, absl::string_view code,
                    absl::Time now);

  const std::string county_;
  AccountStore& store_;
  const SecretBox box_;
  std::mutex mutex_;
};

}  // namespace rufaa::access
