// The vault and the access book over gRPC, for the hub's other processes. The certificates of its
// callers are checked by the server it stands in (services/rpc/peers.h), what each asks by the
// service; a process that hosts everything has no need of it.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/peers.h"
#include "services/rpc/unary.h"
#include "services/vault/vault_callers.h"
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

  // Callers are services, known by their certificates: no person's session comes with a call, and
  // no stranger's request. NOT_PERMITTED where one asks for what is not its to ask (MayAsk).
#define RUFAA_KEEPER_CALL(Method)                                                            \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                     \
                                   const v1::Method##Request* request,                       \
                                   v1::Method##Response* reply) override {                   \
    return rpc::Unary(                                                                       \
        host_, RUFAA_METHOD_NAME(Method), rpc::Session::kNone, context, request, reply,      \
        [this, service = rpc::CallingService(*context)](const Call& call, const auto& asked, \
                                                        auto* answer, const Done& done) {    \
          if (!MayAsk(service, asked)) return done(NotItsToAsk(service));                    \
          this->Method(call, asked, answer, done);                                           \
        },                                                                                   \
        rpc::kMaxKeeperRequestBytes);                                                        \
  }
  RUFAA_KEEPER_CALL(Seal)
  RUFAA_KEEPER_CALL(Read)
  RUFAA_KEEPER_CALL(Record)
  RUFAA_KEEPER_CALL(FindReads)
  RUFAA_KEEPER_CALL(Erase)
  RUFAA_KEEPER_CALL(Index)
  RUFAA_KEEPER_CALL(Match)
  RUFAA_KEEPER_CALL(DeriveKey)
#undef RUFAA_KEEPER_CALL

 private:
  using Call = rpc::CallPtr;
  using Done = rpc::Done;
  // Each on the calling thread: it may wait for the disk.
  void Seal(const Call&, const v1::SealRequest& request, v1::SealResponse* reply, const Done& done);
  void Erase(const Call&, const v1::EraseRequest& request, v1::EraseResponse*, const Done& done);
  void Index(const Call&, const v1::IndexRequest& request, v1::IndexResponse*, const Done& done);
  void Match(const Call&, const v1::MatchRequest& request, v1::MatchResponse* reply,
             const Done& done);
  void DeriveKey(const Call&, const v1::DeriveKeyRequest& request, v1::DeriveKeyResponse* reply,
                 const Done& done);
  void FindReads(const Call&, const v1::FindReadsRequest& request, v1::FindReadsResponse* reply,
                 const Done& done);
  // These answer when the entry is durable, on a thread of the book or of the reader.
  void Read(const Call&, const v1::ReadRequest& request, v1::ReadResponse* reply, const Done& done);
  void Record(const Call&, const v1::RecordRequest& request, v1::RecordResponse*, const Done& done);

  absl::StatusOr<Kept> Of(const std::string& county) const;
  static absl::Status NotItsToAsk(const std::string& service);

  rpc::Host& host_;
  const std::map<std::string, Kept, std::less<>> kept_;
};

}  // namespace rufaa::vault_service
