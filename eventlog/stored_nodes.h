// The tree's complete subtrees out of a store; leaves of the last, partial tile come from the
// records themselves. Keeps the tile it last looked at: not thread-safe, make one per question.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "eventlog/log_store.h"
#include "eventlog/merkle.h"

namespace rufaa {

class StoredNodes : public MerkleNodes {
 public:
  StoredNodes(const LogStore& store, uint64_t size) : store_(store), size_(size) {}
  absl::StatusOr<MerkleHash> Complete(int level, uint64_t index) override;
  absl::StatusOr<std::vector<MerkleHash>> LeavesOfTile(uint64_t tile);

 private:
  const LogStore& store_;
  const uint64_t size_;
  uint64_t tile_ = UINT64_MAX;
  std::vector<MerkleHash> leaves_;
};

}  // namespace rufaa
