// Whether a request is of the form its proto states: no unknown fields, every required field there,
// nothing too long, every code and date of its form, every enum of those that are listed
// (protos/rufaa/common/v1/rules.proto). Run on every request before any handler sees it.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace rufaa::rpc {

// Larger requests than this are TOO_LARGE, whatever they hold.
inline constexpr size_t kMaxRequestBytes = size_t{256} << 10;
// But those to the keeper of the keys: one asks for all that is written in a case, since what is
// asked in two would stand in the access book as two reads. All that gRPC takes (server.cc).
inline constexpr size_t kMaxKeeperRequestBytes = size_t{4} << 20;

// OK, TOO_LARGE, or MALFORMED with details ("field", path) and ("problem", what is wrong): one pair
// for each wrong field, at most eight. An unknown field's path ends in "#<number>": a client of a
// newer version must learn that we would have dropped what it said.
absl::Status Validate(const google::protobuf::Message& request,
                      size_t max_bytes = kMaxRequestBytes);
// That it is not TOO_LARGE, alone.
absl::Status CheckSize(const google::protobuf::Message& request, size_t max_bytes);

}  // namespace rufaa::rpc
