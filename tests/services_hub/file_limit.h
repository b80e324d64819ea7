// A disk that fails by a limit to how long files may grow, which no store takes for a want of room.
// The process must ignore SIGXFSZ.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace rufaa::testing {

// How long the write-ahead log of the store in `folder` is: as long as no file may grow beyond.
inline rlim_t LengthOfWal(const std::string& folder) {
  rlim_t longest = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".log") longest = std::max(longest, entry.file_size());
  }
  EXPECT_GT(longest, 0u) << folder;
  return longest;
}

// Of process `pid`; 0: this one.
inline void LimitFiles(pid_t pid, rlim_t bytes) {
  rlimit limit;
  ASSERT_EQ(::prlimit(pid, RLIMIT_FSIZE, nullptr, &limit), 0);
  limit.rlim_cur = bytes;
  ASSERT_EQ(::prlimit(pid, RLIMIT_FSIZE, &limit, nullptr), 0);
}

}  // namespace rufaa::testing
