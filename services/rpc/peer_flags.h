// The flags that every process of the hub has in common, and how it says that it can't start.
// Whatever is a flag may stand in a file, too: --config FILE, in TOML, one key per flag.
#pragma once

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "services/rpc/peers.h"

namespace rufaa::rpc {

// Fills `peers`, which must outlive the parsing: --peer NAME=TARGET, --peer-cert, --peer-key,
// --peer-ca; and adds --config.
void AddPeerFlags(CLI::App& app, Peers& peers);

// Writes why this process can't go on to standard error; its exit code: 2 for what it was given
// (INVALID_ARGUMENT), which no restart mends, else 1.
int FailToStart(const absl::Status& status);

}  // namespace rufaa::rpc
