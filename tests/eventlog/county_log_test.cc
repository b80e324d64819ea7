#include "tests/eventlog/county_log_contract.h"

namespace rufaa {

// Beside the contract, since Kafka's keeps its tree as the embedded one does.
TEST_P(CountyLogContract, ProvesEachCommitAndEachBeginning) {
  constexpr uint64_t kSize = 270;
  for (uint64_t n = 0; n < kSize; ++n) Accepted(Propose(n, "case/1", n));
  Restart();
  const std::vector<Commit> commits = ReadAll(log());
  for (uint64_t size : {uint64_t{256}, uint64_t{259}, kSize}) {
    const MerkleHash root = *log().Root(size);
    for (uint64_t position : {1, 2, 130, 255, 256, 257, 259, 270}) {
      const absl::StatusOr<MerkleProof> inclusion = log().ProveInclusion(position, size);
      const absl::StatusOr<MerkleProof> consistency = log().ProveConsistency(position, size);
      if (position > size) {
        EXPECT_EQ(inclusion.status().code(), absl::StatusCode::kOutOfRange);
        EXPECT_EQ(consistency.status().code(), absl::StatusCode::kOutOfRange);
        continue;
      }
      ASSERT_TRUE(inclusion.ok() && consistency.ok()) << position << " of " << size;
      const MerkleHash leaf = LeafHash(EncodeCommit(commits[position - 1]));
      EXPECT_TRUE(VerifyInclusion(leaf, position - 1, size, *inclusion, root));
      EXPECT_TRUE(VerifyConsistency(position, *log().Root(position), size, root, *consistency));
    }
  }
  for (const auto& [position, size] :
       {std::pair<uint64_t, uint64_t>{0, kSize}, {1, kSize + 1}, {kSize + 1, kSize + 1}}) {
    EXPECT_EQ(log().ProveInclusion(position, size).status().code(), absl::StatusCode::kOutOfRange);
    EXPECT_EQ(log().ProveConsistency(position, size).status().code(),
              absl::StatusCode::kOutOfRange);
  }
}

INSTANTIATE_TEST_SUITE_P(Every, CountyLogContract,
                         ::testing::Values(KindOf<MemoryLogUnderTest>("Memory"),
                                           KindOf<EmbeddedLogUnderTest>("Embedded")),
                         [](const auto& info) { return info.param.name; });

}  // namespace rufaa
