// Reads a log's folder through and checks everything that can be checked: each record's checksum
// and form, positions without gaps, every verdict against the rule, both indexes, the tree and its
// root. Takes nothing on trust. Whoever holds a root that was published compares it with the
// report's over as many commits.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "eventlog/merkle.h"
#include "rocksdb/env.h"

namespace rufaa {

struct VerifyOptions {
  rocksdb::Env* env = nullptr;  // nullptr: the machine's.
  // The last commit that is read; what the log holds beyond it is not looked at.
  uint64_t to_position = UINT64_MAX;
  std::function<void(uint64_t position)> progress = nullptr;  // Called now and then.
};

struct VerifyReport {
  uint64_t commits = 0;  // That were found whole, from the first on.
  uint64_t events = 0;
  MerkleHash root = {};  // Over them.
  // The first commit that is not what was written, and why; nullopt when all is well.
  std::optional<uint64_t> first_bad;
  std::string reason;
  // All that is wrong is a write-ahead log damaged before its end: what comes before that was read,
  // and holds. A log opened with `salvage` is then whole as far as `commits`.
  bool can_be_salvaged = false;

  bool ok() const { return !first_bad.has_value(); }
};

// An error only when the folder can't be looked at: NOT_FOUND where there is no log,
// INVALID_ARGUMENT where it is not this account's to read, STORE_DAMAGED where half of one is
// missing. Damage of what is in it is in the report.
// The log may be open elsewhere; then it is checked as of one moment, and UNAVAILABLE where it is
// written to too fast for that (eventlog/store_look.h).
absl::StatusOr<VerifyReport> VerifyLog(const std::string& path, const VerifyOptions& options);

}  // namespace rufaa
