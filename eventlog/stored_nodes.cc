#include "eventlog/stored_nodes.h"

#include "absl/types/span.h"
#include "domain/base/status_macros.h"
#include "eventlog/log_store_options.h"

namespace rufaa {

absl::StatusOr<std::vector<MerkleHash>> StoredNodes::LeavesOfTile(uint64_t tile) {
  const uint64_t first = tile * kTileLeaves;
  if (first + kTileLeaves <= size_) return store_.Tile(tile);
  std::vector<MerkleHash> leaves;
  LogStore::RecordCursor records(store_);
  for (uint64_t leaf = first; leaf < size_; ++leaf) {
    RUFAA_ASSIGN_OR_RETURN(const absl::string_view record, records.At(leaf + 1));
    leaves.push_back(LeafHash(record));
  }
  return leaves;
}

absl::StatusOr<MerkleHash> StoredNodes::Complete(int level, uint64_t index) {
  if (level >= kTileLevel) return store_.Node(level, index);
  const uint64_t first = index << level;
  const uint64_t tile = first / kTileLeaves;
  if (tile != tile_) {
    RUFAA_ASSIGN_OR_RETURN(leaves_, LeavesOfTile(tile));
    tile_ = tile;
  }
  const uint64_t count = uint64_t{1} << level;
  if (first % kTileLeaves + count > leaves_.size()) return MissingCommit(first + count);
  return CompleteRoot(absl::MakeConstSpan(leaves_).subspan(first % kTileLeaves, count));
}

}  // namespace rufaa
