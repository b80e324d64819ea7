// What a log's move has come to, shown as every long job is.
#pragma once

#include <cstdint>
#include <optional>

#include "cli/app/context.h"
#include "services/hub/move_log.h"

namespace rufaa::cli {

class MoveProgress {
 public:
  explicit MoveProgress(const Context& context) : context_(context) {}

  // For hub::MoveLog; must not outlive this.
  ShowMove Shown();

  // The last step is done.
  void Finish();

 private:
  void Show(MoveStep step, uint64_t done, uint64_t total);

  const Context& context_;
  std::optional<MoveStep> step_;
  std::optional<Progress> progress_;
  uint64_t done_ = 0;
};

}  // namespace rufaa::cli
