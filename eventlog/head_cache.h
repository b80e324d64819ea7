// Stream versions that were lately used, so that most questions of "which version is it at" need no
// search in the store. Bounded: two generations, the older of which is dropped when the younger is
// full. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace rufaa {

class HeadCache {
 public:
  // Holds up to twice `generation_size` streams.
  explicit HeadCache(size_t generation_size) : generation_size_(generation_size) {}

  std::optional<uint64_t> Get(absl::string_view stream) {
    if (const auto found = young_.find(stream); found != young_.end()) return found->second;
    const auto found = old_.find(stream);
    if (found == old_.end()) return std::nullopt;
    const uint64_t version = found->second;
    young_.emplace(stream, version);
    return version;
  }

  void Set(absl::string_view stream, uint64_t version) {
    const auto [entry, is_new] = young_.try_emplace(stream, version);
    if (!is_new) entry->second = version;
  }

  // Drops what was not used since the last generation. Apart from Set, so that the holder says
  // when nothing that it still needs can be among it.
  bool IsFull() const { return young_.size() >= generation_size_; }
  void NewGeneration() {
    old_ = std::exchange(young_, {});
    young_.reserve(generation_size_ / 4);
  }

  void Clear() {
    young_.clear();
    old_.clear();
  }

 private:
  const size_t generation_size_;
  absl::flat_hash_map<std::string, uint64_t> young_, old_;
};

}  // namespace rufaa
