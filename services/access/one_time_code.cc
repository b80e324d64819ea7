#include "services/access/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "domain/base/check.h"
#include "eventlog/bytes.h"

namespace rufaa::access {
namespace {

constexpr int64_t kStepSeconds = 30;
constexpr uint64_t kStepsEitherSide = 1;
constexpr uint32_t kCodes = 1'000'000;
constexpr size_t kHashBytes = 20;

bool SameCode(const std::string& a, const std::string& b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

uint64_t CodeStepAt(absl::Time time) {
  return static_cast<uint64_t>(absl::ToUnixSeconds(time) / kStepSeconds);
}

// RFC 4226, section 5.3.
std::string CodeOfStep(absl::string_view secret, uint64_t step) {
  std::string message;
  PutBigEndian64(message, step);
  std::array<unsigned char, kHashBytes> hash;
  unsigned int size = 0;
  RUFAA_CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
                   reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                   hash.data(), &size) != nullptr &&
              size == kHashBytes);
  const size_t at = hash[kHashBytes - 1] & 0xf;
  uint32_t number = hash[at] & 0x7f;
  for (size_t i = 1; i < 4; ++i) number = number << 8 | hash[at + i];
  return absl::StrFormat("%06d", number % kCodes);
}

std::optional<uint64_t> FindCodeStep(absl::string_view secret, absl::string_view code,
                                     absl::Time now, uint64_t used) {
  std::string typed;
  for (const char c : code) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) typed.push_back(c);
  }
  const uint64_t at = CodeStepAt(now);
  std::optional<uint64_t> found;
  for (uint64_t step = at - kStepsEitherSide; step <= at + kStepsEitherSide; ++step) {
    if (SameCode(CodeOfStep(secret, step), typed) && step > used && !found) found = step;
  }
  return found;
}

std::string Base32(absl::string_view bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = (held & 0xff) << 8 | static_cast<uint8_t>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(kLetters[held >> (bits - 5) & 31]);
  }
  if (bits > 0) text.push_back(kLetters[held << (5 - bits) & 31]);
  return text;
}

}  // namespace rufaa::access
