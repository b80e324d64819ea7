// Browsers are served by `rufaa serve`, and by `rufaa-gateway` in front of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "tests/cli/command.h"
#include "tests/gateway/raw_client.h"
#include "tests/gateway/served_gateway.h"

namespace rufaa::cli {
namespace {

// Of "http://127.0.0.1:40123"; 0: not such an address.
int PortOf(const std::string& address) {
  int port = 0;
  const bool ours = absl::StartsWith(address, "http://127.0.0.1:") &&
                    absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port);
  return ours ? port : 0;
}

std::string SignIn(int port) {
  RawClient client(port);
  const std::string credentials = std::string(R"({"loginName":")") + ServedHub::kAdmin +
                                  R"(","password":")" + ServedHub::kPassword + R"("})";
  const RawAnswer answer =
      client.Ask("POST", kSignIn, Connect({{"Origin", "http://localhost"}}), credentials);
  return std::to_string(answer.status) + answer.Header("Set-Cookie").substr(0, 14);
}

// `rufaa-gateway` in front of `hub`, ended with the test.
class Gateway {
 public:
  Gateway(const Folder& folder, const std::string& hub) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    pid_ = Start(folder,
                 {std::string(std::getenv("RUFAA_BIN")) + "/rufaa-gateway", "--hub", hub,
                  "--listen", "127.0.0.1:0"},
                 &files);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    const std::unique_ptr<FILE, int (*)(FILE*)> out(fdopen(ends[0], "r"), fclose);
    char line[256] = "";
    if (std::fgets(line, sizeof(line), out.get()) == nullptr) return;
    port_ = PortOf(std::string(absl::StripAsciiWhitespace(line)));
  }
  ~Gateway() {
    if (pid_ > 0) Stop();
  }
  int Stop() {
    kill(pid_, SIGTERM);
    const int code = WaitFor(pid_);
    pid_ = -1;
    return code;
  }
  int port() const { return port_; }

 private:
  pid_t pid_ = -1;
  int port_ = 0;
};

TEST(Serve, ServesBrowsersWhenToldWhere) {
  const Folder folder;
  ServedHub hub(folder, {"--gateway-listen", "127.0.0.1:0"});
  const int port = PortOf(hub.browser());
  ASSERT_GT(port, 0) << hub.log();
  EXPECT_EQ(SignIn(port), "200rufaa-loopback");
  EXPECT_EQ(hub.Stop(), 0);
}

TEST(Serve, ServesNoBrowserOtherwise) {
  const Folder folder;
  ServedHub hub(folder);
  EXPECT_EQ(hub.browser(), "off");
}

TEST(Serve, RefusesAGatewayThatCanNotBe) {
  const Folder folder;
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--gateway-cert", "cert.pem"},
        {"--gateway-origin", "rufaa.example.org"},
        {"--gateway-origin", "https://rufaa.example.org/"},
        {"--gateway-origin", "https://"}}) {
    std::vector<std::string> words = {"serve", "--gateway-listen", "127.0.0.1:0"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(Rufaa(folder, words).exit_code, 2) << more[1];
  }
}

TEST(GatewayBinary, DoesNotSpeakInClearToAnotherMachine) {
  const Folder folder;
  const std::string binary = std::string(std::getenv("RUFAA_BIN")) + "/rufaa-gateway";
  const Result result =
      RunProgram(folder, {binary, "--hub", "10.255.255.1:7440", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "another machine")) << result.err;
}

TEST(GatewayBinary, StandsInFrontOfAHub) {
  const Folder folder;
  ServedHub hub(folder);
  Gateway gateway(folder, hub.address());
  ASSERT_GT(gateway.port(), 0);
  EXPECT_EQ(SignIn(gateway.port()), "200rufaa-loopback");
  hub.Stop();
  RawClient client(gateway.port());
  const RawAnswer answer = client.Ask("POST", kWhoAmI, Connect(), "{}");
  EXPECT_EQ(answer.status, 503);
  EXPECT_FALSE(absl::StrContains(answer.body, "127.0.0.1")) << answer.body;
  EXPECT_EQ(gateway.Stop(), 0);
}

}  // namespace
}  // namespace rufaa::cli
