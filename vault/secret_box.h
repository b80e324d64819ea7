// Wraps small secrets of the hub's own, which belong to no child: by a key of their use (Vault's
// DeriveKey), bound to where the secret stands. Whoever reads only the store learns nothing, and a
// secret moved elsewhere does not open.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "vault/county_key.h"

namespace rufaa {

// Thread-safe.
class SecretBox {
 public:
  // `key`: 32 bytes.
  explicit SecretBox(absl::string_view key);

  std::string Wrap(absl::string_view secret, absl::string_view place) const;
  // STORE_DAMAGED when `wrapped` was altered, stands elsewhere, or is of another key.
  absl::StatusOr<std::string> Unwrap(absl::string_view wrapped, absl::string_view place) const;

 private:
  SecretKeys key_;
};

}  // namespace rufaa
