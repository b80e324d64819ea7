// How a plain struct tells its fields, once, for everything that must walk them: the wire codec
// (eventlog/codec/wire.h), the JSON of `log tail`, the old → new of the audit trail, digests.
//
//   struct Accepted {
//     static constexpr absl::string_view kType = "referral.accepted";
//     std::string desk;
//     absl::Time serve_by;
//     template <class Self, class Visitor>
//     static void Fields(Self& self, Visitor&& visit) {
//       visit(1, "desk", self.desk);
//       visit(2, "serve_by", self.serve_by);
//     }
//     bool operator==(const Accepted&) const = default;
//   };
//
// Self is Accepted or const Accepted. A number is for ever: never reused, never given another
// type (bytes once written are read for ever). A field's type is one of: bool, int64_t, uint64_t,
// uint32_t, std::string, absl::Time (microseconds), absl::CivilDay, an enum class with explicit
// values, another struct with Fields, std::optional or std::vector of these.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rufaa {

namespace fields_internal {
struct AnyVisitor {
  template <class T>
  void operator()(int, absl::string_view, T&) {}
};
}  // namespace fields_internal

template <class T>
concept HasFields =
    requires(T& value, fields_internal::AnyVisitor visitor) { T::Fields(value, visitor); };

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

}  // namespace rufaa
