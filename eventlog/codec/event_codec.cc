#include "eventlog/codec/event_codec.h"

#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "eventlog/codec/wire.h"

namespace rufaa {
namespace {

using Decode = absl::StatusOr<AnyEvent> (*)(absl::string_view payload);

template <class Event>
absl::StatusOr<AnyEvent> DecodeAs(absl::string_view payload) {
  AnyEvent event(std::in_place_type<Event>);
  if (!wire::TakeStruct(payload, std::get<Event>(event))) {
    return absl::DataLossError(absl::StrCat("malformed ", Event::kType));
  }
  return event;
}

template <class Visit, size_t... I>
void ForEachTypeIn(Visit&& visit, std::index_sequence<I...>) {
  (visit(std::in_place_type<std::variant_alternative_t<I, AnyEvent::Variant>>), ...);
}

template <class Visit>
void ForEachType(Visit&& visit) {
  ForEachTypeIn(visit, std::make_index_sequence<std::variant_size_v<AnyEvent::Variant>>());
}

const absl::flat_hash_map<absl::string_view, Decode>& Decoders() {
  static const auto* const decoders = [] {
    auto* made = new absl::flat_hash_map<absl::string_view, Decode>;
    ForEachType([&]<class Event>(std::in_place_type_t<Event>) {
      made->emplace(Event::kType, &DecodeAs<Event>);
    });
    return made;
  }();
  return *decoders;
}

}  // namespace

NewEvent EncodeEvent(absl::string_view stream, const AnyEvent& event) {
  NewEvent encoded{
      .stream = std::string(stream), .type = std::string(TypeOf(event)), .payload = {}};
  std::visit([&](const auto& e) { EncodeFieldsTo(e, encoded.payload); }, event);
  return encoded;
}

absl::StatusOr<AnyEvent> DecodeEvent(absl::string_view type, absl::string_view payload) {
  const auto found = Decoders().find(type);
  if (found == Decoders().end()) {
    return absl::UnimplementedError(absl::StrCat("event of a newer hub: ", type));
  }
  return found->second(payload);
}

Description DescribeEvent(const AnyEvent& event) {
  return std::visit([](const auto& e) { return Describe(e); }, event);
}

const std::vector<absl::string_view>& EventTypes() {
  static const auto* const types = [] {
    auto* made = new std::vector<absl::string_view>;
    ForEachType([&]<class Event>(std::in_place_type_t<Event>) { made->push_back(Event::kType); });
    return made;
  }();
  return *types;
}

}  // namespace rufaa
