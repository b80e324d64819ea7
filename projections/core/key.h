// Row keys whose byte order is the order of what they say, so that a worklist is read in order by
// a scan. Parts are written one after another and read back in the same order.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rufaa {

class KeyWriter {
 public:
  KeyWriter() { key_.reserve(kUsualSize); }

  KeyWriter& U8(uint8_t value);
  KeyWriter& U32(uint32_t value);
  KeyWriter& U64(uint64_t value);
  // Any bytes, ended so that "ab" sorts before "abc" whatever follows.
  KeyWriter& Text(absl::string_view value);
  KeyWriter& Time(absl::Time value);            // Earliest first.
  KeyWriter& TimeDescending(absl::Time value);  // Latest first.

  const std::string& key() const { return key_; }
  std::string Take() { return std::move(key_); }

 private:
  static constexpr size_t kUsualSize = 47;  // An agency, a case and a place in the log.
  std::string key_;
};

// Each returns false when the key ends too early or is not of that form.
class KeyReader {
 public:
  explicit KeyReader(absl::string_view key) : rest_(key) {}

  bool U8(uint8_t& value);
  bool U32(uint32_t& value);
  bool U64(uint64_t& value);
  bool Text(std::string& value);
  bool Time(absl::Time& value);
  bool TimeDescending(absl::Time& value);
  bool AtEnd() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

// The first key after every key that begins with `prefix`; empty when there is none.
std::string PrefixEnd(absl::string_view prefix);

}  // namespace rufaa
