// The Merkle tree of RFC 6962 / RFC 9162 section 2.1, SHA-256. Leaf n (from 0) is the stored bytes
// of commit n + 1; the root over the first `size` leaves commits to every one of them, in order.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rufaa {

using MerkleHash = std::array<uint8_t, 32>;

MerkleHash Sha256(absl::string_view bytes);
MerkleHash LeafHash(absl::string_view leaf);                           // SHA-256(0x00 ‖ leaf)
MerkleHash NodeHash(const MerkleHash& left, const MerkleHash& right);  // SHA-256(0x01 ‖ l ‖ r)

// The hash of `count` = 2^k leaves.
MerkleHash CompleteRoot(absl::Span<const MerkleHash> leaves);

// The right edge of a growing tree: all that appending needs, O(log n) hashes.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;

  // A frontier of `size` leaves. `complete(level, index)` gives the hash of leaves
  // [index·2^level, (index+1)·2^level); it is asked once per bit set in `size`.
  using Complete = absl::FunctionRef<absl::StatusOr<MerkleHash>(int level, uint64_t index)>;
  static absl::StatusOr<MerkleFrontier> Restore(uint64_t size, Complete complete);

  // Tells each subtree that this leaf completes, lowest first, the leaf itself (level 0) included.
  using Completed = absl::FunctionRef<void(int level, uint64_t index, const MerkleHash& hash)>;
  void Append(const MerkleHash& leaf, Completed completed);
  void Append(const MerkleHash& leaf) {
    Append(leaf, [](int, uint64_t, const MerkleHash&) {});
  }

  uint64_t size() const { return size_; }
  MerkleHash Root() const;

 private:
  uint64_t size_ = 0;
  std::array<MerkleHash, 64> complete_{};  // [k] holds a hash when bit k of size_ is set.
};

// Where a finished tree keeps its complete subtrees.
class MerkleNodes {
 public:
  virtual ~MerkleNodes() = default;
  // The hash of leaves [index·2^level, (index+1)·2^level), all of which exist.
  virtual absl::StatusOr<MerkleHash> Complete(int level, uint64_t index) = 0;
};

// Root over the first `size` leaves.
absl::StatusOr<MerkleHash> RootOf(MerkleNodes& nodes, uint64_t size);

using MerkleProof = std::vector<MerkleHash>;

// That leaf `index` is in the tree of the first `size` leaves. Requires index < size.
absl::StatusOr<MerkleProof> InclusionProof(MerkleNodes& nodes, uint64_t index, uint64_t size);

// That the first `from` leaves of the tree of `to` leaves are those of the tree of `from` leaves.
// Requires 0 < from <= to.
absl::StatusOr<MerkleProof> ConsistencyProof(MerkleNodes& nodes, uint64_t from, uint64_t to);

// RFC 9162 sections 2.1.3.2 and 2.1.4.2. Total: any arguments give true or false.
bool VerifyInclusion(const MerkleHash& leaf, uint64_t index, uint64_t size,
                     absl::Span<const MerkleHash> proof, const MerkleHash& root);
bool VerifyConsistency(uint64_t from, const MerkleHash& from_root, uint64_t to,
                       const MerkleHash& to_root, absl::Span<const MerkleHash> proof);

// The 32 bytes of a hash as they came from outside; MALFORMED for any other length.
absl::StatusOr<MerkleHash> HashFromBytes(absl::string_view bytes);
absl::string_view BytesOf(const MerkleHash& hash);

}  // namespace rufaa
