// What the hub asks of a service that it hosts: its gRPC services, and a start and stop for what it
// runs beside them (a ticker, an eraser).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/access/passwords.h"
#include "services/hub/open_county.h"
#include "services/publisher/public_place.h"
#include "services/rpc/host.h"

namespace rufaa::hub {

class HostedService {
 public:
  virtual ~HostedService() = default;
  virtual std::vector<grpc::Service*> GrpcServices() = 0;
  // Views follow the log; calls may come at any time from now on.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // No call is in flight and none will come.
  virtual void Stop() {}
};

// What a service may be made of. All of it outlives the service.
struct HostingParts {
  rpc::Host& host;
  access::Passwords& passwords;
  const std::map<std::string, std::unique_ptr<OpenCounty>>& counties;
  const publisher::PublicPlace* public_place = nullptr;  // nullptr: nothing is published.
  bool named = false;         // The service was asked for by name: otherwise all are hosted.
  std::string identity = {};  // Of the process, in its certificate; "": it hosts everything.
};

struct ServiceEntry {
  std::string name;  // "casework"
  std::function<absl::StatusOr<std::unique_ptr<HostedService>>(const HostingParts&)> make;
  // For the hub's other processes alone: hosted only where it is named, never beside what people
  // reach.
  bool behind = false;
  // Seals and opens nothing and asks for nobody's session: a process of such services alone needs
  // neither keys nor accounts, its own or another's.
  bool keyless = false;
  // By the policy and clocks of its process the county goes on; what others were given counts for
  // nothing.
  bool sets_deadlines = false;
};

// Every service of the hub, by name.
const std::vector<ServiceEntry>& AllServices();

}  // namespace rufaa::hub
