// Frames of Connect streams: one byte of flags, four of length (the highest first), the payload.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::gateway {

inline constexpr uint8_t kCompressedFlag = 1;
inline constexpr uint8_t kEndOfStreamFlag = 2;

struct Envelope {
  uint8_t flags = 0;
  absl::string_view payload;
};

std::string Enveloped(uint8_t flags, absl::string_view payload);

// The one frame that `body` consists of. ONE_MESSAGE_ONLY when there are none or more, MALFORMED
// when it is cut short.
absl::StatusOr<Envelope> OnlyEnvelope(absl::string_view body);

}  // namespace rufaa::gateway
