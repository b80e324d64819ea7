// A log whose write-ahead log is damaged before its end, opened up to the damage
// (docs/decisions/0005). Commits after it are lost, acknowledged or not. Nothing of the kind is
// done to a log whose tables are damaged: a commit within it would be missing, and only a backup
// has that.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "eventlog/merkle.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

struct Salvaged {
  bool was_whole = false;  // There was nothing to salvage, and nothing was done.
  uint64_t position = 0;   // The last commit that was kept.
  MerkleHash root;         // Over all that were.
};

// Of the county in options.data_dir, which no hub may have open: its county log, or its access book
// if `reads`. Reads all of it first. Views may be ahead of what is kept, so they go; a hub makes
// them anew. STORE_DAMAGED where anything but the write-ahead log is: then nothing was done.
// NOT_FOUND if there is no log; refuses as VerifyLog and EmbeddedLog::Open.
absl::StatusOr<Salvaged> SalvageLog(const CountyOptions& options, bool reads);

}  // namespace rufaa::hub
