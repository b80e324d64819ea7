#include "cli/verbs/move_progress.h"

#include "absl/time/clock.h"

namespace rufaa::cli {
namespace {

const char* NameOf(MoveStep step) {
  switch (step) {
    case MoveStep::kVerify:
      return "verifying the log";
    case MoveStep::kTransfer:
      return "transferring commits";
    case MoveStep::kMark:
    case MoveStep::kHandOver:
    case MoveStep::kTakeOver:
      return "";  // Over in a moment.
    case MoveStep::kCheck:
      return "verifying the result";
  }
  return "";
}

}  // namespace

ShowMove MoveProgress::Shown() {
  return [this](MoveStep step, uint64_t done, uint64_t total) { Show(step, done, total); };
}

void MoveProgress::Show(MoveStep step, uint64_t done, uint64_t total) {
  if (step_ != step) {
    Finish();
    step_ = step;
    progress_.reset();
    if (*NameOf(step) != '\0') {
      progress_.emplace(context_.NewProgress(NameOf(step), total));
      progress_->GoOnFrom(done);
    }
  }
  done_ = done;
  if (progress_.has_value()) progress_->Show(done, absl::Now());
}

void MoveProgress::Finish() {
  if (progress_.has_value()) progress_->Finish(done_, absl::Now());
  progress_.reset();
  done_ = 0;
}

}  // namespace rufaa::cli
