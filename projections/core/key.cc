#include "projections/core/key.h"

namespace rufaa {

namespace {

constexpr char kEscape = '\0';
constexpr char kEnd = '\x01';
constexpr char kNul = '\xff';

// Flipping the sign bit makes two's complement sort as unsigned bytes do.
uint64_t Ordered(absl::Time time) {
  return static_cast<uint64_t>(absl::ToUnixMicros(time)) ^ (uint64_t{1} << 63);
}

absl::Time FromOrdered(uint64_t value) {
  return absl::FromUnixMicros(static_cast<int64_t>(value ^ (uint64_t{1} << 63)));
}

}  // namespace

KeyWriter& KeyWriter::U8(uint8_t value) {
  key_.push_back(static_cast<char>(value));
  return *this;
}

KeyWriter& KeyWriter::U32(uint32_t value) {
  char bytes[4];
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<char>(value >> (24 - 8 * i));
  key_.append(bytes, sizeof bytes);
  return *this;
}

KeyWriter& KeyWriter::U64(uint64_t value) {
  U32(static_cast<uint32_t>(value >> 32));
  return U32(static_cast<uint32_t>(value));
}

KeyWriter& KeyWriter::Text(absl::string_view value) {
  // Almost no text has a byte of zero.
  for (size_t zero; (zero = value.find(kEscape)) != absl::string_view::npos;) {
    key_.append(value.data(), zero + 1);
    key_.push_back(kNul);
    value.remove_prefix(zero + 1);
  }
  key_.append(value.data(), value.size());
  key_.append({kEscape, kEnd});
  return *this;
}

KeyWriter& KeyWriter::Time(absl::Time value) { return U64(Ordered(value)); }

KeyWriter& KeyWriter::TimeDescending(absl::Time value) { return U64(~Ordered(value)); }

bool KeyReader::U8(uint8_t& value) {
  if (rest_.empty()) return false;
  value = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return true;
}

bool KeyReader::U32(uint32_t& value) {
  if (rest_.size() < 4) return false;
  value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(rest_[i]);
  rest_.remove_prefix(4);
  return true;
}

bool KeyReader::U64(uint64_t& value) {
  uint32_t high = 0, low = 0;
  if (!U32(high) || !U32(low)) return false;
  value = static_cast<uint64_t>(high) << 32 | low;
  return true;
}

bool KeyReader::Text(std::string& value) {
  value.clear();
  for (size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] != kEscape) {
      value.push_back(rest_[i]);
      continue;
    }
    if (++i == rest_.size()) return false;
    if (rest_[i] == kEnd) {
      rest_.remove_prefix(i + 1);
      return true;
    }
    if (rest_[i] != kNul) return false;
    value.push_back(kEscape);
  }
  return false;
}

bool KeyReader::Time(absl::Time& value) {
  uint64_t ordered = 0;
  if (!U64(ordered)) return false;
  value = FromOrdered(ordered);
  return true;
}

bool KeyReader::TimeDescending(absl::Time& value) {
  uint64_t ordered = 0;
  if (!U64(ordered)) return false;
  value = FromOrdered(~ordered);
  return true;
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty()) {
    if (static_cast<uint8_t>(end.back()) != 0xff) {
      ++end.back();
      return end;
    }
    end.pop_back();
  }
  return end;
}

}  // namespace rufaa
