// gzip of whole messages, as HTTP bodies and stream frames carry it.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::gateway {

std::string Gzip(absl::string_view bytes);

// MESSAGE_TOO_LARGE as soon as more than `limit` bytes come out, so that a small body can't be made
// to fill the memory; MALFORMED for what is not one whole gzip member.
absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t limit);

}  // namespace rufaa::gateway
