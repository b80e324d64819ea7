// Which service of the hub a method belongs to, and the channel to it: all of them in one process,
// or each in processes of its own.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "services/rpc/peers.h"

namespace rufaa::gateway {

// Thread-safe.
class Routes {
 public:
  // Every service behind one channel.
  explicit Routes(const std::shared_ptr<grpc::Channel>& hub);
  // Each where `peers` says. What it does not name can't be reached.
  explicit Routes(const rpc::Peers& peers);

  // To the service of "/rufaa.casework.v1.CaseworkService/GetCase"; nullptr: there is none.
  grpc::GenericStub* Find(absl::string_view path) const;

 private:
  std::unique_ptr<grpc::GenericStub> all_;
  std::map<std::string, std::unique_ptr<grpc::GenericStub>, std::less<>> by_service_;
};

// "casework" for the path above; log and view are read through "audit".
absl::string_view ServiceOfPath(absl::string_view path);

}  // namespace rufaa::gateway
