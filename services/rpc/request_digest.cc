#include "services/rpc/request_digest.h"

#include <sodium.h>

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"

namespace rufaa::rpc {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kDigestBytes = 32;
constexpr size_t kRequestIdBytes = 16;

}  // namespace

RequestDigests::RequestDigests(std::string key) : key_(std::move(key)) {
  RUFAA_CHECK(key_.size() == kKeyBytes);
}

std::string RequestDigests::Of(const google::protobuf::Message& request) const {
  // Requests hold no maps, so equal requests have equal bytes.
  const std::string bytes =
      absl::StrCat(request.GetDescriptor()->full_name(), "\n", request.SerializeAsString());
  return Hash(bytes);
}

// No message is named so, and the id is of one length: equal bytes are of one draw.
uint64_t RequestDigests::Draw(absl::string_view caller, absl::string_view request_id,
                              int draw) const {
  RUFAA_CHECK(request_id.size() == kRequestIdBytes);
  const std::string hash = Hash(absl::StrCat("draw\n", draw, "\n", request_id, caller));
  uint64_t drawn = 0;
  std::memcpy(&drawn, hash.data(), sizeof drawn);
  return drawn;
}

std::string RequestDigests::Hash(absl::string_view bytes) const {
  std::string digest(kDigestBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     reinterpret_cast<const unsigned char*>(key_.data()), key_.size());
  return digest;
}

}  // namespace rufaa::rpc
