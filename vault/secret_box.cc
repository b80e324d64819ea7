#include "vault/secret_box.h"

#include <cstring>
#include <optional>

#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "vault/aead.h"

namespace rufaa {

SecretBox::SecretBox(absl::string_view key) : key_(1) {
  RUFAA_CHECK(key.size() == SecretKeys::kKeyBytes);
  std::memcpy(key_[0], key.data(), key.size());
}

std::string SecretBox::Wrap(absl::string_view secret, absl::string_view place) const {
  const aead::Box box = aead::Encrypt(secret, aead::Bind({"secret", place}), key_[0]);
  return box.nonce + box.ciphertext;
}

absl::StatusOr<std::string> SecretBox::Unwrap(absl::string_view wrapped,
                                              absl::string_view place) const {
  std::optional<std::string> secret;
  if (wrapped.size() > aead::kNonceBytes) {
    secret = aead::Decrypt(wrapped.substr(0, aead::kNonceBytes), wrapped.substr(aead::kNonceBytes),
                           aead::Bind({"secret", place}), key_[0]);
  }
  if (!secret) return Refuse(Reason::STORE_DAMAGED, "A wrapped secret does not open.");
  return *std::move(secret);
}

}  // namespace rufaa
