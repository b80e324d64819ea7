// One event of each kind that can stand in a log, with nothing in its fields.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "domain/events.h"

namespace rufaa {

template <size_t... I>
std::vector<AnyEvent> EveryEventOf(std::index_sequence<I...>) {
  return {AnyEvent(std::in_place_type<std::variant_alternative_t<I, AnyEvent::Variant>>)...};
}

// In the order of AnyEvent.
inline std::vector<AnyEvent> EveryEvent() {
  return EveryEventOf(std::make_index_sequence<std::variant_size_v<AnyEvent::Variant>>());
}

}  // namespace rufaa
