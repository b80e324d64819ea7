// Each service's own binary, as its flags are documented: started alone on a county's folder it
// becomes SERVING, answers, and ends cleanly when asked to.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/rpc/connection.h"
#include "eventlog/embedded_log.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/committee/v1/committee_service.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "rufaa/view/v1/view_service.pb.h"
#include "tests/cli/command.h"
#include "tests/support/scenario.h"

namespace rufaa {
namespace {

using ::testing::HasSubstr;

constexpr char kLogin[] = "admin";
constexpr char kPassword[] = "a long enough password";
constexpr absl::Duration kWithin = absl::Seconds(60);

std::string PathOf(const std::string& service) {
  return absl::StrCat(std::getenv("RUFAA_BIN"), "/rufaa-", service);
}

// One binary, from its start until it is told to stop.
class Running {
 public:
  Running(const cli::Folder& folder, const std::string& service,
          const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {PathOf(service), "--data",   folder.File("data"), "--county",
                                      "001",           "--listen", "127.0.0.1:0"};
    words.insert(words.end(), more.begin(), more.end());
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], 2);
    pid_ = cli::Start(folder, words, &files);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    log_.reset(fdopen(ends[0], "r"));
    // It tells where it listens in its log; the end of the file if it never does.
    char line[4096];
    while (port_ == 0 && std::fgets(line, sizeof(line), log_.get()) != nullptr) {
      said_ += line;
      const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
      if (json.is_object() && json.value("msg", "") == "listening") port_ = json.value("port", 0);
    }
  }
  ~Running() {
    if (pid_ > 0) Stop();
  }

  bool listens() const { return port_ != 0; }
  const std::string& said() const { return said_; }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  // SIGTERM, and its exit code.
  int Stop() {
    kill(pid_, SIGTERM);
    return Wait();
  }
  int Wait() { return cli::WaitFor(std::exchange(pid_, -1)); }

 private:
  std::unique_ptr<FILE, int (*)(FILE*)> log_{nullptr, fclose};
  std::string said_;
  int port_ = 0;
  pid_t pid_ = -1;
};

// Asks until it serves: its views may have to catch up first.
bool BecomesServing(const cli::Connection& connection) {
  for (const absl::Time deadline = absl::Now() + kWithin; absl::Now() < deadline;) {
    const absl::StatusOr<uint64_t> health = connection.CheckHealth(kWithin);
    if (health.ok() && *health == 1) return true;
  }
  return false;
}

template <class Request>
absl::Status Ask(const cli::Connection& connection, const char* service, const char* method,
                 const Request& request, google::protobuf::Message& reply) {
  const auto* described =
      Request::descriptor()->file()->FindServiceByName(service)->FindMethodByName(method);
  return connection.Call(*described, request, reply, kWithin);
}

class ServiceBinariesTest : public ::testing::Test {
 protected:
  // The county is founded by the first one that is started with an administrator, and the session
  // that access gives holds with every other: it stands in the county's folder.
  void SetUp() override {
    const std::string admin = folder_.Write("admin", absl::StrCat(kLogin, "\n", kPassword, "\n"));
    Running access(folder_, "access", {"--make-keys", "--admin-file", admin, "--prefix", "MS"});
    ASSERT_TRUE(access.listens()) << access.said();
    const cli::Connection connection(*cli::ReadServerAddress(access.address(), "", false));
    ASSERT_TRUE(BecomesServing(connection));
    access::v1::SignInRequest request;
    request.set_login_name(kLogin);
    request.set_password(kPassword);
    access::v1::SignInResponse reply;
    const absl::Status signed_in = Ask(connection, "AccessService", "SignIn", request, reply);
    ASSERT_TRUE(signed_in.ok()) << signed_in;
    token_ = reply.token();
    EXPECT_EQ(access.Stop(), 0);
  }

