#include "services/rpc/convert.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"

namespace rufaa::rpc {

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp proto;
  const int64_t seconds = absl::ToUnixSeconds(time);
  proto.set_seconds(seconds);
  proto.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

std::string ToText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

std::optional<absl::CivilDay> DayOf(absl::string_view text) {
  absl::CivilDay day;
  if (text.empty() || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  return day;
}

// The numbers are the same on both sides; a test holds them together.
common::v1::Compartment ToProto(Compartment compartment) {
  return static_cast<common::v1::Compartment>(compartment);
}

Compartment FromProto(common::v1::Compartment compartment) {
  return static_cast<Compartment>(compartment);
}

std::string PurposeCode(common::v1::Purpose purpose) {
  if (purpose == common::v1::PURPOSE_UNSPECIFIED) return "";
  constexpr size_t kPrefix = sizeof("PURPOSE_") - 1;
  return common::v1::Purpose_Name(purpose).substr(kPrefix);
}

std::string UuidBytes(absl::string_view uuid) {
  return absl::HexStringToBytes(absl::StrReplaceAll(uuid, {{"-", ""}}));
}

}  // namespace rufaa::rpc
