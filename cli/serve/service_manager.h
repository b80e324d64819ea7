// Tells systemd how the service is doing, where it is run by it (Type=notify).
#pragma once

#include "absl/strings/string_view.h"

namespace rufaa::cli {

// "READY=1", "STOPPING=1": sd_notify(3). Does nothing where nobody listens.
void TellServiceManager(absl::string_view state);

}  // namespace rufaa::cli
