// Proofs over a small log, as files that somebody was given.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/audit/proof_file.h"
#include "eventlog/memory_log.h"
#include "eventlog/record.h"
#include "tests/cli/command.h"

namespace rufaa::cli {

inline constexpr uint64_t kCommits = 11;
inline constexpr uint64_t kEarlier = 6;
inline constexpr uint64_t kPosition = 5;

inline Proposal Noted(uint64_t n) {
  Proposal proposal;
  proposal.caller = "p-amina";
  proposal.request_id = std::string(16, static_cast<char>('a' + n));
  proposal.digest = std::string(32, 'd');
  proposal.events = {{.stream = "case/1", .type = "case.noted", .payload = "payload"}};
  proposal.actor = {.person = "p-amina", .agency = "a-1", .desk = "d-1", .role = "officer"};
  proposal.occurred_at = absl::FromUnixSeconds(1'700'000'000);
  return proposal;
}

class ProofTest : public testing::Test {
 protected:
  void SetUp() override {
    for (uint64_t n = 0; n < kCommits; ++n) ASSERT_TRUE(log_.AppendAndWait(Noted(n)).ok());
  }

  TreeHead HeadAt(uint64_t size) { return {size, *log_.Root(size)}; }
  std::string RootAt(uint64_t size) { return absl::BytesToHexString(BytesOf(HeadAt(size).root)); }

  // Of a position, in the log as it was at `size`, since it was at `since`; 0: since nothing.
  CommitProof Proof(uint64_t size, uint64_t since = 0, uint64_t position = kPosition) {
    CommitProof proof;
    EXPECT_TRUE(log_.Read(position - 1,
                          [&](const Commit& commit) {
                            proof.record = EncodeCommit(commit);
                            return false;
                          })
                    .ok());
    proof.position = position;
    proof.leaf = LeafHash(proof.record);
    proof.head = HeadAt(size);
    proof.inclusion = *log_.ProveInclusion(position, size);
    if (since > 0) proof.since = {HeadAt(since), *log_.ProveConsistency(since, size)};
    return proof;
  }
  // A new file each time.
  std::string File(const std::string& text) {
    return home_.Write(absl::StrCat("proof", ++files_), text);
  }

  const Folder home_;
  MemoryLog log_;
  int files_ = 0;
};

}  // namespace rufaa::cli
