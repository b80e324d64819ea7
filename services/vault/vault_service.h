// The vault and the access book over gRPC, for the hub's other processes. The certificates of its
// callers are checked by the server it stands in (services/rpc/peers.h); a process that hosts
// everything has no need of it.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"
#include "vault/access_book.h"
#include "vault/recorded_reader.h"
#include "vault/vault.h"

namespace rufaa::vault_service {

namespace v1 = vault::v1;

class VaultService final : public v1::VaultService::CallbackService {
 public:
  // What this process keeps of a county.
  struct Kept {
    Vault& vault;
    AccessBook& book;
    RecordedReader& reader;
  };

  // `host`, and what is kept, by county, must outlive this.
  VaultService(rpc::Host& host, std::map<std::string, Kept, std::less<>> kept)
      : host_(host), kept_(std::move(kept)) {}

  static constexpr char kService[] = "VaultService";

  grpc::ServerUnaryReactor* Seal(grpc::CallbackServerContext* context,
                                 const v1::SealRequest* request, v1::SealResponse* reply) override;
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context,
                                 const v1::ReadRequest* request, v1::ReadResponse* reply) override;
  grpc::ServerUnaryReactor* Record(grpc::CallbackServerContext* context,
                                   const v1::RecordRequest* request,
                                   v1::RecordResponse* reply) override;
  grpc::ServerUnaryReactor* FindReads(grpc::CallbackServerContext* context,
                                      const v1::FindReadsRequest* request,
                                      v1::FindReadsResponse* reply) override;
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
  // The same, for a `handle` that answers later: void(Kept, const Request&, Reply*, Done).
  template <class Request, class Reply, class Handle>
  grpc::ServerUnaryReactor* RunLater(absl::string_view method, grpc::CallbackServerContext* context,
                                     const Request* request, Reply* reply, Handle handle);
  absl::StatusOr<Kept> Of(const std::string& county) const;

  rpc::Host& host_;
  const std::map<std::string, Kept, std::less<>> kept_;
};

}  // namespace rufaa::vault_service
