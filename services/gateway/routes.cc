#include "services/gateway/routes.h"

#include "absl/strings/strip.h"

namespace rufaa::gateway {

absl::string_view ServiceOfPath(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "/rufaa.")) return "";
  const absl::string_view package = path.substr(0, path.find('.'));
  return package == "log" || package == "view" ? "audit" : package;
}

Routes::Routes(const std::shared_ptr<grpc::Channel>& hub)
    : all_(std::make_unique<grpc::GenericStub>(hub)) {}

Routes::Routes(const rpc::Peers& peers) {
  for (const auto& [service, target] : peers.targets) {
    by_service_.emplace(service,
                        std::make_unique<grpc::GenericStub>(rpc::PeerChannel(peers, service)));
  }
}

grpc::GenericStub* Routes::Find(absl::string_view path) const {
  if (all_ != nullptr) return all_.get();
  const auto found = by_service_.find(ServiceOfPath(path));
  return found == by_service_.end() ? nullptr : found->second.get();
}

}  // namespace rufaa::gateway
