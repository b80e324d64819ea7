// Bytes of the views' store that are not what was written: the log has it all, so they are made
// anew.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "projections/core/replay.h"
#include "projections/runner/view_runner.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

namespace fs = std::filesystem;

class DamagedViews : public ::testing::Test {
 protected:
  DamagedViews() {
    Append(log_, history_, 1500);
    EXPECT_TRUE(Open()->FoldToHead().ok());
    Open();  // Moves the rows out of the write-ahead log.
  }

  std::unique_ptr<ViewRunner> Open() {
    auto runner = ViewRunner::Open(OptionsAt(folder_.path()), log_, AllViews());
    EXPECT_TRUE(runner.ok()) << runner.status();
    return runner.ok() ? *std::move(runner) : nullptr;
  }

  std::vector<fs::path> Tables() const {
    std::vector<fs::path> tables;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      if (entry.path().extension() == ".sst") tables.push_back(entry.path());
    }
    EXPECT_FALSE(tables.empty());
    return tables;
  }

  static void FlipAByte(const fs::path& path, uintmax_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char flipped = static_cast<char>(file.get() ^ 1);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(flipped);
  }

  void ExpectAsMadeFromZero(const ViewRunner& runner) {
    for (const std::unique_ptr<View>& view : AllViews()) {
      const auto rows = runner.Snapshot(view->name());
      ASSERT_TRUE(rows.ok()) << rows.status();
      EXPECT_EQ(*Digest(**rows), *Digest(**Replay(log_, *view, log_.Head()))) << view->name();
    }
  }

  TestFolder folder_;
  MemoryLog log_;
  RandomHistory history_{{.seed = 14}};
};

TEST_F(DamagedViews, AreMadeAnewWhereTheFirstReadsOfThemFail) {
  for (const fs::path& table : Tables()) FlipAByte(table, 100);
  const auto runner = Open();
  ASSERT_NE(runner, nullptr);
  EXPECT_TRUE(runner->recreated());
  ASSERT_TRUE(runner->FoldToHead().ok());
  ExpectAsMadeFromZero(*runner);
}

TEST_F(DamagedViews, AreMadeAnewAtTheNextOpeningWhereItShowsLater) {
  fs::path largest = Tables().front();
  for (const fs::path& table : Tables()) {
    if (fs::file_size(table) > fs::file_size(largest)) largest = table;
  }
  ASSERT_GT(fs::file_size(largest), 64'000u) << "of many blocks";
  FlipAByte(largest, fs::file_size(largest) / 2);
  {
    const auto runner = Open();
    ASSERT_NE(runner, nullptr);
    EXPECT_FALSE(runner->recreated());
    EXPECT_TRUE(runner->Health().ok());
    int failed = 0;
    for (const std::unique_ptr<View>& view : AllViews()) {
      const auto rows = runner->Snapshot(view->name());
      ASSERT_TRUE(rows.ok()) << rows.status();
      failed += absl::IsDataLoss(Digest(**rows).status()) ? 1 : 0;
    }
    EXPECT_EQ(failed, 1);
    EXPECT_TRUE(absl::IsUnavailable(runner->Health())) << runner->Health();
  }
  const auto runner = Open();
  ASSERT_NE(runner, nullptr);
  EXPECT_TRUE(runner->recreated());
  EXPECT_TRUE(runner->Health().ok()) << runner->Health();
  ASSERT_TRUE(runner->FoldToHead().ok());
  ExpectAsMadeFromZero(*runner);
}

}  // namespace
}  // namespace rufaa
