// A struct with Fields as (name, text) pairs, for people: `log tail`, the trail's old → new.
// Sealed values show as "sealed:identity", never as bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa {

using Description = std::vector<std::pair<std::string, std::string>>;

namespace describe_internal {

template <class T>
std::string Text(const T& value);

class Describer {
 public:
  explicit Describer(Description& out) : out_(out) {}

  template <class T>
  void operator()(int, absl::string_view name, const T& value) {
    if (std::string text = Text(value); !text.empty()) {
      out_.emplace_back(std::string(name), std::move(text));
    }
  }

 private:
  Description& out_;
};

template <class T>
std::string Text(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (std::is_same_v<T, bool>) {
    return value ? "yes" : "";
  } else if constexpr (std::is_same_v<T, absl::Time>) {
    return value == absl::UnixEpoch()
               ? ""
               : absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", value, absl::UTCTimeZone());
  } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
    return value == absl::CivilDay() ? "" : absl::FormatCivilTime(value);
  } else if constexpr (std::is_same_v<T, Sealed>) {
    return value.empty() ? "" : absl::StrCat("sealed:", Name(value.compartment));
  } else if constexpr (std::is_enum_v<T>) {
    if constexpr (requires { Name(value); }) {
      return std::string(Name(value));
    } else {
      return absl::StrCat(static_cast<uint64_t>(value));
    }
  } else if constexpr (std::is_integral_v<T>) {
    return value == 0 ? "" : absl::StrCat(value);
  } else if constexpr (IsOptional<T>::value) {
    if (!value) return "";
    std::string text = Text(*value);
    return text.empty() ? "0" : text;  // Present, though its own default.
  } else if constexpr (IsVector<T>::value) {
    return absl::StrJoin(
        value, ", ", [](std::string* out, const auto& item) { absl::StrAppend(out, Text(item)); });
  } else {
    Description fields;
    Describer describer(fields);
    T::Fields(value, describer);
    return absl::StrCat("{", absl::StrJoin(fields, ", ", absl::PairFormatter(": ")), "}");
  }
}

}  // namespace describe_internal

// Defaults are left out.
template <class T>
Description Describe(const T& value) {
  Description out;
  describe_internal::Describer describer(out);
  T::Fields(value, describer);
  return out;
}

}  // namespace rufaa