  // Starts `service`, asks it one thing with the session and one without, and stops it.
  template <class Request, class Reply>
  void Try(const char* binary, const char* service, const char* method, const char* expected) {
    SCOPED_TRACE(binary);
    Running running(folder_, binary);
    ASSERT_TRUE(running.listens()) << running.said();
    cli::Connection connection(*cli::ReadServerAddress(running.address(), "", false));
    ASSERT_TRUE(BecomesServing(connection));
    Reply reply;
    EXPECT_EQ(ReasonOf(Ask(connection, service, method, Request(), reply)), "UNAUTHENTICATED");
    connection.set_token(token_);
    EXPECT_EQ(ReasonOf(Ask(connection, service, method, Request(), reply)), expected);
    EXPECT_EQ(running.Stop(), 0);
  }

  const cli::Folder folder_;
  std::string token_;
};

TEST_F(ServiceBinariesTest, EachServesAloneAnswersAndStopsWhenAsked) {
  Try<access::v1::WhoAmIRequest, access::v1::WhoAmIResponse>("access", "AccessService", "WhoAmI",
                                                             "OK");
  Try<view::v1::ListViewsRequest, view::v1::ListViewsResponse>("audit", "ViewService", "ListViews",
                                                               "OK");
  Try<casework::v1::ListImportsRequest, casework::v1::ListImportsResponse>(
      "casework", "CaseworkService", "ListImports", "OK");
  Try<directory::v1::ListAgenciesRequest, directory::v1::ListAgenciesResponse>(
      "directory", "DirectoryService", "ListAgencies", "OK");
  // An administrator sees neither counts of children nor worklists: a plain refusal.
  Try<committee::v1::GetBoardRequest, committee::v1::GetBoardResponse>(
      "committee", "CommitteeService", "GetBoard", "NOT_PERMITTED");
  Try<referral::v1::CountWorklistsRequest, referral::v1::CountWorklistsResponse>(
      "referral", "ReferralService", "CountWorklists", "NOT_PERMITTED");
}

// Those that set deadlines; whoever only reads them was perhaps given none, or others.
TEST_F(ServiceBinariesTest, TheCountyGoesByTheClocksOfThoseWhoSetDeadlines) {
  std::ifstream built_in("deploy/config/clocks.toml");
  std::string text((std::istreambuf_iterator<char>(built_in)), {});
  ASSERT_NE(text.find("hours = 24"), std::string::npos);
  text.replace(text.find("hours = 24"), 10, "hours = 23");
  const std::string clocks = folder_.Write("clocks.toml", text);
  const auto head_after = [&](const char* service, const std::vector<std::string>& more) {
    {
      Running running(folder_, service, more);
      EXPECT_TRUE(running.listens()) << running.said();
      EXPECT_EQ(running.Stop(), 0);
    }
    const auto log = EmbeddedLog::Open({.path = folder_.File("data/001/log"), .county = "001"});
    EXPECT_TRUE(log.ok()) << log.status();
    return (*log)->Head();
  };
  const uint64_t founded = head_after("directory", {});
  EXPECT_EQ(head_after("directory", {"--clocks", clocks}), founded);
  EXPECT_EQ(head_after("casework", {"--clocks", clocks}), founded + 1);
  EXPECT_EQ(head_after("directory", {}), founded + 1);
  EXPECT_EQ(head_after("referral", {"--clocks", clocks}), founded + 1);
}

TEST_F(ServiceBinariesTest, WhatCantBeServedIsRefusedByName) {
  for (const char* service :
       {"access", "audit", "casework", "committee", "directory", "referral"}) {
    SCOPED_TRACE(service);
    const cli::Folder empty;
    Running keyless(empty, service);
    EXPECT_FALSE(keyless.listens());
    EXPECT_EQ(keyless.Wait(), 1);
    EXPECT_THAT(keyless.said(), HasSubstr("KEY_FILE_UNUSABLE"));
    const cli::Result flagless = cli::RunProgram(empty, {PathOf(service), "--county", "001"});
    EXPECT_EQ(flagless.exit_code, 2);
    EXPECT_THAT(flagless.err, HasSubstr("--data"));
  }
}

// As in a file of peers that all processes of a machine share.
TEST_F(ServiceBinariesTest, NoneAsksItself) {
  for (const char* service : {"access", "vault"}) {
    const Running running(folder_, service, {"--peer", absl::StrCat(service, "=ipv4:127.0.0.1:1")});
    ASSERT_TRUE(running.listens()) << running.said();
    EXPECT_TRUE(
        BecomesServing(cli::Connection(*cli::ReadServerAddress(running.address(), "", false))));
  }
}

