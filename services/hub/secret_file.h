// A file that holds a secret: only its owner may read it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::hub {

// Whom it may belong to, besides root. kAnybody is for root, who looks at what another account's
// program is given.
enum class SecretOwner { kThisAccount, kAnybody };

// All that stands in it. KEY_FILE_UNUSABLE, with detail "problem" = missing | not_regular |
// mode | owner | too_large: `whose` file it is, such as "The administrator's".
absl::StatusOr<std::string> ReadSecretFile(const std::string& path, absl::string_view whose,
                                           SecretOwner owner = SecretOwner::kThisAccount);

}  // namespace rufaa::hub
