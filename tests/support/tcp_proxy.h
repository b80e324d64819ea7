// A way between two processes that can be cut as a network is: what is under way is lost, what is
// opened is taken and never answered, and nobody is told.
#pragma once

#include <atomic>
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
  // What was open when it was cut is closed; new connections pass.
  void Heal();

 private:
  struct Pair {
    int near, far;
  };
  void Run();
  void Accept();
  // False when the connection is over.
  bool Carry(int from, int to);
  void CloseAll();

  const int target_;
  int listener_ = -1;
  std::atomic<bool> cut_{false}, heal_{false}, stop_{false};
  std::vector<Pair> pairs_;  // The thread's own.
  std::thread thread_;
};

}  // namespace rufaa
