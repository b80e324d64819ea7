// State machines as data. A table of transitions and a table of stages decide, print the diagram in
// docs/diagrams, and answer which actions a caller may take now; there is no second description
// that could disagree.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rufaa {

// A set of values of an enum whose numbers are all below 64.
template <class E>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(E value) : bits_(Bit(value)) {}
  constexpr EnumSet(std::initializer_list<E> values) {
    for (E value : values) bits_ |= Bit(value);
  }
  constexpr bool Has(E value) const { return (bits_ & Bit(value)) != 0; }
  constexpr bool Meets(EnumSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr void Add(E value) { bits_ |= Bit(value); }
  constexpr EnumSet operator|(EnumSet other) const {
    EnumSet both = *this;
    both.bits_ |= other.bits_;
    return both;
  }
  bool operator==(const EnumSet&) const = default;

 private:
  static constexpr uint64_t Bit(E value) { return uint64_t{1} << static_cast<unsigned>(value); }
  uint64_t bits_ = 0;
};

// In each stage of `from`, anyone of `who` may do `verb`; the thing then stands in `to`, or stays
// where it is when `to` is unset.
template <class Stage, class Verb, class Party>
struct Transition {
  EnumSet<Stage> from;
  Verb verb;
  std::optional<Stage> to;
  EnumSet<Party> who;
};

// Each stage has one party whose turn it is and at most one clock. A final stage has neither.
template <class Stage, class Party>
struct StageInfo {
  Stage stage;
  absl::string_view name;
  Party turn;
  absl::string_view clock;  // In words for the diagram: "decide by urgency"; empty: none.
  bool final;
};

template <class Stage, class Verb, class Party>
const Transition<Stage, Verb, Party>* FindTransition(
    absl::Span<const Transition<Stage, Verb, Party>> table, Stage stage, Verb verb) {
  for (const auto& row : table) {
    if (row.verb == verb && row.from.Has(stage)) return &row;
  }
  return nullptr;
}

}  // namespace rufaa
