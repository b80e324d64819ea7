// A log whose write-ahead log is damaged before its end, opened up to the damage
// (docs/decisions/0005). Commits after it are lost, acknowledged or not.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "eventlog/merkle.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

struct Salvaged {
  uint64_t position = 0;  // The last commit that was kept.
  MerkleHash root;        // Over all that were.
};

// Of the county in options.data_dir, which no hub may have open: its county log, or its access book
// if `reads`. Views may be ahead of what is kept, so they go; a hub makes them anew. Whole already:
// nothing is lost. NOT_FOUND if there is no log; refuses as EmbeddedLog::Open.
absl::StatusOr<Salvaged> SalvageLog(const CountyOptions& options, bool reads);

}  // namespace rufaa::hub
