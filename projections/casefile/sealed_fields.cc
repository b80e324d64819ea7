#include "projections/casefile/sealed_fields.h"

#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventlog/codec/wire.h"

namespace rufaa::casefile {

namespace {

class SealedFinder {
 public:
  SealedFinder(absl::string_view stream, absl::string_view type, std::vector<HeldSealed>& out)
      : stream_(stream), type_(type), out_(out) {}

  template <class T>
  void operator()(int, absl::string_view name, const T& value) {
    if constexpr (std::is_same_v<T, Sealed>) {
      if (value.empty()) return;
      const std::string place = absl::StrCat(stream_, "/", type_, "/", name);
      out_.push_back({std::string(name), place, value});
    }
  }

 private:
  const absl::string_view stream_, type_;
  std::vector<HeldSealed>& out_;
};

struct SealedClearer {
  template <class T>
  void operator()(int, absl::string_view, T& value) {
    if constexpr (std::is_same_v<T, Sealed>) value = Sealed();
  }
};

}  // namespace

std::vector<HeldSealed> SealedOf(const AnyEvent& any, absl::string_view stream) {
  std::vector<HeldSealed> sealed;
  std::visit(
      [&](const auto& event) {
        using Event = std::decay_t<decltype(event)>;
        SealedFinder finder(stream, Event::kType, sealed);
        Event::Fields(event, finder);
      },
      any);
  return sealed;
}

std::string PayloadWithoutSealed(const AnyEvent& any) {
  return std::visit(
      [](auto event) {
        decltype(event)::Fields(event, SealedClearer());
        return EncodeFields(event);
      },
      any);
}

}  // namespace rufaa::casefile
