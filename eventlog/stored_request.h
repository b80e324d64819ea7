// What a store knows of a request that was applied before, as the rule asks of it.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/log_store.h"
#include "eventlog/rule.h"

namespace rufaa {

// The request as it was applied, if it was. The table holds its position only; the rest is read
// from the commit, since almost every request that is looked up is new.
absl::StatusOr<std::optional<Applied>> FindApplied(const LogStore& store, absl::string_view caller,
                                                   absl::string_view request_id);

}  // namespace rufaa
