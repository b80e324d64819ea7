// The county log of one machine: this process gives the order, RocksDB keeps it. Nothing at opening
// reads the log through, so a large one opens as fast as a small one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "eventlog/clock.h"
#include "eventlog/store_room.h"
#include "eventlog/stored_log.h"
#include "rocksdb/env.h"

namespace rufaa {

class EmbeddedLog : public StoredLog {
 public:
  struct Options {
    std::string path;
    std::string county;
    Clock* clock = nullptr;       // Must outlive the log; nullptr: the system's.
    rocksdb::Env* env = nullptr;  // Likewise; nullptr: the machine's.
    // Left free for what must still be written when the disk is full: flushes and compactions.
    uint64_t reserve_bytes = kStoreReserveBytes;
    // Opens a log whose write-ahead log is damaged before its end, with what comes before the
    // damage. Commits after it are lost, acknowledged or not: only after a backup was considered.
    bool salvage = false;
  };

  // Makes the folder if absent. Refuses, plainly: STORE_IN_USE, STORE_NEWER (folder or rule),
  // STORE_OF_ANOTHER_COUNTY, STORE_DAMAGED; FAILED_PRECONDITION for a folder that copies a log kept
  // elsewhere, or whose log is on its way there.
  static absl::StatusOr<std::unique_ptr<EmbeddedLog>> Open(const Options& options);

  // Answers everything appended before.
  ~EmbeddedLog() override = default;

  // Once a write has failed by anything but want of room, nobody knows what the disk holds: opening
  // the log anew reads it, and goes on from there. What is durable can be read meanwhile.
  absl::Status Health() const override = 0;
};

}  // namespace rufaa
