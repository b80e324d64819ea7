// The last folds of streams, by stream name, least recently used first out. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <typeinfo>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace rufaa {

class FoldCache {
 public:
  // `capacity`: streams kept in all.
  explicit FoldCache(size_t capacity) : capacity_each_(capacity / kShards + 1) {}

  struct Entry {
    uint64_t version = 0;
    std::shared_ptr<const void> state;  // Null: not cached.
    const std::type_info* type = nullptr;
  };
  Entry Get(absl::string_view stream);

  // Kept unless a later version is already here.
  void Put(absl::string_view stream, Entry entry);

 private:
  // Sharded, because every command passes here at least twice.
  static constexpr size_t kShards = 16;
  struct Node {
    std::string stream;
    Entry entry;
  };
  struct Shard {
    std::mutex mutex;
    std::list<Node> recent;  // Most recently used first.
    absl::flat_hash_map<absl::string_view, std::list<Node>::iterator>
        by_stream;  // Keys: the nodes'.
  };
  Shard& ShardOf(absl::string_view stream);

  const size_t capacity_each_;
  std::array<Shard, kShards> shards_;
};

}  // namespace rufaa
