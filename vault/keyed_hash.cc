#include "vault/keyed_hash.h"

#include <sodium.h>

#include "domain/base/check.h"
#include "vault/county_key.h"

namespace rufaa {

void KeyedHashInto(unsigned char* hash, size_t size, absl::string_view bytes,
                   const unsigned char* key) {
  RUFAA_CHECK(crypto_generichash(hash, size, reinterpret_cast<const unsigned char*>(bytes.data()),
                                 bytes.size(), key, SecretKeys::kKeyBytes) == 0);
}

std::string KeyedHash(size_t size, absl::string_view bytes, const unsigned char* key) {
  std::string hash(size, '\0');
  KeyedHashInto(reinterpret_cast<unsigned char*>(hash.data()), size, bytes, key);
  return hash;
}

}  // namespace rufaa
