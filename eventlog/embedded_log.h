// The county log of one machine: this process gives the order, RocksDB keeps it. Nothing at opening
// reads the log through, so a large one opens as fast as a small one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/clock.h"
#include "eventlog/county_log.h"
#include "rocksdb/env.h"

namespace rufaa {

class EmbeddedLog : public CountyLog {
 public:
  struct Options {
    std::string path;
    std::string county;
    Clock* clock = nullptr;       // Must outlive the log; nullptr: the system's.
    rocksdb::Env* env = nullptr;  // Likewise; nullptr: the machine's.
    // Left free for what must still be written when the disk is full: flushes and compactions.
    uint64_t reserve_bytes = uint64_t{64} << 20;
    // Opens a log whose write-ahead log is damaged before its end, with what comes before the
    // damage. Commits after it are lost, acknowledged or not: only after a backup was considered.
    bool salvage = false;
  };

  // Makes the folder if absent. Refuses, plainly: STORE_IN_USE, STORE_NEWER (folder or rule),
  // STORE_OF_ANOTHER_COUNTY, STORE_DAMAGED.
  static absl::StatusOr<std::unique_ptr<EmbeddedLog>> Open(const Options& options);

  // Answers everything appended before.
  ~EmbeddedLog() override = default;

  // What an operator sees. Cheap: nothing is walked.
  struct Stats {
    uint64_t head = 0;
    uint64_t disk_bytes = 0;
    uint64_t memory_bytes = 0;
    std::optional<uint64_t> free_bytes;
  };
  virtual Stats ReadStats() const = 0;

  // The log's id: hexadecimal, made at random with it.
  virtual const std::string& log_id() const = 0;

  // A consistent copy into `path`, which must not exist; opens like the original. Writing goes on
  // meanwhile.
  virtual absl::Status Checkpoint(const std::string& path) = 0;

  // RFC 9162 proofs; OUT_OF_RANGE beyond Head(). Positions count from 1: position n is leaf n - 1.
  virtual absl::StatusOr<MerkleProof> ProveInclusion(uint64_t position, uint64_t size) = 0;
  virtual absl::StatusOr<MerkleProof> ProveConsistency(uint64_t from, uint64_t to) = 0;
};

}  // namespace rufaa
