// A refusal: the hub understood, and says no. It is an absl::Status with a machine-readable reason
// out of reasons.inc; a failure (disk, bug) is a status without one. That is the whole taxonomy.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace rufaa {

enum class Reason {
#define REASON(name, code, cause, remedy, retry) name,
#include "domain/base/reasons.inc"
#undef REASON
};

struct ReasonInfo {
  Reason reason;
  absl::string_view name;
  absl::StatusCode code;
  absl::string_view cause;
  absl::string_view remedy;
  absl::string_view retry;  // "yes", "no", or "reload".
};

absl::Span<const ReasonInfo> AllReasons();
const ReasonInfo& InfoOf(Reason reason);

// `details` are (key, value) pairs for machines: {"field", "urgency"}, {"open", "3"}. Neither they
// nor `message` may hold personal data. `message` is for people; an empty one becomes the cause.
using RefusalDetails = std::vector<std::pair<std::string, std::string>>;
absl::Status Refuse(Reason reason, absl::string_view message = {}, RefusalDetails details = {});

struct Refusal {
  Reason reason;
  RefusalDetails details;
};

// The refusal within `status`, or nullopt if it is OK or a failure.
absl::optional<Refusal> RefusalOf(const absl::Status& status);

}  // namespace rufaa
