// A vault that another process keeps, asked over gRPC. Every call waits for its answer, and a
// keeper may hang: so none is made on a thread of gRPC's, which are few, but where decisions are
// (Decides::kApart).
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "vault/vault.h"

namespace rufaa::rpc {

// `keeper` is a channel to the vault service. Beside what the vault itself refuses, each call may
// be refused as VAULT_UNAVAILABLE; nothing is then sealed. Open and Checkpoint are UNIMPLEMENTED,
// and Erased must not be called: values are opened by the access book alone
// (services/rpc/remote_book.h), keys are copied, and erasures looked up, where they are kept.
std::unique_ptr<Vault> RemoteVault(std::shared_ptr<grpc::Channel> keeper, std::string county);

}  // namespace rufaa::rpc
