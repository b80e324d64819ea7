// A hub in the foreground: start, say where it listens, run until a signal, end gracefully.
#pragma once

#include <atomic>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/app/app.h"
#include "cli/app/context.h"
#include "services/hub/hub.h"

namespace rufaa::cli {

// From the settings that begin with "serve.", but the founding: a county that is there has none.
absl::StatusOr<hub::HubOptions> HubOptionsOf(const Settings& settings);

// Serves until SIGINT or SIGTERM, then drains. `once_serving`, if any, runs when the views have
// caught up and before the address is told; it should return soon after `stopping` becomes true,
// which the first signal does. A second signal ends the process at once.
using OnceServing = std::function<absl::Status(hub::Hub&, const std::atomic<bool>& stopping)>;
absl::Status ServeUntilStopped(Context& context, const hub::HubOptions& options,
                               const OnceServing& once_serving = {});

}  // namespace rufaa::cli
