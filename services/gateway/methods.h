// Every method that can be called through the gateway, read from descriptors: a method is reachable
// because it exists, and no code here knows any. Also messages between JSON and protobuf's bytes.
#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/type_resolver.h"

namespace rufaa::gateway {

enum class MethodKind {
  kUnary,
  kServerStream,
  kManyRequests,  // What no browser can send: refused by name.
};

struct Method {
  std::string path;  // "/rufaa.access.v1.AccessService/SignIn"
  MethodKind kind;
  const google::protobuf::Descriptor* request;
  const google::protobuf::Descriptor* response;
};

// Thread-safe.
class Methods {
 public:
  // Of a serialized FileDescriptorSet that is whole: our own mistake if it is not.
  explicit Methods(absl::string_view descriptor_set);

  // nullptr when there is none. Case matters.
  const Method* Find(absl::string_view path) const;

  // MALFORMED, without a word of what was sent: it may be a child's name. Unknown fields are
  // passed over, as by a server of an older version.
  absl::StatusOr<std::string> RequestFromJson(const Method& method, absl::string_view json) const;
  absl::Status CheckRequest(const Method& method, absl::string_view bytes) const;

  absl::StatusOr<std::string> ResponseToJson(const Method& method, const std::string& bytes) const;

 private:
  google::protobuf::SimpleDescriptorDatabase database_;
  std::unique_ptr<google::protobuf::DescriptorPool> pool_;
  std::unique_ptr<google::protobuf::util::TypeResolver> types_;
  // Makes prototypes as they are asked for, under a lock of its own.
  mutable std::unique_ptr<google::protobuf::DynamicMessageFactory> messages_;
  absl::flat_hash_map<std::string, Method> by_path_;
};

// The hub's own services, as they were when this program was built.
const Methods& HubMethods();

}  // namespace rufaa::gateway
