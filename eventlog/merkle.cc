#include "eventlog/merkle.h"

#include <openssl/evp.h>

#include <bit>
#include <cstring>
#include <memory>

#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa {
namespace {

// One context per thread, its algorithm fetched once: fetching it for every hash, as the one-shot
// SHA256() does in OpenSSL 3, costs several times the hash itself.
class Hasher {
 public:
  static Hasher& OfThisThread() {
    thread_local Hasher hasher;
    return hasher;
  }

  MerkleHash Hash(std::initializer_list<absl::string_view> parts) {
    MerkleHash hash;
    RUFAA_CHECK(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1);
    for (absl::string_view part : parts) {
      RUFAA_CHECK(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1);
    }
    RUFAA_CHECK(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
    return hash;
  }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };

  Hasher() {
    RUFAA_CHECK(algorithm_ != nullptr && context_ != nullptr);
    RUFAA_CHECK(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1);
  }

  std::unique_ptr<EVP_MD, Free> algorithm_{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

int LevelOf(uint64_t power_of_two) { return std::countr_zero(power_of_two); }

// The hash of leaves [first, first + count) as RFC 6962 cuts them: `first` is a multiple of the
// largest power of two below `count`, so every full part is a complete subtree.
absl::StatusOr<MerkleHash> RangeRoot(MerkleNodes& nodes, uint64_t first, uint64_t count) {
  if (std::has_single_bit(count)) return nodes.Complete(LevelOf(count), first / count);
  const uint64_t left = std::bit_floor(count);
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash l, RangeRoot(nodes, first, left));
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash r, RangeRoot(nodes, first + left, count - left));
  return NodeHash(l, r);
}

// The largest power of two smaller than `count`; count >= 2.
uint64_t SplitOf(uint64_t count) { return std::bit_floor(count - 1); }

}  // namespace

MerkleHash Sha256(absl::string_view bytes) { return Hasher::OfThisThread().Hash({bytes}); }

MerkleHash LeafHash(absl::string_view leaf) {
  return Hasher::OfThisThread().Hash({absl::string_view("\x00", 1), leaf});
}

MerkleHash NodeHash(const MerkleHash& left, const MerkleHash& right) {
  std::array<char, 65> node;
  node[0] = 1;
  std::memcpy(node.data() + 1, left.data(), 32);
  std::memcpy(node.data() + 33, right.data(), 32);
  return Hasher::OfThisThread().Hash({absl::string_view(node.data(), node.size())});
}

MerkleHash CompleteRoot(absl::Span<const MerkleHash> leaves) {
  RUFAA_CHECK(std::has_single_bit(leaves.size()));
  if (leaves.size() == 1) return leaves[0];
  const size_t half = leaves.size() / 2;
  return NodeHash(CompleteRoot(leaves.first(half)), CompleteRoot(leaves.subspan(half)));
}

absl::StatusOr<MerkleFrontier> MerkleFrontier::Restore(uint64_t size, Complete complete) {
  MerkleFrontier frontier;
  frontier.size_ = size;
  for (uint64_t left = size; left != 0; left &= left - 1) {
    const int level = LevelOf(left & -left);
    // The complete subtree of this level ends where the higher bits of `size` do, plus its own.
    RUFAA_ASSIGN_OR_RETURN(frontier.complete_[level], complete(level, (size >> level) - 1));
  }
  return frontier;
}

void MerkleFrontier::Append(const MerkleHash& leaf, Completed completed) {
  MerkleHash hash = leaf;
  int level = 0;
  for (;; ++level) {
    completed(level, size_ >> level, hash);
    if ((size_ >> level & 1) == 0) break;
    hash = NodeHash(complete_[level], hash);
  }
  complete_[level] = hash;
  ++size_;
}

