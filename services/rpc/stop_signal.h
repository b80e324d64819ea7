// SIGINT and SIGTERM as something to wait for. Made before any other thread, so that every thread
// of the process has them blocked and none is interrupted in the middle of its work; SIGPIPE is
// ignored. Who asks a second time ends the process at once, with 130: they do not want to wait for
// the drain, and the stores survive that. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace rufaa::rpc {

class StopSignal {
 public:
  StopSignal();
  ~StopSignal();

  // While `at_once`, the first signal ends the process too: what starts may read a log for hours,
  // asks nobody whether it is to go on, and can be cut short anywhere. It ends with 0, and with 1
  // where the process itself sent the signal, since then something failed.
  void EndAtOnce(bool at_once) { at_once_ = at_once; }

  const std::atomic<bool>& stopping() const { return stopping_; }
  // Returns once a signal came; at once if one did already.
  void Wait();

 private:
  void Watch();
  sigset_t signals_;
  std::atomic<bool> at_once_ = false;
  std::atomic<bool> stopping_ = false;
  bool over_ = false;
  std::mutex mutex_;
  std::condition_variable came_;
  std::thread watcher_;
};

}  // namespace rufaa::rpc
