// A way between two processes that can be cut as a network is: what is under way is lost, what is
// opened is taken and never answered, and nobody is told.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace rufaa {

class TcpProxy {
 public:
  // From `port` of the loopback, which is free, to `target`.
  TcpProxy(int port, int target);
  ~TcpProxy();

  void Cut() { cut_ = true; }
  // By itself, once so many bytes more have gone to the target: in the middle of what is sent then.
  void CutAfter(size_t bytes) { left_ = bytes; }
  void WaitUntilCut() { cut_.wait(false); }
  // What was open when it was cut is closed; new connections pass.
  void Heal();

 private:
  struct Pair {
    int near, far;
  };
  void Run();
  void Accept();
  // False when the connection is over. Adds to `carried`.
  bool Carry(int from, int to, size_t& carried);
  void Sent(size_t bytes);
  void CloseAll();

  const int target_;
  int listener_ = -1;
  std::atomic<bool> cut_{false}, heal_{false}, stop_{false};
  std::atomic<size_t> left_{SIZE_MAX};  // Until it cuts itself.
  std::vector<Pair> pairs_;             // The thread's own.
  std::thread thread_;
};

}  // namespace rufaa
