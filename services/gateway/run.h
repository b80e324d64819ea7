// The body of rufaa-gateway: flags, start, wait for a signal, graceful end.
#pragma once

namespace rufaa::gateway {

// Exit codes: 0 stopped as asked, 1 could not start, 2 wrong flags.
int RunGateway(int argc, char** argv);

}  // namespace rufaa::gateway
