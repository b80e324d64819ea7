// Turns the pages of a list until as many rows are there as were asked for.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

using CallForPage = std::function<absl::Status(const google::protobuf::Message& request,
                                               google::protobuf::Message& page)>;

// Asks with `request` for page after page, and adds them up in `reply`: `limit` rows, or all that
// there are if they are fewer. True: there are more. A page may have fewer rows than it was asked
// for without being the last, or more: what an agency knew comes by cases, each of several rows or
// none.
absl::StatusOr<bool> TurnPages(int64_t limit, const CallForPage& call,
                               google::protobuf::Message& request,
                               google::protobuf::Message& reply);

}  // namespace rufaa::cli
