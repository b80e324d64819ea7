// What the log keeps of a request, so that a request_id used again with another body, or for
// another method, is caught. The body is not sealed, and the log is for ever: a plain hash of it
// would let whoever holds a copy of the log try names and numbers, also of a child long erased. So
// it takes the county's key. So does what is drawn for a request.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace rufaa::rpc {

class RequestDigests {
 public:
  // `key`: 32 secret bytes, the same in every process of the hub.
  explicit RequestDigests(std::string key);

  // 32 bytes, over the request's type and body.
  std::string Of(const google::protobuf::Message& request) const;

  // Stands for a random number, and is the same for whoever decides the request, as often as it is
  // decided. `request_id`: 16 bytes; `draw`: 0, 1, 2, …
  uint64_t Draw(absl::string_view caller, absl::string_view request_id, int draw) const;

 private:
  std::string Hash(absl::string_view bytes) const;

  std::string key_;
};

}  // namespace rufaa::rpc
