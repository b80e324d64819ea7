// SIGINT and SIGTERM as something to wait for. Made before any other thread, so that every thread
// of the process has them blocked and none is interrupted in the middle of its work.
#pragma once

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace rufaa::cli {

class StopSignal {
 public:
  StopSignal();
  ~StopSignal();

  const std::atomic<bool>& stopping() const { return stopping_; }
  // Returns once a signal came; at once if one did already.
  void Wait();

 private:
  void Watch();
  sigset_t signals_;
  std::atomic<bool> stopping_ = false;
  bool over_ = false;
  std::mutex mutex_;
  std::condition_variable came_;
  std::thread watcher_;
};

}  // namespace rufaa::cli
