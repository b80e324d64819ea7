// The body of a service's own binary: flags, start, wait for a signal, graceful end.
#pragma once

#include <string>
#include <vector>

namespace rufaa::hub {

// Serves `services` (by name) until SIGINT or SIGTERM. Exit codes: 0 stopped as asked, 1 could not
// start, 2 wrong flags.
int RunServices(int argc, char** argv, std::vector<std::string> services);

}  // namespace rufaa::hub
