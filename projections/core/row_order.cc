#include "projections/core/row_order.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace rufaa {

namespace {

// Keys lie all over the memory and have long beginnings in common: so each is looked at once for
// eight of its bytes, and again only beside those that have the same.
struct KeyRef {
  uint64_t bytes;  // Of the key, those that are compared now.
  RowChange* change;

  const std::string& key() const { return change->key; }
};

constexpr size_t kStep = sizeof(uint64_t);

uint64_t BytesAt(const std::string& key, size_t from) {
  char bytes[kStep] = {};
  std::memcpy(bytes, key.data() + from, std::min(kStep, key.size() - from));
  uint64_t number = 0;
  std::memcpy(&number, bytes, kStep);
  return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
}

// All are equal in their first `from` bytes, and none is shorter.
void Sort(absl::Span<KeyRef> keys, size_t from) {
  for (KeyRef& one : keys) one.bytes = BytesAt(one.key(), from);
  std::sort(keys.begin(), keys.end(),
            [](const KeyRef& a, const KeyRef& b) { return a.bytes < b.bytes; });
  for (auto first = keys.begin(); first != keys.end();) {
    const auto last = std::find_if(first, keys.end(),
                                   [&](const KeyRef& one) { return one.bytes != first->bytes; });
    // What ends here differs from its like by zeros at the end: the shorter is less.
    const auto goes_on = std::partition(
        first, last, [&](const KeyRef& one) { return one.key().size() <= from + kStep; });
    std::sort(first, goes_on,
              [](const KeyRef& a, const KeyRef& b) { return a.key().size() < b.key().size(); });
    if (last - goes_on > 1) Sort(absl::MakeSpan(&*goes_on, last - goes_on), from + kStep);
    first = last;
  }
}

}  // namespace

RowChanges InOrder(RowChanges changes) {
  std::vector<KeyRef> keys;
  keys.reserve(changes.size());
  for (RowChange& change : changes) keys.push_back({0, &change});
  Sort(absl::MakeSpan(keys), 0);
  RowChanges ordered;
  ordered.reserve(changes.size());
  for (const KeyRef& one : keys) ordered.push_back(std::move(*one.change));
  return ordered;
}

}  // namespace rufaa
