#include "bench/machine.h"

#include <sys/resource.h>
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

absl::Duration WaitUntilAtRest() {
  constexpr absl::Duration kLook = absl::Milliseconds(500), kLongest = absl::Minutes(2);
  constexpr double kNextToNothing = 0.02;  // Of a core.
  const auto worked = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
  };
  const absl::Time start = absl::Now();
  for (absl::Duration before = worked(); absl::Now() - start < kLongest;) {
    absl::SleepFor(kLook);
    const absl::Duration now = worked();
    if (now - before < kNextToNothing * kLook) break;
    before = now;
  }
  return absl::Now() - start;
}

}  // namespace rufaa::bench
