// What `rufaa doctor` finds, and how it looks at a data directory.
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

}  // namespace rufaa::cli
