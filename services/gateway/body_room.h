// Room for the bodies of all connections together: a body is held whole until it is answered, long
// before anybody knows who sends it.
#pragma once

#include <atomic>
#include <cstddef>

namespace rufaa::gateway {

// Thread-safe.
class BodyRoom {
 public:
  explicit BodyRoom(size_t bytes) : bytes_(bytes) {}

  // False: there is no room for so much more, and none is taken.
  bool Take(size_t bytes) {
    size_t taken = taken_;
    do {
      if (bytes > bytes_ - taken) return false;
    } while (!taken_.compare_exchange_weak(taken, taken + bytes));
    return true;
  }
  void GiveBack(size_t bytes) { taken_ -= bytes; }

  size_t taken() const { return taken_; }

 private:
  const size_t bytes_;
  std::atomic<size_t> taken_{0};
};

}  // namespace rufaa::gateway
