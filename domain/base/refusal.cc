#include "domain/base/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/check.h"

namespace rufaa {
namespace {

constexpr absl::string_view kPayloadUrl = "rufaa/refusal";

constexpr ReasonInfo kReasons[] = {
#define REASON(name, code, cause, remedy, retry) \
  {Reason::name, #name, absl::StatusCode::code, cause, remedy, #retry},
#include "domain/base/reasons.inc"
#undef REASON
};

}  // namespace

absl::Span<const ReasonInfo> AllReasons() { return kReasons; }

const ReasonInfo& InfoOf(Reason reason) {
  const auto index = static_cast<size_t>(reason);
  RUFAA_CHECK(index < std::size(kReasons));
  return kReasons[index];
}

absl::Status Refuse(Reason reason, absl::string_view message, RefusalDetails details) {
  const ReasonInfo& info = InfoOf(reason);
  absl::Status status(info.code, message.empty() ? info.cause : message);
  // NUL separates, since neither keys nor values hold one.
  std::string payload = std::to_string(static_cast<int>(reason));
  for (const auto& [key, value] : details) {
    payload.append(1, '\0').append(key).append(1, '\0').append(value);
  }
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

absl::optional<Refusal> RefusalOf(const absl::Status& status) {
  absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload) return absl::nullopt;
  const std::string text(*payload);
  std::vector<std::string> parts = absl::StrSplit(text, '\0');
  Refusal refusal{.reason = static_cast<Reason>(std::stoi(parts[0])), .details = {}};
  for (size_t i = 1; i + 1 < parts.size(); i += 2) {
    refusal.details.emplace_back(parts[i], parts[i + 1]);
  }
  return refusal;
}

}  // namespace rufaa
