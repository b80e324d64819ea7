// Events between the domain's structs and the log's bytes; the only place that will upgrade the
// bytes of old events. Bytes once written are read for ever: tests/golden/events has one file per
// type, and protos/rufaa/events/v1/events.proto is made from the same Fields.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/events.h"
#include "eventlog/codec/describe.h"
#include "eventlog/commit.h"

namespace rufaa {

NewEvent EncodeEvent(absl::string_view stream, const AnyEvent& event);

// UNIMPLEMENTED for a type this hub does not know (written by a newer one), DATA_LOSS for bytes
// that are not an event of `type`.
absl::StatusOr<AnyEvent> DecodeEvent(absl::string_view type, absl::string_view payload);

Description DescribeEvent(const AnyEvent& event);

// Every type, in the order of AnyEvent.
const std::vector<absl::string_view>& EventTypes();

}  // namespace rufaa
