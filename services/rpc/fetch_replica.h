// How a process that has no replica yet gets one from another, instead of reading the whole topic.
#pragma once

#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace rufaa::rpc {

// Fills `folder`, which must not exist, with the replica of `peer`; whole or not at all. The
// position it stands at. `prepare` is given the copy before it is in its place. `show` is told now
// and then how many bytes have come.
//
// Nothing is believed: whoever opens the folder checks it against the topic.
absl::StatusOr<uint64_t> FetchReplica(
    const std::shared_ptr<grpc::Channel>& peer, const std::string& county,
    const std::string& folder, const std::function<absl::Status(const std::string&)>& prepare,
    const std::function<void(uint64_t bytes)>& show);

}  // namespace rufaa::rpc
