#include "services/rpc/stop_signal.h"

#include <pthread.h>
#include <unistd.h>

namespace rufaa::rpc {
namespace {

// As a shell tells that SIGINT ended a program.
constexpr int kInterrupted = 130;

}  // namespace

StopSignal::StopSignal() {
  std::signal(SIGPIPE, SIG_IGN);
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
    siginfo_t signal{};
    if (sigwaitinfo(&signals_, &signal) < 0) continue;  // EINTR: a debugger came by.
    const std::lock_guard<std::mutex> lock(mutex_);
    if (over_) return;
    if (at_once_) _exit(signal.si_pid == ::getpid() ? 1 : 0);
    if (stopping_.exchange(true)) _exit(kInterrupted);
    came_.notify_all();
  }
}

void StopSignal::Wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  came_.wait(lock, [this] { return stopping_.load(); });
}

}  // namespace rufaa::rpc