// It waits for the county to be founded, which nobody does.
TEST(ServiceStartTest, WhatStartsEndsWhenItIsAskedTo) {
  const cli::Folder folder;
  const pid_t starting = cli::Start(
      folder,
      {PathOf("directory"), "--data", folder.File("data"), "--county", "001", "--listen",
       "127.0.0.1:0", "--peer", "access=ipv4:127.0.0.1:1", "--peer", "vault=ipv4:127.0.0.1:1"},
      nullptr);
  const absl::Time deadline = absl::Now() + kWithin;
  while (!std::filesystem::exists(folder.File("data/001/log/db/CURRENT"))) {
    ASSERT_LT(absl::Now(), deadline);
  }
  kill(starting, SIGTERM);
  EXPECT_EQ(cli::WaitFor(starting), 0);
}

TEST_F(ServiceBinariesTest, TwoOnOneFolderAreRefused) {
  const Running first(folder_, "directory");
  ASSERT_TRUE(first.listens()) << first.said();
  Running second(folder_, "casework");
  EXPECT_FALSE(second.listens());
  EXPECT_EQ(second.Wait(), 1);
  EXPECT_THAT(second.said(), HasSubstr("STORE_IN_USE"));
}

TEST(ServiceFilesTest, AKeyThatNoFlagHasIsRefusedByName) {
  const cli::Folder folder;
  const std::string file = folder.Write("hub.toml", "county = \"001\"\nmetrics-prot = 7441\n");
  for (const char* service : {"casework", "gateway"}) {
    const cli::Result result =
        cli::RunProgram(folder, {PathOf(service), "--data", folder.File("data"), "--config", file});
    EXPECT_EQ(result.exit_code, 2) << service;
    EXPECT_THAT(result.err, HasSubstr("metrics-prot"));
  }
}

TEST(ServiceFilesTest, WhatIsNoCountysCodeMakesNoFolder) {
  const cli::Folder folder;
  for (const char* county : {"01", "../001", "048"}) {
    const cli::Result result = cli::RunProgram(
        folder, {PathOf("casework"), "--data", folder.File("data"), "--county", county});
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("001 to 047"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.File("data")));
}

// Whatever runs it must not start it again and again.
TEST(ServiceFilesTest, WrongClocksAreWrongConfiguration) {
  const cli::Folder folder;
  const std::string clocks = folder.Write("clocks.toml", "[[clock]]\nrule = 5\n");
  const cli::Result result = cli::RunProgram(
      folder,
      {PathOf("casework"), "--data", folder.File("data"), "--county", "001", "--clocks", clocks});
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr("clocks.toml:2"));
}

TEST(ServiceFilesTest, TheGatewayPassesOverTheServicesKeys) {
  const cli::Folder folder;
  const std::string file =
      folder.Write("hub.toml", "county = \"001\"\ndata = \"data\"\nclocks = \"clocks.toml\"\n");
  const cli::Result result = cli::RunProgram(
      folder, {PathOf("gateway"), "--config", file, "--listen", "x:0", "--peer-ca", "ca.pem"});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.err, HasSubstr("the certificate is missing"));
}

// They name certificates that are not here: that far, and so through the whole file, each gets.
TEST(ServiceFilesTest, TheFilesOfDeployAreUnderstood) {
  std::vector<std::pair<std::string, std::string>> files = {
      {"gateway", "deploy/container/hub.toml"}, {"gateway", "deploy/kubernetes/base/hub.toml"}};
  for (const auto& entry : std::filesystem::directory_iterator("deploy/systemd/services")) {
    files.emplace_back(entry.path().stem(), entry.path());
  }
  EXPECT_GE(files.size(), 12u);
  const cli::Folder folder;
  for (const auto& [service, file] : files) {
    const cli::Result result = cli::RunProgram(
        folder, {PathOf(service), "--config", std::filesystem::absolute(file), "--listen", "x:0"});
    EXPECT_EQ(result.exit_code, 1) << file << ": " << result.err;
    EXPECT_THAT(result.err, HasSubstr("peer")) << file;
  }
}

}  // namespace
}  // namespace rufaa
