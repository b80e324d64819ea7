#include "services/rpc/request_digest.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"

namespace rufaa::rpc {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kDigestBytes = 32;

}  // namespace

RequestDigests::RequestDigests(std::string key) : key_(std::move(key)) {
  RUFAA_CHECK(key_.size() == kKeyBytes);
}

std::string RequestDigests::Of(const google::protobuf::Message& request) const {
  // Requests hold no maps, so equal requests have equal bytes.
  const std::string bytes =
      absl::StrCat(request.GetDescriptor()->full_name(), "\n", request.SerializeAsString());
  std::string digest(kDigestBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     reinterpret_cast<const unsigned char*>(key_.data()), key_.size());
  return digest;
}

}  // namespace rufaa::rpc
