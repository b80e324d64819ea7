#include "cli/serve/stop_signal.h"

#include <pthread.h>
#include <unistd.h>

#include "cli/app/exit_code.h"

namespace rufaa::cli {

StopSignal::StopSignal() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  watcher_ = std::thread([this] { Watch(); });
}

StopSignal::~StopSignal() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    over_ = true;
  }
  // Wakes the watcher, which sees that it is over. The signal is blocked: it ends nothing.
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
  pthread_kill(watcher_.native_handle(), SIGTERM);
  watcher_.join();
}

void StopSignal::Watch() {
  for (;;) {
    int signal = 0;
    sigwait(&signals_, &signal);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (over_) return;
    // Who asks twice does not want to wait for the drain. The log survives that.
    if (stopping_.exchange(true)) _exit(static_cast<int>(ExitCode::kInterrupted));
    came_.notify_all();
  }
}

void StopSignal::Wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  came_.wait(lock, [this] { return stopping_.load(); });
}

}  // namespace rufaa::cli
