// A disk that fails when told to: the machine's own, or one in memory, behind a rocksdb::Env that
// can refuse room, fail to sync, or forget what was never synced, as a power cut does.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace rufaa {

class FaultFileSystem;

class FaultEnv {
 public:
  FaultEnv();
  ~FaultEnv();

  // For EmbeddedLog::Options.
  rocksdb::Env* env() { return env_.get(); }

  // Appends give "no space left on device"; FreeSpace tells `reported_free_bytes`.
  void FillDisk();
  void EmptyDisk();
  void ReportFreeBytes(uint64_t bytes);

  // The next syncs of write-ahead logs fail.
  void FailSyncs(bool fail);

  // Counts, for tests that must know that a fault was met.
  uint64_t failed_appends() const;
  uint64_t failed_syncs() const;
  // Appends and syncs asked of any file, whether or not they failed.
  uint64_t writes() const;

 private:
  std::shared_ptr<FaultFileSystem> file_system_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace rufaa
