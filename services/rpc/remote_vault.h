// A vault that another process keeps, asked over gRPC. Every call waits for its answer, so none is
// made on a thread of gRPC's that other calls need to end.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "rufaa/vault/v1/vault_service.pb.h"
#include "vault/vault.h"

namespace rufaa::rpc {

// `keeper` is a channel to the vault service. Beside what the vault itself refuses, each call may
// be refused as VAULT_UNAVAILABLE; nothing is then sealed or opened. Checkpoint is UNIMPLEMENTED:
// keys are copied where they are kept.
std::unique_ptr<Vault> RemoteVault(std::shared_ptr<grpc::Channel> keeper, std::string county);

vault::v1::SealedValue ToProto(Sealed sealed);
Sealed FromProto(const vault::v1::SealedValue& proto);
Vault::Likeness FromProto(const vault::v1::Likeness& proto);

}  // namespace rufaa::rpc
