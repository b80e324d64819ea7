// What the log keeps of a request, so that a request_id used again with another body, or for
// another method, is caught. The body is not sealed, and the log is for ever: a plain hash of it
// would let whoever holds a copy of the log try names and numbers, also of a child long erased. So
// it takes the county's key.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace rufaa::rpc {

class RequestDigests {
 public:
  // `key`: 32 secret bytes, the same in every process of the hub.
  explicit RequestDigests(std::string key);

  // 32 bytes, over the request's type and body.
  std::string Of(const google::protobuf::Message& request) const;

 private:
  std::string key_;
};

}  // namespace rufaa::rpc
