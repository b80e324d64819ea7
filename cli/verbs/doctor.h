// What `rufaa doctor` finds, and how it looks at a data directory and at other places.
#pragma once

#include <string>
#include <vector>

#include "cli/config/settings.h"

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

// The brokers that the settings name, each for itself, the counties' topics there, and the
// certificate that browsers see. Of the files, each the configuration of a service's own process:
// each instance of each peer, asked with that process's certificate whether it serves; brokers;
// certificates. What several of them name is asked once.
void CheckPlaces(const Settings& settings, const std::vector<std::string>& service_files,
                 std::vector<Finding>& findings);

}  // namespace rufaa::cli
