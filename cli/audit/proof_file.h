// That a commit is in a county's log, in a file that whoever has it checks by themselves. Nothing
// stands in it that the check does not go by. What root and size are worth, and so what position
// is, is for who checks to know from elsewhere: CheckAgainst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/merkle.h"

namespace rufaa::cli {

// A log as it was when it had `size` commits. Who noted it knows that log again.
struct TreeHead {
  uint64_t size = 0;
  MerkleHash root = {};
};

struct CommitProof {
  struct Since {
    TreeHead head;
    MerkleProof consistency;
  };

  uint64_t position = 0;
  MerkleHash leaf = {};
  TreeHead head;
  MerkleProof inclusion;
  std::optional<Since> since;  // What the log was known to begin with, and that it does.
  std::string record;          // The commit's stored bytes; empty: the hash alone.
};

std::string ToJson(const CommitProof& proof);

inline constexpr size_t kProofBytesMost = size_t{4} << 20;  // Twice the largest commit, and some.

// A usage error names the file, and the field that is none.
absl::StatusOr<CommitProof> ReadProofFile(const std::string& path);
// The same of what `path` was read to hold.
absl::StatusOr<CommitProof> ProofIn(const std::string& path, absl::string_view text);
// Must not exist: a proof that somebody holds is never written over.
absl::Status WriteProofFile(const std::string& path, const CommitProof& proof);

// 64 hexadecimal digits; a usage error names `field`.
absl::StatusOr<MerkleHash> HashFromHex(const std::string& field, absl::string_view hex);

// Whether it holds by itself: DATA_LOSS says what doesn't.
absl::Status CheckProof(const CommitProof& proof);
// Whether its log begins with what `held` is of, for a proof that holds: DATA_LOSS if not, and
// where nothing shows it.
absl::Status CheckGoesOn(const CommitProof& proof, const TreeHead& held);
// The same, and that its commit is one of those.
absl::Status CheckAgainst(const CommitProof& proof, const TreeHead& held);

}  // namespace rufaa::cli
