// Small values between protos and the domain.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "google/protobuf/timestamp.pb.h"
#include "rufaa/common/v1/common.pb.h"

namespace rufaa::rpc {

google::protobuf::Timestamp ToProto(absl::Time time);
// Of a validated field.
absl::Time FromProto(const google::protobuf::Timestamp& time);

// "2026-11-24". Empty text: nullopt. `text` was validated (FORM_DATE).
std::string ToText(absl::CivilDay day);
std::optional<absl::CivilDay> DayOf(absl::string_view text);

common::v1::Compartment ToProto(Compartment compartment);
Compartment FromProto(common::v1::Compartment compartment);

// "CASE_MGMT", …; "" for PURPOSE_UNSPECIFIED.
std::string PurposeCode(common::v1::Purpose purpose);

// The 16 bytes of a validated UUID.
std::string UuidBytes(absl::string_view uuid);

}  // namespace rufaa::rpc
