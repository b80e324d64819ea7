// A few threads for what must not run on a thread of a log, which has others to answer: a decision
// may ask the vault, and wait for it; a page of notes takes long to open. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace rufaa {

class Workers {
 public:
  using Work = std::function<void()>;

  // `name`: of each thread, as NamedThread has it.
  Workers(const char* name, int threads);
  ~Workers() { Stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Runs `work` on one of the threads, in the order it came; once stopped, on the caller's.
  void Run(Work work);

  // Returns when all that waited was run and the threads have ended. Not to be called by a worker.
  void Stop();

 private:
  void RunAll();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> waiting_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace rufaa
