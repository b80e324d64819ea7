// Which log somebody knows, as they say it: by a proof or a signed checkpoint that they have, or by
// size and root.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "cli/app/verb.h"
#include "cli/audit/proof_file.h"

namespace rufaa::cli {

// Names of the flags that say it.
struct HeldFlags {
  std::string file, size, root;
  std::string signed_by;  // Of a checkpoint, by whom; empty: it is taken for what it says.
};

// nullopt: none of them is given. DATA_LOSS for a checkpoint that was not signed by that key.
absl::StatusOr<std::optional<TreeHead>> HeldHead(const Args& args, const HeldFlags& flags);

}  // namespace rufaa::cli
