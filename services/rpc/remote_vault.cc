#include "services/rpc/remote_vault.h"

#include <grpcpp/client_context.h>

#include <utility>

#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "services/rpc/on_behalf.h"
#include "services/rpc/vault_messages.h"

namespace rufaa::rpc {
namespace {

namespace v1 = vault::v1;

// A key store answers within a disk's sync; what takes longer is a keeper that is not there.
constexpr absl::Duration kAnswerWithin = absl::Seconds(5);
// Processes of one hub start in any order: who needs a key to start waits for the keeper.
constexpr absl::Duration kStartsWithin = absl::Minutes(1);

class RemoteVaultImpl : public Vault {
 public:
  RemoteVaultImpl(std::shared_ptr<grpc::Channel> keeper, std::string county)
      : stub_(v1::VaultService::NewStub(std::move(keeper))), county_(std::move(county)) {}

  absl::StatusOr<Sealed> Seal(absl::string_view child, Compartment compartment,
                              absl::string_view place, absl::string_view plaintext) override {
    v1::SealRequest request;
    request.set_child(std::string(child));
    request.set_compartment(static_cast<uint32_t>(compartment));
    request.set_place(std::string(place));
    request.set_plaintext(std::string(plaintext));
    v1::SealResponse response;
    RUFAA_RETURN_IF_ERROR(Ask(&Stub::Seal, request, response));
    return FromProto(response.sealed());
  }

  absl::StatusOr<std::string> Open(const Sealed&, absl::string_view) override {
    return absl::UnimplementedError("values are opened by way of the access book");
  }

  absl::Status Erase(absl::string_view child) override {
    v1::EraseRequest request;
    request.set_child(std::string(child));
    v1::EraseResponse response;
    return Ask(&Stub::Erase, request, response);
  }

  // Whoever seals, or opens by way of the book, is told by the keeper itself.
  bool Erased(absl::string_view) const override {
    RUFAA_CHECK(false);
    return false;
  }

  absl::Status Index(absl::string_view child, const Likeness& likeness) override {
    v1::IndexRequest request;
    request.set_child(std::string(child));
    *request.mutable_likeness() = ToProto(likeness);
    v1::IndexResponse response;
    return Ask(&Stub::Index, request, response);
  }

  absl::StatusOr<std::vector<std::string>> Matches(const Likeness& likeness) override {
    v1::MatchRequest request;
    *request.mutable_likeness() = ToProto(likeness);
    v1::MatchResponse response;
    RUFAA_RETURN_IF_ERROR(Ask(&Stub::Match, request, response));
    return std::vector<std::string>(response.children().begin(), response.children().end());
  }

  absl::StatusOr<std::string> DeriveKey(absl::string_view use) override {
    v1::DeriveKeyRequest request;
    request.set_use(std::string(use));
    v1::DeriveKeyResponse response;
    RUFAA_RETURN_IF_ERROR(Ask(&Stub::DeriveKey, request, response, kStartsWithin));
    return std::move(*response.mutable_key());
  }

  absl::Status Checkpoint(const std::string&) override {
    return absl::UnimplementedError("the keys are kept, and copied, by the vault service");
  }

 private:
  using Stub = v1::VaultService::Stub;

  template <class Request, class Response>
  absl::Status Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   Request& request, Response& response,
                   absl::Duration within = kAnswerWithin) const {
    request.set_county(county_);
    grpc::ClientContext context;
    OnBehalf::Prepare(context, within);
    context.set_wait_for_ready(within > kAnswerWithin);
    return KeeperSaid((stub_.get()->*method)(&context, request, &response),
                      Reason::VAULT_UNAVAILABLE);
  }

  const std::unique_ptr<Stub> stub_;
  const std::string county_;
};

}  // namespace

std::unique_ptr<Vault> RemoteVault(std::shared_ptr<grpc::Channel> keeper, std::string county) {
  return std::make_unique<RemoteVaultImpl>(std::move(keeper), std::move(county));
}

}  // namespace rufaa::rpc
