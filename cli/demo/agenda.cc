#include "cli/demo/agenda.h"

#include <algorithm>
#include <utility>

#include "domain/base/status_macros.h"

namespace rufaa::demo {

void Agenda::At(absl::Time time, Act act) {
  entries_.push({std::max(time, Now()), entered_++, std::move(act)});
}

absl::Status Agenda::RunUntil(absl::Time end, const std::function<bool()>& go_on) {
  while (!entries_.empty() && entries_.top().time <= end) {
    const Entry entry = entries_.top();
    entries_.pop();
    clock_.Set(entry.time);
    RUFAA_RETURN_IF_ERROR(entry.act());
    if (!go_on()) return absl::CancelledError("stopped while seeding");
  }
  clock_.Set(end);
  return absl::OkStatus();
}

}  // namespace rufaa::demo
