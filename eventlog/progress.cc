#include "eventlog/progress.h"

namespace rufaa {

std::optional<uint64_t> Progress::Version(absl::string_view stream) {
  const std::lock_guard lock(mutex_);
  return versions_.Get(stream);
}

void Progress::Advance(uint64_t head, const Moved& moved) {
  const std::lock_guard lock(mutex_);
  for (const auto& [stream, version] : moved) versions_.Set(stream, version);
  if (versions_.IsFull()) versions_.NewGeneration();
  head_.store(head, std::memory_order_release);
}

void Progress::Tell() { grown_.notify_all(); }

uint64_t Progress::WaitBeyond(uint64_t after, absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  grown_.wait_for(lock, absl::ToChronoNanoseconds(timeout), [&] { return head() > after; });
  return head();
}

}  // namespace rufaa
