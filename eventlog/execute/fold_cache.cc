#include "eventlog/execute/fold_cache.h"

#include <utility>

#include "absl/hash/hash.h"

namespace rufaa {

FoldCache::Shard& FoldCache::ShardOf(absl::string_view stream) {
  return shards_[absl::HashOf(stream) % kShards];
}

FoldCache::Entry FoldCache::Get(absl::string_view stream) {
  Shard& shard = ShardOf(stream);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_stream.find(stream);
  if (found == shard.by_stream.end()) return {};
  shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
  return found->second->entry;
}

void FoldCache::Put(absl::string_view stream, Entry entry) {
  Shard& shard = ShardOf(stream);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_stream.find(stream);
  if (found != shard.by_stream.end()) {
    if (found->second->entry.version < entry.version) found->second->entry = std::move(entry);
    shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
    return;
  }
  shard.recent.push_front({std::string(stream), std::move(entry)});
  shard.by_stream.emplace(shard.recent.front().stream, shard.recent.begin());
  if (shard.recent.size() > capacity_each_) {
    shard.by_stream.erase(shard.recent.back().stream);
    shard.recent.pop_back();
  }
}

}  // namespace rufaa
