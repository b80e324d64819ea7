#include "bench/machine.h"

#include <sys/utsname.h>

#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

namespace rufaa::bench {

nlohmann::json Machine() {
  utsname name{};
  uname(&name);
  std::ifstream cpus("/proc/cpuinfo");
  std::string model;
  for (std::string line; std::getline(cpus, line) && model.empty();) {
    if (absl::StartsWith(line, "model name")) model = line.substr(line.find(':') + 2);
  }
  return {{"kernel", name.release},
          {"processor", model},
          {"processors", std::thread::hardware_concurrency()},
          {"at", absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone())}};
}

}  // namespace rufaa::bench
