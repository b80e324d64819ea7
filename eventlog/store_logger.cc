#include "eventlog/store_logger.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rufaa {
namespace {

constexpr size_t kMaxBytes = size_t{4} << 20;
constexpr size_t kMaxLine = 1024;

class StoreLogger : public rocksdb::Logger {
 public:
  explicit StoreLogger(int file) : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), file_(file) {}
  ~StoreLogger() override {
    if (file_ >= 0) ::close(file_);
  }

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list words) override {
    if (file_ < 0 || written_ > kMaxBytes) return;
    std::string line = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ ", absl::Now(), absl::UTCTimeZone());
    const size_t time = line.size();
    line.resize(time + kMaxLine);
    const int size = std::vsnprintf(line.data() + time, kMaxLine, format, words);
    if (size < 0) return;
    line.resize(time + std::min(static_cast<size_t>(size), kMaxLine - 1));
    if (line.back() != '\n') line.push_back('\n');
    // One write, so that lines of several threads stay whole.
    if (const ssize_t bytes = ::write(file_, line.data(), line.size()); bytes > 0) {
      written_ += static_cast<size_t>(bytes);
    }
  }

 private:
  const int file_;
  std::atomic<size_t> written_{0};
};

}  // namespace

std::shared_ptr<rocksdb::Logger> MakeStoreLogger(const std::string& folder) {
  const std::filesystem::path path = std::filesystem::path(folder) / "LOG";
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::filesystem::rename(path, folder + "/LOG.old", ignored);
  return std::make_shared<StoreLogger>(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
}

std::shared_ptr<rocksdb::Logger> NoStoreLogger() { return std::make_shared<StoreLogger>(-1); }

}  // namespace rufaa
