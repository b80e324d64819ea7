// The script that `./dev up --kafka` starts, over a program that makes the county as quickly as a
// test wants: one that was cut short goes on from where it was, since its history stands in the
// topic for good.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/command.h"

namespace rufaa {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Makes a county where there is none and begins the topic with it, which takes no other's.
constexpr char kMaker[] = R"(#!/usr/bin/env bash
new=$4/001 topic=$4/../topic
if [ ! -d "$new" ]; then
  mkdir -p "$new"/{log,vault,reads,keys,access}
  touch "$new/vault.erased"
  [ ! -e "$topic" ] || { echo "Topic rufaa.county.001 is not empty" >&2; exit 6; }
  touch "$topic"
fi
echo accounts
[ ! -e "$4/../cut" ] || exit 130
)";

class RunScript : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_.File("bin"));
    fs::create_directories(folder_.File("data"));
    fs::permissions(folder_.Write("bin/rufaa", kMaker), fs::perms::owner_all);
  }

  // It ends by itself: there are no services to start.
  cli::Result Run() {
    return cli::RunProgram(folder_, {"deploy/processes/run", folder_.File("bin"),
                                     folder_.File("data"), "127.0.0.1:9"});
  }
  bool Has(const std::string& file) const { return fs::exists(folder_.File("data/" + file)); }
  void ExpectGiven() const {
    for (const char* file : {"made", "accounts", "vault/001/vault", "vault/001/vault.erased",
                             "vault/001/reads", "vault/001/keys", "access/001/access"}) {
      EXPECT_TRUE(Has(file)) << file;
    }
    EXPECT_FALSE(Has("new"));
  }

  const cli::Folder folder_;
};

TEST_F(RunScript, GivesTheCountyToThoseWhoKeepIt) {
  Run();
  ExpectGiven();
}

TEST_F(RunScript, GoesOnWithTheCountyWhoseHistoryIsInTheTopic) {
  folder_.Write("data/cut", "");
  Run();
  EXPECT_TRUE(Has("new/001/log"));
  EXPECT_FALSE(Has("made"));
  fs::remove(folder_.File("data/cut"));
  Run();
  ExpectGiven();
}

TEST_F(RunScript, GoesOnWithTheGivingThatWasCutShort) {
  folder_.Write("data/cut", "");
  Run();
  fs::remove(folder_.File("data/cut"));
  fs::create_directories(folder_.File("data/vault/001"));
  fs::rename(folder_.File("data/new/001/vault"), folder_.File("data/vault/001/vault"));
  Run();
  ExpectGiven();
}

TEST_F(RunScript, SaysWhatToDeleteWhereTheTopicIsOfAnotherCounty) {
  folder_.Write("data/topic", "");
  const cli::Result result = Run();
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_THAT(result.err, HasSubstr("is not empty"));
  EXPECT_THAT(result.err, HasSubstr(".data/kafka"));
  EXPECT_FALSE(Has("made"));
}

}  // namespace
}  // namespace rufaa
