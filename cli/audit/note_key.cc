#include "cli/audit/note_key.h"

#include <sodium.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/app/exit_code.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "eventlog/merkle.h"

namespace rufaa::cli {
namespace {

constexpr char kEd25519 = 1;  // The kind of a key, its first byte.
constexpr absl::string_view kPrivate = "PRIVATE+KEY+";

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string WithKind(absl::string_view key) { return absl::StrCat(std::string(1, kEd25519), key); }

std::string Written(const NoteKey& key, absl::string_view bytes) {
  return absl::StrCat(key.name, "+", absl::BytesToHexString(key.Hash()), "+",
                      absl::Base64Escape(WithKind(bytes)));
}

struct Parts {
  std::string name, hash, bytes;
};

bool IsName(absl::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || absl::ascii_isspace(static_cast<unsigned char>(c)) ||
           absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
}

// "name+hash+base64", in whose last part a plus may stand.
absl::StatusOr<Parts> PartsOf(const std::string& field, absl::string_view text) {
  const std::vector<absl::string_view> split =
      absl::StrSplit(absl::StripAsciiWhitespace(text), absl::MaxSplits('+', 2));
  std::string bytes;
  const bool whole = split.size() == 3 && IsName(split[0]) && split[1].size() == 8 &&
                     absl::Base64Unescape(split[2], &bytes) &&
                     bytes.size() == 1 + crypto_sign_PUBLICKEYBYTES && bytes[0] == kEd25519;
  if (!whole) return UsageError(absl::StrCat(field, ": is no key of Ed25519, NAME+HASH+KEY"));
  return Parts{std::string(split[0]), absl::AsciiStrToLower(split[1]), bytes.substr(1)};
}

absl::Status CheckHash(const std::string& field, const NoteKey& key, const std::string& told) {
  if (absl::BytesToHexString(key.Hash()) == told) return absl::OkStatus();
  return UsageError(absl::StrCat(field, ": the hash in it is not that of its name and key"));
}

NoteSigner SignerOf(std::string name, std::string seed) {
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  unsigned char secret[crypto_sign_SECRETKEYBYTES];
  RUFAA_CHECK(crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key.data()), secret,
                                       Bytes(seed)) == 0);
  sodium_memzero(secret, sizeof(secret));
  return {.key = {.name = std::move(name), .public_key = std::move(public_key)},
          .seed = std::move(seed)};
}

}  // namespace

std::string NoteKey::Hash() const {
  const MerkleHash hash = Sha256(absl::StrCat(name, "\n", WithKind(public_key)));
  return std::string(BytesOf(hash).substr(0, 4));
}

std::string NoteKey::Text() const { return Written(*this, public_key); }

absl::StatusOr<NoteKey> NoteKeyFrom(const std::string& field, absl::string_view text) {
  RUFAA_ASSIGN_OR_RETURN(Parts parts, PartsOf(field, text));
  NoteKey key{.name = std::move(parts.name), .public_key = std::move(parts.bytes)};
  RUFAA_RETURN_IF_ERROR(CheckHash(field, key, parts.hash));
  return key;
}

std::string NoteSigner::Sign(absl::string_view message) const {
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  RUFAA_CHECK(crypto_sign_seed_keypair(public_key, secret, Bytes(seed)) == 0);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Bytes(message),
                       message.size(), secret);
  sodium_memzero(secret, sizeof(secret));
  return signature;
}

std::string NoteSigner::Text() const { return absl::StrCat(kPrivate, Written(key, seed)); }

absl::StatusOr<NoteSigner> NewSigner(absl::string_view name) {
  if (!IsName(name)) return UsageError("name: is empty, or has a space or a plus sign in it");
  RUFAA_CHECK(sodium_init() >= 0);
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  randombytes_buf(seed.data(), seed.size());
  return SignerOf(std::string(name), std::move(seed));
}

absl::StatusOr<NoteSigner> NoteSignerFrom(const std::string& field, absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kPrivate)) {
    return UsageError(absl::StrCat(field,
                                   ": is no key to sign with: `rufaa audit make-key` "
                                   "writes one"));
  }
  RUFAA_ASSIGN_OR_RETURN(Parts parts, PartsOf(field, text));
  NoteSigner signer = SignerOf(std::move(parts.name), std::move(parts.bytes));
  RUFAA_RETURN_IF_ERROR(CheckHash(field, signer.key, parts.hash));
  return signer;
}

bool IsSignedBy(const NoteKey& key, absl::string_view message, absl::string_view signature) {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Bytes(signature), Bytes(message), message.size(),
                                     Bytes(key.public_key)) == 0;
}

}  // namespace rufaa::cli
