#include "vault/aead.h"

#include <sodium.h>

#include <cstdint>

#include "domain/base/check.h"

namespace rufaa::aead {
namespace {

static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string Bind(std::initializer_list<absl::string_view> parts) {
  std::string bound;
  for (const absl::string_view part : parts) {
    const auto size = static_cast<uint32_t>(part.size());
    for (int shift = 24; shift >= 0; shift -= 8) bound += static_cast<char>(size >> shift);
    bound.append(part.data(), part.size());
  }
  return bound;
}

Box Encrypt(absl::string_view plaintext, absl::string_view bound, const unsigned char* key) {
  Box box{.nonce = std::string(kNonceBytes, '\0'),
          .ciphertext = std::string(plaintext.size() + kTagBytes, '\0')};
  randombytes_buf(box.nonce.data(), kNonceBytes);
  unsigned long long size = 0;
  RUFAA_CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(
                  Bytes(box.ciphertext), &size, Bytes(plaintext), plaintext.size(), Bytes(bound),
                  bound.size(), nullptr, Bytes(box.nonce), key) == 0);
  return box;
}

std::optional<std::string> Decrypt(absl::string_view nonce, absl::string_view ciphertext,
                                   absl::string_view bound, const unsigned char* key) {
  if (nonce.size() != kNonceBytes || ciphertext.size() < kTagBytes) return std::nullopt;
  std::string plaintext(ciphertext.size() - kTagBytes, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(plaintext), &size, nullptr,
                                                 Bytes(ciphertext), ciphertext.size(), Bytes(bound),
                                                 bound.size(), Bytes(nonce), key) != 0) {
    return std::nullopt;
  }
  return plaintext;
}

}  // namespace rufaa::aead
