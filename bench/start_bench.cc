#include "bench/start_bench.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/base/check.h"

namespace rufaa::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

double MillisSince(SteadyClock::time_point start) {
  return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

int NewSocket() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  RUFAA_CHECK(fd >= 0);
  return fd;
}

// A port that is free now.
int FreePort() {
  const int fd = NewSocket();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  RUFAA_CHECK(bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
  RUFAA_CHECK(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(fd);
  return ntohs(address.sin_port);
}

// What 127.0.0.1:`port` answers to GET `path`; empty when nothing listens.
std::string HttpGet(int port, const std::string& path) {
  const int fd = NewSocket();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request = absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    if (write(fd, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
      std::array<char, 4096> buffer;
      for (ssize_t got; (got = read(fd, buffer.data(), buffer.size())) > 0;) {
        answer.append(buffer.data(), static_cast<size_t>(got));
      }
    }
  }
  close(fd);
  return answer;
}

class HubProcess {
 public:
  HubProcess(const std::string& rufaa, const std::string& data_dir) : monitor_(FreePort()) {
    const std::string monitor = absl::StrCat(monitor_);
    pid_ = fork();
    if (pid_ == 0) {
      const int null = open("/dev/null", O_WRONLY);
      if (null < 0) _exit(127);
      dup2(null, 1);
      dup2(null, 2);
      execl(rufaa.c_str(), rufaa.c_str(), "serve", "--data", data_dir.c_str(), "--county", "001",
            "--listen", "127.0.0.1:0", "--metrics", monitor.c_str(), nullptr);
      _exit(127);
    }
  }

  // Milliseconds until /readyz says yes.
  double WaitUntilReady() {
    const auto start = SteadyClock::now();
    while (!absl::StartsWith(HttpGet(monitor_, "/readyz"), "HTTP/1.1 200")) {
      RUFAA_CHECK(waitpid(pid_, nullptr, WNOHANG) == 0);  // It must not have given up.
      RUFAA_CHECK(MillisSince(start) < 300'000);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return MillisSince(start);
  }

  void End(int signal) {
    kill(pid_, signal);
    waitpid(pid_, nullptr, 0);
  }

  int pid() const { return pid_; }

 private:
  const int monitor_;
  int pid_;
};

}  // namespace

double FolderBytes(const std::string& folder) {
  double bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.is_regular_file()) bytes += static_cast<double>(file.file_size());
  }
  return bytes;
}

double ResidentBytes(int pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, "VmRSS:")) continue;
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar("\t "), absl::SkipEmpty());
    double kilobytes = 0;
    if (absl::SimpleAtod(words[1], &kilobytes)) return kilobytes * 1024;
  }
  return 0;
}

nlohmann::json BenchStart(const std::string& rufaa, const std::string& data_dir, uint64_t events) {
  nlohmann::json json;
  json["events"] = events;
  HubProcess first(rufaa, data_dir);
  json["start_ms"] = first.WaitUntilReady();
  json["resident_mb"] = ResidentBytes(first.pid()) / 1e6;
  first.End(SIGKILL);
  HubProcess second(rufaa, data_dir);
  json["start_after_kill_ms"] = second.WaitUntilReady();
  second.End(SIGTERM);
  json["disk_bytes_per_event"] = FolderBytes(data_dir) / static_cast<double>(events);
  return json;
}

}  // namespace rufaa::bench
