// A backup that this process makes of a county whose hub is stopped.
#include "cli/backup/offline.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/time/clock.h"
#include "services/access/passwords.h"
#include "services/hub/founding.h"

namespace rufaa::cli {
namespace {

namespace fs = std::filesystem;

class OfflineBackupTest : public testing::Test {
 protected:
  OfflineBackupTest()
      : root_(fs::canonical(testing::TempDir()) / ("offline_test." + std::to_string(getpid()))) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~OfflineBackupTest() override { fs::remove_all(root_); }

  std::string Path(const std::string& name) const { return root_ + "/" + name; }

  hub::CountyOptions Options() const {
    return {.data_dir = Path("data"),
            .county = "001",
            .key_dir = {},
            .make_key = true,
            .session_limits = {}};
  }

  const std::string root_;
};

TEST_F(OfflineBackupTest, HasItsViewsThoughTheLogWentOnSinceTheyWereFolded) {
  ASSERT_TRUE(hub::OpenCounty::Open(Options()).ok());
  const auto county = OpenOffline(Options());
  ASSERT_TRUE(county.ok()) << county.status();
  // As another hub of the same topic may append.
  access::Passwords passwords({.passes = 1, .memory_bytes = 8192});
  const hub::Founding founding{.name = "Pwani",
                               .prefix = "MS",
                               .admin_login = "admin",
                               .admin_password = "mwamba-wa-pwani-2026"};
  const absl::Status founded = hub::Found(**county, founding, passwords, absl::Now());
  ASSERT_TRUE(founded.ok()) << founded;
  const auto made = BackUpOffline(**county, Path("copy"), Path("keys"), absl::Now());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_GT(made->position, 0u);
  EXPECT_EQ(made->views.size(), (*county)->views().Status().size());
}

TEST_F(OfflineBackupTest, MakesNoCountyWhereThereIsNone) {
  EXPECT_TRUE(absl::IsNotFound(OpenOffline(Options()).status()));
  EXPECT_FALSE(fs::exists(Path("data")));
}

}  // namespace
}  // namespace rufaa::cli
