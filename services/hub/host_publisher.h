// How the hub hosts the publisher: no calls, a thread for each county.
#pragma once

#include "absl/status/statusor.h"
#include "services/hub/hosted_service.h"

namespace rufaa::hub {

// Publishes nothing where no place is given. Where it was asked for by name, no place and a topic
// that can't be the county's end the start; in a hub of all services such a topic is told in the
// log and by a metric, and the county goes on.
absl::StatusOr<std::unique_ptr<HostedService>> HostPublisher(const HostingParts& parts);

}  // namespace rufaa::hub
