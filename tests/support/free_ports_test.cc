#include "tests/support/free_ports.h"

#include <gtest/gtest.h>

#include <set>

namespace rufaa {
namespace {

// Though nobody listens on any of them.
TEST(FreePorts, NobodyIsGivenAPortTwice) {
  constexpr size_t kEach = 8, kTimes = 75;
  std::set<int> given;
  for (size_t i = 0; i < kTimes; ++i) {
    for (const int port : FreePorts(kEach)) given.insert(port);
  }
  EXPECT_EQ(given.size(), kEach * kTimes);
}

}  // namespace
}  // namespace rufaa
