// A backup of before there was an access book.
#include "tests/backup/backup_fixture.h"

namespace rufaa {
namespace {

TEST_F(BackupTest, OfFormatOneIsRestoredToACountyWhoseBookBeginsAnew) {
  ops::BackupManifest manifest = BackUp();
  fs::remove_all(Path("copy/reads"));
  fs::remove(Path("copy/manifest.json"));
  manifest.format = 1;
  manifest.reads_position = 0;
  manifest.reads_root.clear();
  manifest.files = *ops::ListFiles(Path("copy"), ops::kManifestName);
  ASSERT_TRUE(ops::WriteManifest(Path("copy"), manifest).ok());
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_FALSE(fs::exists(Path("restored/001/reads") + hub::kBeginAnew));
  const auto county = Open("restored");
  ASSERT_NE(county, nullptr);
  EXPECT_EQ(county->reads().Head(), 0u);
}

}  // namespace
}  // namespace rufaa
