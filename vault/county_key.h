// The county key: 32 random bytes that wrap every data key. It lives in a file outside all stores,
// readable by the hub's user alone, and never leaves locked memory once read.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa {

// Keys of 32 bytes in memory that is locked against swapping, kept out of core dumps, fenced by
// guard pages and wiped when freed.
class SecretKeys {
 public:
  static constexpr size_t kKeyBytes = 32;

  explicit SecretKeys(size_t count);
  ~SecretKeys();
  SecretKeys(const SecretKeys&) = delete;
  SecretKeys& operator=(const SecretKeys&) = delete;
  SecretKeys(SecretKeys&& other) noexcept;

  unsigned char* operator[](size_t index) { return bytes_ + index * kKeyBytes; }
  const unsigned char* operator[](size_t index) const { return bytes_ + index * kKeyBytes; }

 private:
  unsigned char* bytes_;
};

// What the county key is used for: one derived key per use, so that no use weakens another.
class CountyKey {
 public:
  // KEY_FILE_UNUSABLE, with detail "problem" = missing | not_regular | mode | owner | not_a_key.
  // `user` is whom the file must belong to, if not to root.
  static absl::StatusOr<CountyKey> Read(const std::string& path, uid_t user = geteuid());

  const unsigned char* wrapping() const { return keys_[0]; }
  const unsigned char* searching() const { return keys_[1]; }
  const unsigned char* journal() const { return keys_[2]; }
  const unsigned char* deriving() const { return keys_[3]; }

  // Tells keys apart and says nothing about them. Hex.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  explicit CountyKey(const unsigned char* root);

  SecretKeys keys_;
  std::string fingerprint_;
};

// Makes a new random key in a new file of mode 0600; ALREADY_EXISTS rather than overwrite one.
absl::Status GenerateCountyKeyFile(const std::string& path);

}  // namespace rufaa
