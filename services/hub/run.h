// The body of a service's own binary: flags, start, wait for a signal, graceful end.
#pragma once

#include "absl/strings/string_view.h"

namespace rufaa::hub {

// Serves the service called `name` until SIGINT or SIGTERM. Exit codes: 0 stopped as asked, 1 could
// not start, 2 wrong flags.
int RunService(int argc, char** argv, absl::string_view name);

}  // namespace rufaa::hub
