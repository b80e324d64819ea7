// JSON lines, one per call and per notable event. Never personal data: people are pseudonymous ids,
// requests and replies are never written.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/string_view.h"

namespace rufaa::rpc {

enum class Level { kDebug = 0, kInfo = 1, kWarning = 2, kError = 3, kOff = 4 };

// A value of a log line: text (escaped) or a number.
class LogValue {
 public:
  LogValue(absl::string_view text) : text_(text) {}   // NOLINT: a line reads better without names.
  LogValue(const char* text) : text_(text) {}         // NOLINT
  LogValue(const std::string& text) : text_(text) {}  // NOLINT
  LogValue(int64_t number) : number_(number), is_number_(true) {}  // NOLINT
  void AppendTo(std::string& line) const;

 private:
  absl::string_view text_;
  int64_t number_ = 0;
  bool is_number_ = false;
};

// Lines wait in memory for at most a tenth of a second, so that a call never waits for the disk or
// the terminal; errors are written at once. When the reader of the file is too slow, lines are
// dropped and the number of them is told. Thread-safe.
class Log {
 public:
  // Writes to file descriptor `fd`, which stays the caller's.
  Log(int fd, Level min_level);
  ~Log();

  bool Enabled(Level level) const { return level >= min_level_; }
  using Fields = std::initializer_list<std::pair<absl::string_view, LogValue>>;
  void Write(Level level, absl::string_view message, Fields fields = {});
  void Flush();

 private:
  void Run();
  void WriteOut(const std::string& lines);

  static constexpr size_t kMaxBufferedBytes = size_t{4} << 20;
  const int fd_;
  const Level min_level_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string buffer_;
  uint64_t dropped_ = 0;
  bool stop_ = false;
  std::mutex output_mutex_;  // Keeps lines whole and in order.
  std::thread writer_;
};

}  // namespace rufaa::rpc
