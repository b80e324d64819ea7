// The vault over gRPC, for the hub's other processes. The certificates of its callers are checked
// by the server it stands in (services/rpc/peers.h); a process that hosts everything has no need
// of it.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"
#include "vault/vault.h"

namespace rufaa::vault_service {

namespace v1 = vault::v1;

class VaultService final : public v1::VaultService::CallbackService {
 public:
  // Both `host` and the vaults, by county, must outlive this.
  VaultService(rpc::Host& host, std::map<std::string, Vault*, std::less<>> vaults)
      : host_(host), vaults_(std::move(vaults)) {}

  static constexpr char kService[] = "VaultService";

  grpc::ServerUnaryReactor* Seal(grpc::CallbackServerContext* context,
                                 const v1::SealRequest* request, v1::SealResponse* reply) override;
  grpc::ServerUnaryReactor* Open(grpc::CallbackServerContext* context,
                                 const v1::OpenRequest* request, v1::OpenResponse* reply) override;
  grpc::ServerUnaryReactor* Erase(grpc::CallbackServerContext* context,
                                  const v1::EraseRequest* request,
                                  v1::EraseResponse* reply) override;
  grpc::ServerUnaryReactor* WasErased(grpc::CallbackServerContext* context,
                                      const v1::WasErasedRequest* request,
                                      v1::WasErasedResponse* reply) override;
  grpc::ServerUnaryReactor* Index(grpc::CallbackServerContext* context,
                                  const v1::IndexRequest* request,
                                  v1::IndexResponse* reply) override;
  grpc::ServerUnaryReactor* Match(grpc::CallbackServerContext* context,
                                  const v1::MatchRequest* request,
                                  v1::MatchResponse* reply) override;
  grpc::ServerUnaryReactor* DeriveKey(grpc::CallbackServerContext* context,
                                      const v1::DeriveKeyRequest* request,
                                      v1::DeriveKeyResponse* reply) override;

 private:
  // `handle`: absl::Status(Vault&, const Request&, Reply*), on the calling thread: it may wait for
  // the disk.
  template <class Request, class Reply, class Handle>
  grpc::ServerUnaryReactor* Run(absl::string_view method, grpc::CallbackServerContext* context,
                                const Request* request, Reply* reply, Handle handle);
  absl::StatusOr<Vault*> Of(const std::string& county) const;

  rpc::Host& host_;
  const std::map<std::string, Vault*, std::less<>> vaults_;
};

}  // namespace rufaa::vault_service
