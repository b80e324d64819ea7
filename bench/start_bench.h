// How soon a hub serves over what is there, and how much memory and disk that takes. The hub is the
// `rufaa` binary in a process of its own, since that is what is started and killed.
#pragma once

#include <string>

#include "nlohmann/json.hpp"

namespace rufaa::bench {

// `rufaa`: path of the binary. Starts, reads resident memory, kills -9, starts again, stops.
nlohmann::json BenchStart(const std::string& rufaa, const std::string& data_dir, uint64_t events);

double FolderBytes(const std::string& folder);
double ResidentBytes(int pid);

}  // namespace rufaa::bench
