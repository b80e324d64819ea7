#include "cli/output/progress.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace rufaa::cli {
namespace {

constexpr absl::Duration kTerminalEvery = absl::Milliseconds(100);
constexpr absl::Duration kLogEvery = absl::Seconds(10);

}  // namespace

Progress::Progress(std::string what, uint64_t total, bool terminal, bool quiet, std::ostream& err,
                   absl::Time now)
    : what_(std::move(what)),
      total_(total),
      terminal_(terminal),
      quiet_(quiet),
      err_(err),
      start_(now),
      next_(terminal ? now : now + kLogEvery) {}

void Progress::Show(uint64_t done, absl::Time now) {
  if (quiet_ || now < next_) return;
  next_ = now + (terminal_ ? kTerminalEvery : kLogEvery);
  Write(done, now, /*last=*/false);
}

void Progress::Finish(uint64_t done, absl::Time now) {
  if (!quiet_) Write(done, now, /*last=*/true);
}

void Progress::Write(uint64_t done, absl::Time now, bool last) {
  const double seconds = absl::ToDoubleSeconds(now - start_);
  const double rate =
      seconds > 0 && done > before_ ? static_cast<double>(done - before_) / seconds : 0;
  if (!terminal_) {
    err_ << absl::StrFormat(
                R"({"progress":"%s","done":%d,"total":%d,"per_second":%.1f,"finished":%s})", what_,
                done, total_, rate, last ? "true" : "false")
         << "\n"
         << std::flush;
    return;
  }
  std::string line = absl::StrCat(what_, " ", done);
  if (total_ > 0) {
    absl::StrAppendFormat(&line, "/%d (%d%%)", total_, done * 100 / total_);
  }
  absl::StrAppendFormat(&line, ", %.0f/s", rate);
  if (!last && total_ > done && rate > 0) {
    absl::StrAppendFormat(&line, ", %.0f s to go", static_cast<double>(total_ - done) / rate);
  }
  // Back to the line's start, and clear what a longer line left.
  err_ << "\r\x1b[K" << line << (last ? "\n" : "") << std::flush;
}

}  // namespace rufaa::cli
