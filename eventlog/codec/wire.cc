#include "eventlog/codec/wire.h"

namespace rufaa::wire {

bool TakeVarint(absl::string_view& in, uint64_t& value) {
  value = 0;
  for (size_t i = 0; i < in.size() && i < 10; ++i) {
    const auto byte = static_cast<uint8_t>(in[i]);
    if (i == 9 && byte > 1) return false;  // More than 64 bits.
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      in.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

bool TakeBytes(absl::string_view& in, absl::string_view& value) {
  uint64_t size = 0;
  if (!TakeVarint(in, size) || size > in.size()) return false;
  value = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

bool Skip(absl::string_view& in, Type type) {
  uint64_t number = 0;
  absl::string_view bytes;
  switch (type) {
    case Type::kVarint:
      return TakeVarint(in, number);
    case Type::kBytes:
      return TakeBytes(in, bytes);
    case Type::kFixed64:
      if (in.size() < 8) return false;
      in.remove_prefix(8);
      return true;
    case Type::kFixed32:
      if (in.size() < 4) return false;
      in.remove_prefix(4);
      return true;
  }
  return false;
}

int64_t DayNumber(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

absl::CivilDay DayOf(int64_t number) {
  // Bounded, so that hostile bytes can't overflow the calendar's arithmetic.
  constexpr int64_t kMillionYears = 365'250'000;
  if (number > kMillionYears || number < -kMillionYears) number = 0;
  return absl::CivilDay(1970, 1, 1) + number;
}

}  // namespace rufaa::wire
