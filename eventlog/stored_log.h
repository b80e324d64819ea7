// A county log whose commits stand in a LogStore: everything that is asked of one but to append.
// Who gives the order, and so what an answer to Append means, is the derived class's own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/county_log.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "eventlog/progress.h"
#include "rocksdb/env.h"

namespace rufaa {

class StoredLog : public CountyLog {
 public:
  absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                              absl::string_view request_id,
                                              absl::string_view digest) override;
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override;
  absl::Status ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) override;
  absl::Status Read(uint64_t after, ShowCommit show) override;
  absl::Status ReadChunks(uint64_t after, ShowChunk show) override;
  uint64_t Head() const override { return progress_->head(); }
  uint64_t WaitBeyond(uint64_t after, absl::Duration timeout) override {
    return progress_->WaitBeyond(after, timeout);
  }
  absl::StatusOr<MerkleHash> Root(uint64_t position) override;
  absl::StatusOr<MerkleProof> ProveInclusion(uint64_t position, uint64_t size) override;
  absl::StatusOr<MerkleProof> ProveConsistency(uint64_t from, uint64_t to) override;

  // What an operator sees. Cheap: nothing is walked.
  struct Stats {
    uint64_t head = 0;
    uint64_t disk_bytes = 0;
    uint64_t memory_bytes = 0;
    std::optional<uint64_t> free_bytes;
  };
  Stats ReadStats() const;

  // How many records of what the log is read from were none of ours. 0 where nobody else writes.
  virtual uint64_t PassedOver() const { return 0; }

  // OK, or why the log has stopped for good: nothing is appended from then on, by this process.
  virtual absl::Status Health() const { return absl::OkStatus(); }

  // The log's id: hexadecimal, made at random with it.
  const std::string& log_id() const { return directory_->manifest().log_id; }

  // A consistent copy into `path`, which must not exist; opens like the original. Writing goes on
  // meanwhile. On the same disk files of it are links to the log's own.
  absl::Status Checkpoint(const std::string& path);

 protected:
  // Takes the folder and opens the store in it. `env` must outlive the log; nullptr: the machine's.
  absl::Status OpenFolder(const std::string& path, absl::string_view county, rocksdb::Env* env,
                          bool salvage);

  // What a new store is given first; a log's id is hexadecimal in the manifest, bytes in here.
  Genesis GenesisOfFolder() const;
  // That an old store is of this folder, this county, and a rule that this program knows.
  absl::Status CheckGenesis(const Genesis& genesis);

  // From here on the log can be read.
  absl::Status ShowStore();

  // Asked before every read: what it must fail with, or OK. Cheaper than Health.
  virtual absl::Status Readable() const { return absl::OkStatus(); }

  // In order of dependence: the lock is given back last.
  rocksdb::Env* env_ = nullptr;
  std::unique_ptr<LogDirectory> directory_;
  std::unique_ptr<LogStore> store_;
  std::unique_ptr<Progress> progress_;

 private:
  absl::Status CheckRule();
  absl::Status ShowEvents(absl::string_view stream, uint64_t after, ShowEvent show);
};

}  // namespace rufaa
