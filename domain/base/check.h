// CHECK for our own mistakes: prints where, and ends the process. What the outside world can
// cause is never CHECKed; it returns absl::Status.
#pragma once

namespace rufaa {

[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);

}  // namespace rufaa

#define RUFAA_CHECK(condition)                         \
  (static_cast<bool>(condition) ? static_cast<void>(0) \
                                : ::rufaa::CheckFailed(__FILE__, __LINE__, #condition))
