// The scripts that `./dev up --kafka` starts. One over a program that makes the county as quickly
// as a test wants: what was cut short goes on from where it was, since its history stands in the
// topic for good. The other over what looks like brokers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

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

// Whoever listens there would be asked whether it serves, and passes for the one that was started.
TEST_F(RunScript, StartsNothingBesideAHubThatHasItsPorts) {
  sockaddr_in access = {};
  access.sin_family = AF_INET;
  access.sin_port = htons(7451);
  access.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  // Where another has it, it is taken all the same.
  if (bind(fd, reinterpret_cast<sockaddr*>(&access), sizeof(access)) == 0) listen(fd, 1);
  const cli::Result result = Run();
  close(fd);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr(" is taken: stop the hub"));
  EXPECT_FALSE(Has("access/log"));
}

// A broker that takes its time to end, and one asker who finds it whenever it was started.
constexpr char kJava[] = R"(#!/usr/bin/env bash
trap 'sleep 0.5; rm -f "$0.runs"; exit' TERM
touch "$0.runs"
while :; do sleep 0.1; done
)";
constexpr char kKcat[] = R"(#!/usr/bin/env bash
echo " 1 brokers:"
)";

class BrokerScript : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* made : {"bin", "deploy/kafka", "build/kafka", ".data/kafka/1-1/data"}) {
      fs::create_directories(folder_.File(made));
    }
    fs::copy("deploy/kafka", folder_.File("deploy/kafka"),
             fs::copy_options::overwrite_existing | fs::copy_options::recursive);
    fs::permissions(folder_.Write("bin/java", kJava), fs::perms::owner_all);
    fs::permissions(folder_.Write("bin/kcat", kKcat), fs::perms::owner_all);
    Run("cksum < deploy/kafka/pom.xml > build/kafka/fetched");
  }
  void TearDown() override { Run("deploy/kafka/broker stop"); }

  cli::Result Run(const std::string& command) {
    return cli::RunProgram(
        folder_, {"bash", "-c", "cd " + folder_.path() + " && PATH=$PWD/bin:$PATH; " + command});
  }
  bool BrokerRuns() const { return fs::exists(folder_.File("bin/java.runs")); }

  const cli::Folder folder_;
};

// Else the next start finds its ports taken.
TEST_F(BrokerScript, StopsOnceTheBrokerHasEnded) {
  ASSERT_EQ(Run("deploy/kafka/broker start; until [ -e bin/java.runs ]; do :; done").exit_code, 0);
  Run("deploy/kafka/broker stop");
  EXPECT_FALSE(BrokerRuns());
}

// As after a power cut: the number that was the broker's is another's.
TEST_F(BrokerScript, KnowsItsBrokerFromAnotherProcessOfItsNumber) {
  const cli::Result result =
      Run("sleep 60 & other=$!; echo $other > .data/kafka/1-1/pid; deploy/kafka/broker stop; "
          "kill -0 $other && echo lives; echo $other > .data/kafka/1-1/pid; "
          "deploy/kafka/broker start; until [ -e bin/java.runs ]; do :; done; kill $other");
  EXPECT_THAT(result.out, HasSubstr("lives"));
  EXPECT_TRUE(BrokerRuns());
}

TEST_F(BrokerScript, StartsNoOtherNumberOfBrokersBesideThoseThatRun) {
  Run("deploy/kafka/broker start; until [ -e bin/java.runs ]; do :; done");
  const cli::Result result = Run("deploy/kafka/broker start 3");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("broker stop"));
}

}  // namespace
}  // namespace rufaa
