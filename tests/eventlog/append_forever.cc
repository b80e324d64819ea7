// append_forever FOLDER FIRST: opens the log in FOLDER and appends as fast as it can, from request
// FIRST on, until it is killed. Writes to standard output the number of each request that was
// acknowledged, eight bytes each, in one write: what a client would know.
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "absl/strings/numbers.h"
#include "tests/eventlog/killed_log.h"

int main(int argc, char** argv) {
  uint64_t next = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &next)) return 2;
  const auto log = rufaa::EmbeddedLog::Open({.path = argv[1], .county = "mombasa"});
  if (!log.ok()) {
    std::fprintf(stderr, "%s\n", log.status().ToString().c_str());
    return 1;
  }
  std::mutex mutex;
  std::condition_variable answered;
  uint64_t in_flight = 0;
  for (;; ++next) {
    {
      std::unique_lock lock(mutex);
      answered.wait(lock, [&] { return in_flight < 500; });
      ++in_flight;
    }
    (*log)->Append(rufaa::NthRequest(next), [&, next](absl::StatusOr<rufaa::Receipt> receipt) {
      if (!receipt.ok() || write(STDOUT_FILENO, &next, sizeof(next)) != sizeof(next)) _exit(3);
      const std::lock_guard lock(mutex);
      --in_flight;
      answered.notify_one();
    });
  }
}
