// Files that are closed to an account, in tests that root runs, to whom none are.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

namespace rufaa {

// While it lives root is nobody, and any other account what it is.
class AsNobody {
 public:
  AsNobody() : was_root_(geteuid() == 0) {
    if (was_root_) EXPECT_EQ(seteuid(kNobody), 0);
  }
  ~AsNobody() {
    if (was_root_) EXPECT_EQ(seteuid(0), 0);
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  static constexpr uid_t kNobody = 65'534;
  const bool was_root_;
};

}  // namespace rufaa
