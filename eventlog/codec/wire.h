// Structs with Fields (domain/base/fields.h) to bytes and back, in protobuf's wire format, so that
// protos/rufaa/events/v1/events.proto describes the very bytes of the log and any protobuf reads
// them. Written by hand because a fold decodes a hundred thousand of them a second.
//
// Encoding is canonical: ascending field numbers as Fields lists them, defaults omitted. Decoding
// is total: unknown fields are skipped (written by a newer hub), anything malformed is refused.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/fields.h"
#include "eventlog/bytes.h"

namespace rufaa {

namespace wire {

enum class Type : uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

// Both return false at a truncated or overlong input.
bool TakeVarint(absl::string_view& in, uint64_t& value);
bool TakeBytes(absl::string_view& in, absl::string_view& value);
bool Skip(absl::string_view& in, Type type);

int64_t DayNumber(absl::CivilDay day);  // Days since 1970-01-01.
absl::CivilDay DayOf(int64_t number);

template <class T>
inline constexpr bool kIsVarint =
    std::is_same_v<T, bool> || std::is_integral_v<T> || std::is_enum_v<T> ||
    std::is_same_v<T, absl::Time> || std::is_same_v<T, absl::CivilDay>;

template <class T>
uint64_t ToVarint(const T& value) {
  if constexpr (std::is_same_v<T, absl::Time>) {
    return ZigZag(absl::ToUnixMicros(value));
  } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
    return ZigZag(DayNumber(value));
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<uint64_t>(value);
  } else if constexpr (std::is_signed_v<T>) {
    return ZigZag(value);
  } else {
    return static_cast<uint64_t>(value);
  }
}

template <class T>
T FromVarint(uint64_t value) {
  if constexpr (std::is_same_v<T, absl::Time>) {
    return absl::FromUnixMicros(UnZigZag(value));
  } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
    return DayOf(UnZigZag(value));
  } else if constexpr (std::is_same_v<T, bool>) {
    return value != 0;
  } else if constexpr (!std::is_enum_v<T> && std::is_signed_v<T>) {
    return static_cast<T>(UnZigZag(value));
  } else {
    return static_cast<T>(value);
  }
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class T>
  void operator()(int number, absl::string_view, const T& value) {
    if constexpr (IsVector<T>::value) {
      for (const auto& item : value) Put(number, item);
    } else if constexpr (IsOptional<T>::value) {
      if (value) Put(number, *value);
    } else if constexpr (kIsVarint<T>) {
      if (ToVarint(value) != 0) Put(number, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!value.empty()) Put(number, value);
    } else {
      const size_t before = out_.size();
      Put(number, value);
      // A struct of nothing but defaults is a default: one byte of key and one of length zero.
      if (out_.back() == '\0' && LengthIsZero(before)) out_.resize(before);
    }
  }

 private:
  void PutKey(int number, Type type) {
    PutVarint(out_, static_cast<uint64_t>(number) << 3 | static_cast<uint64_t>(type));
  }

  template <class T>
  void Put(int number, const T& value) {
    if constexpr (kIsVarint<T>) {
      PutKey(number, Type::kVarint);
      PutVarint(out_, ToVarint(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
      PutKey(number, Type::kBytes);
      PutVarint(out_, value.size());
      out_.append(value);
    } else {
      static_assert(HasFields<T>);
      PutKey(number, Type::kBytes);
      // Most structs are short: room for a length of one byte, and only a longer one moves them.
      out_.push_back('\0');
      const size_t start = out_.size();
      T::Fields(value, *this);
      const size_t size = out_.size() - start;
      if (size < 0x80) {
        out_[start - 1] = static_cast<char>(size);
      } else {
        std::string length;
        PutVarint(length, size);
        out_.replace(start - 1, 1, length);
      }
    }
  }

  bool LengthIsZero(size_t before) const {
    absl::string_view added(out_.data() + before, out_.size() - before);
    uint64_t key = 0, length = 0;
    return TakeVarint(added, key) && TakeVarint(added, length) && length == 0;
  }

  std::string& out_;
};

template <class T>
bool TakeStruct(absl::string_view in, T& value);

// Offers one wire field to a struct's Fields; the member with its number takes it.
class Reader {
 public:
  Reader(int number, Type type, absl::string_view& in) : number_(number), type_(type), in_(in) {}

  template <class T>
  void operator()(int number, absl::string_view, T& value) {
    if (number != number_) return;
    matched_ = true;
    if constexpr (IsVector<T>::value) {
      ok_ = Take(value.emplace_back());
    } else if constexpr (IsOptional<T>::value) {
      ok_ = Take(value.emplace());
    } else {
      ok_ = Take(value);
    }
  }

  bool Finish() { return matched_ ? ok_ : Skip(in_, type_); }

 private:
  template <class T>
  bool Take(T& value) {
    if constexpr (kIsVarint<T>) {
      uint64_t raw = 0;
      if (type_ != Type::kVarint || !TakeVarint(in_, raw)) return false;
      value = FromVarint<T>(raw);
      return true;
    } else {
      absl::string_view bytes;
      if (type_ != Type::kBytes || !TakeBytes(in_, bytes)) return false;
      if constexpr (std::is_same_v<T, std::string>) {
        value.assign(bytes.data(), bytes.size());
        return true;
      } else {
        return TakeStruct(bytes, value);
      }
    }
  }

  const int number_;
  const Type type_;
  absl::string_view& in_;
  bool matched_ = false;
  bool ok_ = true;
};

template <class T>
bool TakeStruct(absl::string_view in, T& value) {
  while (!in.empty()) {
    uint64_t key = 0;
    if (!TakeVarint(in, key) || key >> 3 == 0 || key >> 3 > 536870911) return false;
    Reader reader(static_cast<int>(key >> 3), static_cast<Type>(key & 7), in);
    T::Fields(value, reader);
    if (!reader.Finish()) return false;
  }
  return true;
}

}  // namespace wire

template <class T>
void EncodeFieldsTo(const T& value, std::string& out) {
  wire::Writer writer(out);
  T::Fields(value, writer);
}

template <class T>
std::string EncodeFields(const T& value) {
  // Laid out where there is room already: what is returned is asked for once, at its size.
  thread_local std::string room;
  room.clear();
  EncodeFieldsTo(value, room);
  return std::string(room);
}

// DATA_LOSS when `bytes` are not an encoded T.
template <class T>
absl::StatusOr<T> DecodeFields(absl::string_view bytes) {
  T value{};
  if (!wire::TakeStruct(bytes, value)) return absl::DataLossError("malformed record");
  return value;
}

}  // namespace rufaa
