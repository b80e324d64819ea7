// What of the log is durable: its head, and the versions of streams lately written. The sequencer
// moves it, of a copy the replica; everybody reads it. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/head_cache.h"

namespace rufaa {

class Progress {
 public:
  explicit Progress(uint64_t head) : head_(head) {}

  uint64_t head() const { return head_.load(std::memory_order_acquire); }

  // The durable version of `stream` if it was written lately.
  std::optional<uint64_t> Version(absl::string_view stream);

  using Moved = std::vector<std::pair<std::string, uint64_t>>;
  // Everybody who looks sees it; who waits in WaitBeyond hears of it by Tell(), which must follow.
  // Apart, so that who is to be answered comes before who merely follows.
  void Advance(uint64_t head, const Moved& moved);
  void Tell();

  uint64_t WaitBeyond(uint64_t after, absl::Duration timeout);

 private:
  static constexpr size_t kStreams = 50'000;

  std::atomic<uint64_t> head_;
  std::mutex mutex_;
  std::condition_variable grown_;
  HeadCache versions_{kStreams};
};

}  // namespace rufaa
