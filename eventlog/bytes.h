// The few building blocks of stored bytes: little-endian fixed integers, shortest-form varints,
// length-prefixed strings, and big-endian integers where keys must sort by them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace rufaa {

inline void PutVarint(std::string& out, uint64_t value) {
  if (value < 0x80) return out.push_back(static_cast<char>(value));  // Nearly always.
  char buffer[10];
  size_t size = 0;
  for (; value >= 0x80; value >>= 7) buffer[size++] = static_cast<char>(value | 0x80);
  buffer[size++] = static_cast<char>(value);
  out.append(buffer, size);
}

// What is near zero, of either sign, as a short varint.
inline uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t UnZigZag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

inline void PutString(std::string& out, absl::string_view value) {
  PutVarint(out, value.size());
  out.append(value.data(), value.size());
}

inline void PutFixed32(std::string& out, uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

inline void PutFixed64(std::string& out, uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

inline void PutBigEndian64(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

inline uint64_t GetBigEndian64(absl::string_view eight_bytes) {
  uint64_t value = 0;
  for (char c : eight_bytes.substr(0, 8)) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

// Reads what the functions above wrote. The first thing that does not fit makes the reader fail
// for good: every later read gives zero or nothing, and Done() is false. So a decoder reads all of
// its fields and asks once.
class ByteReader {
 public:
  explicit ByteReader(absl::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  uint8_t Byte() { return Need(1) ? static_cast<uint8_t>(*at_++) : 0; }

  // Only the shortest form is taken: one value has one encoding, so equal commits hash equally.
  uint64_t Varint() {
    if (at_ < end_ && static_cast<uint8_t>(*at_) < 0x80) return static_cast<uint8_t>(*at_++);
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && Need(1); shift += 7) {
      const uint64_t byte = static_cast<uint8_t>(*at_++);
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      if ((byte == 0 && shift > 0) || (shift == 63 && byte > 1)) break;
      return value;
    }
    Fail();
    return 0;
  }

  uint32_t Fixed32() { return static_cast<uint32_t>(Fixed(4)); }
  uint64_t Fixed64() { return Fixed(8); }

  absl::string_view Bytes(uint64_t size) {
    if (!Need(size)) return {};
    const absl::string_view bytes(at_, static_cast<size_t>(size));
    at_ += size;
    return bytes;
  }

  absl::string_view String() { return Bytes(Varint()); }

  // A number of things of at least one byte each: more than there are bytes left is a failure, so
  // a damaged count never asks for memory.
  size_t Count() {
    const uint64_t count = Varint();
    return Need(count) ? static_cast<size_t>(count) : 0;
  }

  absl::string_view Rest() { return Bytes(static_cast<uint64_t>(end_ - at_)); }
  bool ok() const { return ok_; }
  bool empty() const { return at_ == end_; }
  bool Done() const { return ok_ && empty(); }

 private:
  bool Need(uint64_t size) {
    if (static_cast<uint64_t>(end_ - at_) >= size) return true;
    Fail();
    return false;
  }

  void Fail() {
    ok_ = false;
    at_ = end_;
  }

  uint64_t Fixed(int size) {
    if (!Need(static_cast<uint64_t>(size))) return 0;
    uint64_t value = 0;
    for (int i = size - 1; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(at_[i]);
    at_ += size;
    return value;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace rufaa
