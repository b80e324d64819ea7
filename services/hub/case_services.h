// How the hub hosts the services of children's cases, and what runs beside them.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "services/hub/hosted_service.h"

namespace rufaa::hub {

using Hosted = absl::StatusOr<std::unique_ptr<HostedService>>;

// Carries out the erasures that the logs ask for before it returns.
Hosted HostCasework(const HostingParts& parts);
// With a ticker for each county.
Hosted HostReferral(const HostingParts& parts);
Hosted HostCommittee(const HostingParts& parts);
// With the log and the views, which only oversight and operators read.
Hosted HostAudit(const HostingParts& parts);

}  // namespace rufaa::hub