MerkleHash MerkleFrontier::Root() const {
  if (size_ == 0) return Sha256({});
  uint64_t left = size_;
  MerkleHash root = complete_[LevelOf(left & -left)];
  for (left &= left - 1; left != 0; left &= left - 1) {
    root = NodeHash(complete_[LevelOf(left & -left)], root);
  }
  return root;
}

absl::StatusOr<MerkleHash> RootOf(MerkleNodes& nodes, uint64_t size) {
  if (size == 0) return Sha256({});
  return RangeRoot(nodes, 0, size);
}

absl::StatusOr<MerkleProof> InclusionProof(MerkleNodes& nodes, uint64_t index, uint64_t size) {
  RUFAA_CHECK(index < size);
  // From the root down: at each cut the half that does not hold the leaf is its sibling.
  MerkleProof proof;
  for (uint64_t first = 0; size > 1;) {
    const uint64_t left = SplitOf(size);
    const bool in_left = index - first < left;
    RUFAA_ASSIGN_OR_RETURN(MerkleHash sibling, in_left ? RangeRoot(nodes, first + left, size - left)
                                                       : RangeRoot(nodes, first, left));
    proof.insert(proof.begin(), sibling);
    if (!in_left) first += left;
    size = in_left ? left : size - left;
  }
  return proof;
}

absl::StatusOr<MerkleProof> ConsistencyProof(MerkleNodes& nodes, uint64_t from, uint64_t to) {
  RUFAA_CHECK(0 < from && from <= to);
  // RFC 9162 2.1.4.1, SUBPROOF(m, D[n], true), from the root down.
  MerkleProof proof;
  uint64_t first = 0;
  bool from_root_is_known = true;
  while (from != to) {
    const uint64_t left = SplitOf(to);
    const bool in_left = from <= left;
    RUFAA_ASSIGN_OR_RETURN(MerkleHash other, in_left ? RangeRoot(nodes, first + left, to - left)
                                                     : RangeRoot(nodes, first, left));
    proof.insert(proof.begin(), other);
    if (in_left) {
      to = left;
      continue;
    }
    first += left;
    from -= left;
    to -= left;
    from_root_is_known = false;
  }
  if (!from_root_is_known) {
    RUFAA_ASSIGN_OR_RETURN(MerkleHash common, RangeRoot(nodes, first, from));
    proof.insert(proof.begin(), common);
  }
  return proof;
}

bool VerifyInclusion(const MerkleHash& leaf, uint64_t index, uint64_t size,
                     absl::Span<const MerkleHash> proof, const MerkleHash& root) {
  if (index >= size) return false;
  uint64_t node = index;
  uint64_t last = size - 1;
  MerkleHash hash = leaf;
  for (const MerkleHash& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      hash = NodeHash(sibling, hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(uint64_t from, const MerkleHash& from_root, uint64_t to,
                       const MerkleHash& to_root, absl::Span<const MerkleHash> proof) {
  // The empty tree is a prefix of all, so a proof from it proves nothing: refused.
  if (from == 0 || from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  MerkleProof path(proof.begin(), proof.end());
  if (std::has_single_bit(from)) path.insert(path.begin(), from_root);
  if (path.empty()) return false;
  uint64_t node = from - 1;
  uint64_t last = to - 1;
  for (; (node & 1) != 0; node >>= 1) last >>= 1;
  MerkleHash from_hash = path[0];
  MerkleHash to_hash = path[0];
  for (size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      from_hash = NodeHash(path[i], from_hash);
      to_hash = NodeHash(path[i], to_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      to_hash = NodeHash(to_hash, path[i]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && from_hash == from_root && to_hash == to_root;
}

absl::StatusOr<MerkleHash> HashFromBytes(absl::string_view bytes) {
  MerkleHash hash;
  if (bytes.size() != hash.size()) return Refuse(Reason::MALFORMED, "A hash is 32 bytes.");
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return hash;
}

absl::string_view BytesOf(const MerkleHash& hash) {
  return absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size());
}

}  // namespace rufaa
