#include "services/rpc/page_token.h"

#include <sodium.h>

#include "absl/strings/escaping.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

// secretbox, so that keys (which hold ids of other rows) can't be read from a token.
constexpr size_t kNonceBytes = crypto_secretbox_NONCEBYTES;
constexpr size_t kScopeBytes = 16;

std::string HashOf(absl::string_view scope) {
  std::string hash(kScopeBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(scope.data()), scope.size(), nullptr,
                     0);
  return hash;
}

absl::Status BadToken() {
  return Refuse(Reason::MALFORMED, "page_token is not one of this list.",
                {{"field", "page_token"}, {"problem", "not one of this list"}});
}

}  // namespace

absl::StatusOr<int> PageSize(int32_t asked) {
  if (asked < 0) {
    return Refuse(Reason::MALFORMED, "page_size is negative.",
                  {{"field", "page_size"}, {"problem", "negative"}});
  }
  if (asked == 0) return kDefaultPageSize;
  return std::min<int>(asked, kMaxPageSize);
}

PageTokens::PageTokens(std::string key) : key_(std::move(key)) {
  RUFAA_CHECK(key_.size() == crypto_secretbox_KEYBYTES);
}

std::string PageTokens::Make(absl::string_view scope, absl::string_view last_key) const {
  const std::string plain = HashOf(scope) + std::string(last_key);
  std::string token(kNonceBytes + crypto_secretbox_MACBYTES + plain.size(), '\0');
  auto* out = reinterpret_cast<unsigned char*>(token.data());
  randombytes_buf(out, kNonceBytes);
  crypto_secretbox_easy(out + kNonceBytes, reinterpret_cast<const unsigned char*>(plain.data()),
                        plain.size(), out, reinterpret_cast<const unsigned char*>(key_.data()));
  return absl::WebSafeBase64Escape(token);
}

absl::StatusOr<std::string> PageTokens::Read(absl::string_view scope,
                                             absl::string_view token) const {
  if (token.empty()) return std::string();
  std::string sealed;
  if (!absl::WebSafeBase64Unescape(token, &sealed) ||
      sealed.size() < kNonceBytes + crypto_secretbox_MACBYTES + kScopeBytes) {
    return BadToken();
  }
  std::string plain(sealed.size() - kNonceBytes - crypto_secretbox_MACBYTES, '\0');
  const auto* in = reinterpret_cast<const unsigned char*>(sealed.data());
  if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(plain.data()), in + kNonceBytes,
                                 sealed.size() - kNonceBytes, in,
                                 reinterpret_cast<const unsigned char*>(key_.data())) != 0 ||
      plain.compare(0, kScopeBytes, HashOf(scope)) != 0) {
    return BadToken();
  }
  return plain.substr(kScopeBytes);
}

}  // namespace rufaa::rpc
