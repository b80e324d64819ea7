// Chance from a seed, the same on every machine: the demo county's histories must be made again
// exactly. The standard library's distributions differ between implementations, so none is used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/check.h"

namespace rufaa::demo {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  // SplitMix64.
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // Dice of one's own, so that a change in one story leaves all the others as they were.
  Dice For(absl::string_view what, uint64_t number = 0) const {
    uint64_t hash = state_ ^ 0xcbf29ce484222325u;
    for (const char c : what) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return Dice(Dice(hash + number).Next());
  }

  bool Chance(int percent) { return static_cast<int>(Next() % 100) < percent; }

  int Between(int low, int high) {  // Both included.
    RUFAA_CHECK(low <= high);
    return low + static_cast<int>(Next() % static_cast<uint64_t>(high - low + 1));
  }

  template <class T>
  const T& Pick(const std::vector<T>& of) {
    RUFAA_CHECK(!of.empty());
    return of[Next() % of.size()];
  }

  // Mostly sooner, sometimes much later, `mean` on average: how people answer.
  absl::Duration Around(absl::Duration mean) {
    const auto percent = static_cast<int64_t>(Next() % 100);
    return mean / 5 + mean * 12 * (percent * percent) / 50000;
  }

  std::string Bytes(size_t count) {
    std::string bytes;
    while (bytes.size() < count) bytes.push_back(static_cast<char>(Next() & 0xff));
    return bytes;
  }

 private:
  uint64_t state_;
};

}  // namespace rufaa::demo
