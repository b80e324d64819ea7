#include <openssl/evp.h>

#include <memory>

#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "projections/core/rows.h"

namespace rufaa {

absl::StatusOr<std::string> Digest(const ViewSnapshot& snapshot) {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free);
  RUFAA_CHECK(context != nullptr);
  RUFAA_CHECK(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
  // Lengths are hashed too, or bytes could move between a key and its value unseen.
  auto add = [&](absl::string_view bytes) {
    const uint64_t size = bytes.size();
    RUFAA_CHECK(EVP_DigestUpdate(context.get(), &size, sizeof(size)) == 1);
    RUFAA_CHECK(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1);
  };
  RUFAA_RETURN_IF_ERROR(snapshot.Scan({}, {}, [&](absl::string_view key, absl::string_view value) {
    add(key);
    add(value);
    return true;
  }));
  std::string digest(32, '\0');
  RUFAA_CHECK(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()),
                                 nullptr) == 1);
  return digest;
}

}  // namespace rufaa
