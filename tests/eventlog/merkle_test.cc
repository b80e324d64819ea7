#include "eventlog/merkle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"

namespace rufaa {
namespace {

std::string Hex(const MerkleHash& hash) { return absl::BytesToHexString(BytesOf(hash)); }

// The eight leaves and the roots over the first 0 … 8 of them that Certificate Transparency's
// implementations are tested with.
std::vector<std::string> Leaves() {
  std::vector<std::string> leaves;
  for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                          "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(absl::HexStringToBytes(hex));
  }
  return leaves;
}

const std::vector<std::string>& Roots() {
  static const auto* const roots = new std::vector<std::string>{
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  return *roots;
}

// The definition of RFC 6962 section 2.1, word for word: what everything else is held against.
MerkleHash Mth(const std::vector<MerkleHash>& leaves, size_t first, size_t count) {
  if (count == 0) return Sha256({});
  if (count == 1) return leaves[first];
  size_t k = 1;
  while (k * 2 < count) k *= 2;
  return NodeHash(Mth(leaves, first, k), Mth(leaves, first + k, count - k));
}

class Tree : public MerkleNodes {
 public:
  explicit Tree(size_t size) {
    for (size_t i = 0; i < size; ++i) leaves_.push_back(LeafHash("leaf " + std::to_string(i)));
  }
  absl::StatusOr<MerkleHash> Complete(int level, uint64_t index) override {
    return Mth(leaves_, index << level, size_t{1} << level);
  }
  MerkleHash Root(size_t size) const { return Mth(leaves_, 0, size); }
  const MerkleHash& leaf(size_t index) const { return leaves_[index]; }

 private:
  std::vector<MerkleHash> leaves_;
};

TEST(Merkle, GivesTheKnownRootsOfTheKnownLeaves) {
  MerkleFrontier frontier;
  EXPECT_EQ(Hex(frontier.Root()), Roots()[0]);
  for (size_t i = 0; i < 8; ++i) {
    frontier.Append(LeafHash(Leaves()[i]));
    EXPECT_EQ(Hex(frontier.Root()), Roots()[i + 1]);
  }
}

TEST(Merkle, AgreesWithTheDefinitionAtEverySize) {
  Tree tree(130);
  MerkleFrontier frontier;
  for (size_t size = 0; size <= 130; ++size) {
    EXPECT_EQ(frontier.Root(), tree.Root(size));
    EXPECT_EQ(*RootOf(tree, size), tree.Root(size));
    if (size < 130) frontier.Append(tree.leaf(size));
  }
}

TEST(Merkle, GoesOnFromARestoredFrontierAsFromTheOldOne) {
  Tree tree(70);
  for (size_t size = 0; size < 70; ++size) {
    const auto complete = [&](int level, uint64_t index) { return tree.Complete(level, index); };
    absl::StatusOr<MerkleFrontier> frontier = MerkleFrontier::Restore(size, complete);
    ASSERT_TRUE(frontier.ok());
    EXPECT_EQ(frontier->Root(), tree.Root(size));
    frontier->Append(tree.leaf(size));
    EXPECT_EQ(frontier->Root(), tree.Root(size + 1));
  }
}

TEST(Merkle, TellsEverySubtreeThatALeafCompletes) {
  Tree tree(64);
  MerkleFrontier frontier;
  size_t told = 0;
  for (size_t i = 0; i < 64; ++i) {
    frontier.Append(tree.leaf(i), [&](int level, uint64_t index, const MerkleHash& hash) {
      EXPECT_EQ(hash, *tree.Complete(level, index));
      ++told;
    });
  }
  EXPECT_EQ(told, 127u);  // Every node of a full tree of 64.
}

TEST(Merkle, ProvesInclusionOfEveryLeafAndOfNoOther) {
  Tree tree(40);
  for (uint64_t size = 1; size <= 40; ++size) {
    const MerkleHash root = tree.Root(size);
    for (uint64_t index = 0; index < size; ++index) {
      MerkleProof proof = *InclusionProof(tree, index, size);
      EXPECT_TRUE(VerifyInclusion(tree.leaf(index), index, size, proof, root));
      EXPECT_FALSE(VerifyInclusion(LeafHash("forged"), index, size, proof, root));
      EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index + size, size, proof, root));
      if (size > 1) {
        EXPECT_FALSE(VerifyInclusion(tree.leaf(index), (index + 1) % size, size, proof, root));
        MerkleProof shorter(proof.begin(), proof.end() - 1);
        EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index, size, shorter, root));
      }
      MerkleProof longer = proof;
      longer.push_back(root);
      EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index, size, longer, root));
      for (MerkleHash& hash : proof) {
        hash[7] ^= 1;
        EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index, size, proof, root));
        hash[7] ^= 1;
      }
    }
  }
}

TEST(Merkle, ProvesConsistencyOfEveryPairOfSizesAndOfNoOther) {
  Tree tree(40);
  for (uint64_t to = 1; to <= 40; ++to) {
    for (uint64_t from = 1; from <= to; ++from) {
      MerkleProof proof = *ConsistencyProof(tree, from, to);
      const MerkleHash from_root = tree.Root(from), to_root = tree.Root(to);
      EXPECT_TRUE(VerifyConsistency(from, from_root, to, to_root, proof));
      EXPECT_FALSE(VerifyConsistency(from, LeafHash("forged"), to, to_root, proof));
      EXPECT_FALSE(VerifyConsistency(from, from_root, to, LeafHash("forged"), proof));
      EXPECT_FALSE(VerifyConsistency(to + 1, from_root, to, to_root, proof));
      MerkleProof longer = proof;
      longer.push_back(to_root);
      EXPECT_FALSE(VerifyConsistency(from, from_root, to, to_root, longer));
      if (proof.empty()) continue;
      MerkleProof shorter(proof.begin(), proof.end() - 1);
      EXPECT_FALSE(VerifyConsistency(from, from_root, to, to_root, shorter));
      for (MerkleHash& hash : proof) {
        hash[31] ^= 0x80;
        EXPECT_FALSE(VerifyConsistency(from, from_root, to, to_root, proof));
        hash[31] ^= 0x80;
      }
    }
  }
}

TEST(Merkle, TakesNoProofFromTheEmptyTree) {
  Tree tree(4);
  EXPECT_FALSE(VerifyConsistency(0, Sha256({}), 4, tree.Root(4), {}));
  EXPECT_FALSE(VerifyConsistency(0, Sha256({}), 0, Sha256({}), {}));
  EXPECT_FALSE(VerifyInclusion(tree.leaf(0), 0, 0, {}, Sha256({})));
}

TEST(Merkle, TakesNoHashOfAnotherLength) {
  EXPECT_TRUE(HashFromBytes(std::string(32, 'x')).ok());
  for (size_t size : {0, 31, 33, 64}) EXPECT_FALSE(HashFromBytes(std::string(size, 'x')).ok());
}

}  // namespace
}  // namespace rufaa
