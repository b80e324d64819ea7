// The access book and what is opened by it, where another process keeps both, asked over gRPC
// without a thread that waits; but in Find, which is therefore called as remote_vault.h says.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "vault/access_book.h"
#include "vault/recorded_reader.h"

namespace rufaa::rpc {

// `keeper` is a channel to the vault service. A keeper that can't be reached is
// ACCESS_BOOK_UNAVAILABLE: nothing is then shown. A read of more than it takes at once
// (kMaxKeeperRequestBytes) is TOO_LARGE, and not entered.
std::unique_ptr<AccessBook> RemoteBook(std::shared_ptr<grpc::Channel> keeper, std::string county);
std::unique_ptr<RecordedReader> RemoteReader(std::shared_ptr<grpc::Channel> keeper,
                                             std::string county);

}  // namespace rufaa::rpc
