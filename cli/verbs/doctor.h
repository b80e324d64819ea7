// What `rufaa doctor` finds, and how it looks at a data directory and at other places.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/config/settings.h"
#include "services/rpc/peers.h"

namespace rufaa::cli {

struct Finding {
  enum class State { kOk, kWarning, kProblem };

  std::string check;
  State state;
  std::string found;
  std::string remedy;  // Empty when all is well.
};

// Disk, keys and log of the counties in `serve.data`, whether or not a hub runs there, and whether
// what is sealed opens with those keys. Writes nothing.
void CheckData(const Settings& settings, std::vector<Finding>& findings);

// How much room there is on the disk of this folder.
Finding CheckDisk(const std::string& folder);

// Of the hub that the settings are of, where it runs on this machine: whether its folder was
// removed under it; and at its metrics whether it serves, else why not, and whether it publishes.
void CheckHubProcess(const Settings& settings, std::vector<Finding>& findings);

// The same of the process that the file `whose` ("casework.toml") is of, with the disk of its
// `data`, if that fills. Its `metrics` are "PORT" of the loopback, or "HOST:PORT". Each may be
// empty.
void CheckProcess(const std::string& whose, const std::string& metrics, const std::string& data,
                  std::vector<Finding>& findings);

// The brokers that the settings name, each for itself, the counties' topics there, and the
// certificate that browsers see. Of the files, each the configuration of a service's own process:
// each instance of each peer, asked with that process's certificate whether it serves; that process
// itself; brokers; certificates. What several of them name is asked once.
void CheckPlaces(const Settings& settings, const std::vector<std::string>& service_files,
                 std::vector<Finding>& findings);

// The addresses that a name stands for now: "10.0.0.4", "fd00::4". UNAVAILABLE if for none.
using Resolve = std::function<absl::StatusOr<std::vector<std::string>>(const std::string& host)>;
absl::StatusOr<std::vector<std::string>> AddressesOf(const std::string& host);

// Whether each instance of `service` at `target`, as gRPC takes it, serves: a list's, and all that
// a name stands for, whichever gRPC would have asked. An instance that is among the findings is not
// asked again.
void CheckPeer(const rpc::PeerFiles& files, const std::string& service, const std::string& target,
               const Resolve& resolve, std::vector<Finding>& findings);

}  // namespace rufaa::cli
