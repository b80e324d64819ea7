// A read that was refused because what was asked for is not the caller's to see: not there as far
// as they can tell, or a colleague's (RefuseRead). What goes on without it asks this one question.
#pragma once

#include "absl/status/status.h"
#include "domain/base/refusal.h"

namespace rufaa::rpc {

inline bool IsNotShown(const absl::Status& read) {
  const auto refusal = RefusalOf(read);
  return refusal && (refusal->reason == Reason::NOT_FOUND_OR_NOT_YOURS ||
                     refusal->reason == Reason::ASSIGNED_TO_ANOTHER);
}

}  // namespace rufaa::rpc
