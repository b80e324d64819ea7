// A county of which a part is gone: a start makes nothing in its place, and says what is gone.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/as_nobody.h"
#include "tests/support/synced_paths.h"
#include "tests/walk_grpc/county.h"

namespace rufaa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class LostStores : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    Stop();
  }

  std::string Part(const std::string& name) const { return data_dir_ + "/data/001/" + name; }

  // As any later start: nothing is asked to be made.
  hub::HubOptions Later() {
    hub::HubOptions options;
    options.data_dir = data_dir_ + "/data";
    options.counties = {"001"};
    options.log_fd = log_fd_;
    options.clock = &clock_;
    options.password_cost = {.passes = 1, .memory_bytes = size_t{1} << 20};
    return options;
  }
  // As the first start was.
  hub::HubOptions AsTheFirst() {
    hub::HubOptions options = Later();
    options.make_keys = true;
    options.founding = {.name = "Pwani",
                        .prefix = "MS",
                        .admin_login = "admin",
                        .admin_password = "mwamba-wa-pwani-2026"};
    return options;
  }
  static absl::Status Started(const hub::HubOptions& options) {
    return hub::Hub::Start(options).status();
  }
};

TEST_F(LostStores, EachIsMissedByNameAndNothingIsMadeInItsPlace) {
  for (const char* part : {"log", "vault", "reads", "access"}) {
    SCOPED_TRACE(part);
    const std::string aside = data_dir_ + "/aside";
    fs::rename(Part(part), aside);
    for (const hub::HubOptions& options : {Later(), AsTheFirst()}) {
      const absl::Status refused = Started(options);
      EXPECT_REFUSED(refused, STORE_MISSING);
      EXPECT_THAT(std::string(refused.message()), HasSubstr(Part(part)));
      EXPECT_FALSE(fs::exists(Part(part)));
    }
    // A place where its disk would be.
    fs::create_directory(Part(part));
    EXPECT_REFUSED(Started(Later()), STORE_MISSING);
    EXPECT_TRUE(fs::is_empty(Part(part)));
    fs::remove(Part(part));
    fs::rename(aside, Part(part));
  }
  const absl::Status started = Started(Later());
  EXPECT_TRUE(started.ok()) << started;
}

TEST_F(LostStores, AFolderOfKeysThatMayNotBeLookedIntoIsRefused) {
  const AsNobody nobody;
  const fs::path place = fs::temp_directory_path() / ("rufaa-nobody-" + std::to_string(getpid()));
  fs::create_directories(place / "keys");
  fs::permissions(place / "keys", fs::perms::none);
  hub::HubOptions options = AsTheFirst();
  options.data_dir = place / "data";
  options.key_dir = place / "keys";
  EXPECT_REFUSED(Started(options), KEY_FILE_UNUSABLE);
  fs::permissions(place / "keys", fs::perms::owner_all);
  fs::remove_all(place);
}

TEST_F(LostStores, WhatIsLostForGoodIsBegunAnewWhereAFileSaysSoAndOnlyOnce) {
  fs::remove_all(Part("access"));
  std::ofstream(Part("access.begin-anew")).close();
  const absl::Status begun = Started(Later());
  EXPECT_TRUE(begun.ok()) << begun;
  EXPECT_FALSE(fs::exists(Part("access.begin-anew")));
  fs::remove_all(Part("access"));
  EXPECT_REFUSED(Started(Later()), STORE_MISSING);
}

TEST_F(LostStores, ViewsAreMadeAnewByThemselves) {
  fs::remove_all(Part("views"));
  const absl::Status started = Started(Later());
  EXPECT_TRUE(started.ok()) << started;
}

// The disk of the data directory is not mounted; that of the key is.
TEST_F(LostStores, AKeyWithoutACountyBeginsNoneUnlessThatIsAskedFor) {
  const std::string keys = data_dir_ + "/keys", empty = data_dir_ + "/empty";
  fs::create_directory(keys);
  fs::rename(Part("keys/county.key"), keys + "/001.key");
  hub::HubOptions options = Later();
  options.data_dir = empty;
  options.key_dir = keys;
  const absl::Status refused = Started(options);
  EXPECT_REFUSED(refused, STORE_MISSING);
  EXPECT_THAT(std::string(refused.message()), HasSubstr(empty + "/001/log"));
  EXPECT_FALSE(fs::exists(empty));
  options.founding = AsTheFirst().founding;
  const absl::Status founded = Started(options);
  EXPECT_TRUE(founded.ok()) << founded;
}

TEST_F(LostStores, APowerCutTakesNoCountyThatWasBegun) {
  const std::string above = data_dir_ + "/new";
  hub::HubOptions options = AsTheFirst();
  options.data_dir = above + "/data";
  options.key_dir = above + "/keys";
  const absl::Status started = Started(options);
  ASSERT_TRUE(started.ok()) << started;
  const std::string county = options.data_dir + "/001";
  for (const std::string& folder : {data_dir_, above, options.data_dir, county, county + "/log",
                                    county + "/reads", options.key_dir}) {
    EXPECT_TRUE(SyncedPaths::Of().Has(folder)) << folder;
  }
}

TEST_F(LostStores, WithoutAKeyNothingIsMade) {
  hub::HubOptions options = AsTheFirst();
  options.data_dir = data_dir_ + "/empty";
  options.make_keys = false;
  EXPECT_REFUSED(Started(options), KEY_FILE_UNUSABLE);
  EXPECT_FALSE(fs::exists(options.data_dir));
}

}  // namespace
}  // namespace rufaa::testing
