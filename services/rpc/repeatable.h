// Which calls may be made again when it is not known what became of them.
#pragma once

#include <string>

#include "google/protobuf/descriptor.h"

namespace rufaa::rpc {

// Reads, and changes that carry a request_id, by which doing them twice does them once. What counts
// attempts, makes something new, or enters a reading in the access book by its own name does not:
// who asked for it is told that it failed, and decides.
bool MayBeRepeated(const google::protobuf::MethodDescriptor& method);

// The same of every service of the hub as gRPC's service config has it: a JSON list of names,
// {"service": …, "method": …}.
const std::string& RepeatableNames();

}  // namespace rufaa::rpc
