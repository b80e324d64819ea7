// What a program of tests has synced, by its path at the time. Stands in for the C library's fsync,
// for all of the program that is not in a library of its own: to be included in one file of it.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace rufaa {

class SyncedPaths {
 public:
  static SyncedPaths& Of() {
    static SyncedPaths& paths = *new SyncedPaths;  // Whatever syncs last may still come to it.
    return paths;
  }
  bool Has(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return paths_.contains(path);
  }
  void Add(std::string path) {
    const std::lock_guard lock(mutex_);
    paths_.insert(std::move(path));
  }
  void Forget() {
    const std::lock_guard lock(mutex_);
    paths_.clear();
  }

 private:
  std::mutex mutex_;
  std::set<std::string> paths_;
};

}  // namespace rufaa

extern "C" int fsync(int file) {
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  if (const ssize_t size = readlink(link.c_str(), path, sizeof(path)); size > 0) {
    rufaa::SyncedPaths::Of().Add(std::string(path, static_cast<size_t>(size)));
  }
  return static_cast<int>(syscall(SYS_fsync, file));
}
