// How far a long job has come: on a terminal one line that is written over, elsewhere one JSON line
// every ten seconds, so that a log shows it without being flooded.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/time/time.h"

namespace rufaa::cli {

class Progress {
 public:
  // `total` 0: not known. `quiet`: nothing is written.
  Progress(std::string what, uint64_t total, bool terminal, bool quiet, std::ostream& err,
           absl::Time now);

  // So much was done before, and is no part of the speed.
  void GoOnFrom(uint64_t done) { before_ = done; }

  // `done` so far, at `now`.
  void Show(uint64_t done, absl::Time now);
  // The last state, and on a terminal the end of the line.
  void Finish(uint64_t done, absl::Time now);

 private:
  void Write(uint64_t done, absl::Time now, bool last);
  const std::string what_;
  const uint64_t total_;
  const bool terminal_, quiet_;
  std::ostream& err_;
  const absl::Time start_;
  absl::Time next_;
  uint64_t before_ = 0;
};

}  // namespace rufaa::cli
