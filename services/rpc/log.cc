#include "services/rpc/log.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rufaa::rpc {
namespace {

constexpr auto kFlushEvery = std::chrono::milliseconds(100);

absl::string_view Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    default:
      return "error";
  }
}

void AppendEscaped(absl::string_view text, std::string& line) {
  constexpr char kHex[] = "0123456789abcdef";
  line.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      line.append("\\u00").push_back(kHex[byte >> 4]);
      line.push_back(kHex[byte & 15]);
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

}  // namespace

void LogValue::AppendTo(std::string& line) const {
  if (is_number_) {
    absl::StrAppend(&line, number_);
  } else {
    AppendEscaped(text_, line);
  }
}

Log::Log(int fd, Level min_level) : fd_(fd), min_level_(min_level), writer_([this] { Run(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  writer_.join();
  Flush();
}

void Log::Write(Level level, absl::string_view message, Fields fields) {
  if (!Enabled(level)) return;
  std::string line = absl::StrCat(
      "{\"ts\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"level\":\"", Name(level), "\",\"msg\":");
  AppendEscaped(message, line);
  for (const auto& [key, value] : fields) {
    absl::StrAppend(&line, ",\"", key, "\":");
    value.AppendTo(line);
  }
  line.append("}\n");
  {
    const std::lock_guard lock(mutex_);
    if (buffer_.size() + line.size() > kMaxBufferedBytes) {
      ++dropped_;
    } else {
      buffer_.append(line);
    }
  }
  if (level >= Level::kError) Flush();
}

void Log::Flush() {
  const std::lock_guard output_lock(output_mutex_);
  std::string lines;
  uint64_t dropped = 0;
  {
    const std::lock_guard lock(mutex_);
    lines.swap(buffer_);
    std::swap(dropped, dropped_);
  }
  if (dropped > 0) {
    absl::StrAppend(
        &lines, "{\"level\":\"warning\",\"msg\":\"log lines dropped\",\"count\":", dropped, "}\n");
  }
  WriteOut(lines);
}

void Log::WriteOut(const std::string& lines) {
  size_t written = 0;
  while (written < lines.size()) {
    const ssize_t n = ::write(fd_, lines.data() + written, lines.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;  // Nobody to tell: the log itself is what failed.
    written += static_cast<size_t>(n);
  }
}

void Log::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    wake_.wait_for(lock, kFlushEvery);
    if (buffer_.empty()) continue;
    lock.unlock();
    Flush();
    lock.lock();
  }
}

}  // namespace rufaa::rpc
