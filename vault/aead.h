// XChaCha20-Poly1305 with a random nonce each time, and the additional data that say where a value
// belongs. Only the vault's files use this.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rufaa::aead {

inline constexpr size_t kNonceBytes = 24;

struct Box {
  std::string nonce;
  std::string ciphertext;
};

// Each part behind its length, so that no two lists of parts give the same bytes.
std::string Bind(std::initializer_list<absl::string_view> parts);

Box Encrypt(absl::string_view plaintext, absl::string_view bound, const unsigned char* key);

// nullopt when nonce, ciphertext, bound data or key is not what it was sealed with.
std::optional<std::string> Decrypt(absl::string_view nonce, absl::string_view ciphertext,
                                   absl::string_view bound, const unsigned char* key);

}  // namespace rufaa::aead
