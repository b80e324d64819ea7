// A county log filled with a random history.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "eventlog/memory_log.h"
#include "projections/all_views.h"
#include "projections/runner/view_runner.h"
#include "tests/support/random_history.h"

namespace rufaa {

inline void Append(CountyLog& log, RandomHistory& history, int commits) {
  for (int i = 0; i < commits; ++i) {
    const absl::StatusOr<Receipt> receipt = log.AppendAndWait(history.Next());
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }
}

inline std::unique_ptr<View> ViewNamed(absl::string_view name) {
  std::vector<std::unique_ptr<View>> views = AllViews();
  for (std::unique_ptr<View>& view : views) {
    if (view->name() == name) return std::move(view);
  }
  return nullptr;
}

// What the tests of a suite read and none of them changes: a long history takes longer to make than
// to read.
template <class Made>
class SharedTest : public ::testing::Test {
 public:
  static void SetUpTestSuite() { made_ = std::make_unique<Made>(); }
  static void TearDownTestSuite() { made_.reset(); }

 protected:
  static inline std::unique_ptr<Made> made_;
};

// A folder that is gone with the test.
class TestFolder {
 public:
  TestFolder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = absl::StrCat(::testing::TempDir(), "/rufaa-views-", getpid(), "-", test->name());
    std::filesystem::remove_all(path_);
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline ViewRunnerOptions OptionsAt(const std::string& path) {
  ViewRunnerOptions options;
  options.store.path = path;
  return options;
}

// Takes `bytes` off the end of the store's write-ahead log: what a power cut may do to a closed or
// killed store.
inline void CutTail(const std::string& path, uintmax_t bytes) {
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().extension() != ".log") continue;
    const auto size = std::filesystem::file_size(entry.path());
    std::filesystem::resize_file(entry.path(), size - std::min(size, bytes));
  }
}

}  // namespace rufaa
