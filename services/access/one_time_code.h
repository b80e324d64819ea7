// One-time codes by time (RFC 6238): SHA-1, six digits, a new one every 30 seconds, which is what
// every authenticator speaks. Pure; what an account has is in one_time_codes.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rufaa::access {

inline constexpr size_t kCodeSecretBytes = 20;  // As many as the hash has.

// The step that `time` falls into; 0 began at the epoch.
uint64_t CodeStepAt(absl::Time time);

std::string CodeOfStep(absl::string_view secret, uint64_t step);

// The step whose code `code` is: that of `now`, or the one before or after it (a phone's clock is
// off, a person types slowly), but none up to `used`, since a code opens once. Spaces are passed
// over: people type what they see.
std::optional<uint64_t> FindCodeStep(absl::string_view secret, absl::string_view code,
                                     absl::Time now, uint64_t used);

// RFC 4648, without padding: how a secret is typed.
std::string Base32(absl::string_view bytes);

}  // namespace rufaa::access
