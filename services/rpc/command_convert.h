// What commands and their answers need beside convert.h: urgencies, scopes, actors, optional times.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"
#include "eventlog/commit.h"
#include "google/protobuf/repeated_field.h"
#include "rufaa/common/v1/common.pb.h"
#include "services/rpc/convert.h"

namespace rufaa::rpc {

// "normal", "URGENT", …; kUnset when empty, UNKNOWN_CODE when it is none of them.
absl::StatusOr<Urgency> ToUrgency(absl::string_view text);
std::string ToText(Urgency urgency);  // "normal"; empty for kUnset.

std::vector<Compartment> ToCompartments(const google::protobuf::RepeatedField<int>& proto);

common::v1::Actor ToProto(const Actor& actor);

// A time that was never set is the epoch: the field stays absent.
inline bool IsSet(absl::Time time) { return time != absl::UnixEpoch(); }

}  // namespace rufaa::rpc

// Sets `message`'s timestamp `field` unless `time` was never set.
#define RUFAA_SET_TIME(message, field, time)                                     \
  do {                                                                           \
    if (const absl::Time rufaa_time_ = (time); ::rufaa::rpc::IsSet(rufaa_time_)) \
      *(message).mutable_##field() = ::rufaa::rpc::ToProto(rufaa_time_);         \
  } while (false)
