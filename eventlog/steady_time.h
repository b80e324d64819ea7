// The time for ages and waits within this process. The machine's clock may be put back or forward
// under it: what was known ten minutes ago would pass for known now, and who waits for eight
// seconds would wait for ten minutes.
#pragma once

#include "absl/time/time.h"

namespace rufaa {

// The time of day as it was when this was first asked, moved on by the steady clock: it never goes
// back. To be compared with its own kind in the same process, and with nothing else, such as a
// deadline of gRPC's; never stored.
absl::Time SteadyNow();

}  // namespace rufaa
