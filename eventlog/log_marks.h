// What a log's store knows of the log as a whole: kept beside the commits, written with them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "eventlog/merkle.h"

namespace rufaa {

// Written first into a new log, never again.
struct Genesis {
  uint32_t rule = 0;  // The acceptance rule that holds from position 1.
  std::string county;
  std::string log_id;  // 16 random bytes.
};

// Where the log ends: rewritten by every batch.
struct LogTip {
  uint64_t position = 0;
  absl::Time recorded_at = absl::InfinitePast();
  MerkleHash root = Sha256({});
};

// Of a store that is a copy: how far it was read out of its source. The truth itself has none.
struct SourceMark {
  uint64_t next = 0;       // The offset to go on from.
  MerkleHash last = {};    // SHA-256 of the source's bytes at the offset before.
  uint64_t malformed = 0;  // Up to there: records that were none of ours, and passed over.
};

// Of a store whose log is between two homes (kafka/move_log.h): a move that was cut short is to be
// finished before anything else happens to it.
struct MoveMark {
  enum class Kind : uint8_t {
    kNone = 0,
    kHistory = 1,  // A copy, and the history that its source begins with has not ended yet.
    kLeaving = 2,  // The log itself, and a topic may have all of it and go on without.
    kClosing = 3,  // A copy, and its source may have been closed in its favour.
  };
  Kind kind = Kind::kNone;
  std::string id;  // kClosing: 16 random bytes, by which it knows its own closing.
};

}  // namespace rufaa
