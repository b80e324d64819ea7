#include "tests/demo/running_demo.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

namespace rufaa::cli {
namespace {

constexpr char kCases[] = "40";

}  // namespace

void CopyDemoInto(const Folder& folder) {
  static const Folder made;
  static const Result making =
      Rufaa(made, {"demo", "--only-make", "--data", made.File("data"), "--cases", kCases});
  ASSERT_EQ(making.exit_code, 0) << making.err;
  std::filesystem::copy(made.File("data"), folder.File("data"),
                        std::filesystem::copy_options::recursive);
}

RunningDemo::RunningDemo(const Folder& folder, const std::vector<std::string>& more)
    : folder_(folder) {
  const std::string data = folder.File("data"), log = folder.File("demo.log");
  const std::string binary = std::string(std::getenv("RUFAA_BIN")) + "/rufaa";
  std::vector<std::string> words = {binary,     "demo",        "--data",    data,
                                    "--listen", "127.0.0.1:0", "--metrics", "off",
                                    "--cases",  kCases,        "-o",        "jsonl"};
  words.insert(words.end(), more.begin(), more.end());
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends[1], 1);
  posix_spawn_file_actions_addopen(&files, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_ = Start(folder, words, &files);
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  // The accounts, a line each, and last where it listens; the end of the file if it never does.
  const std::unique_ptr<FILE, int (*)(FILE*)> out(fdopen(ends[0], "r"), fclose);
  char line[4096];
  while (address_.empty() && std::fgets(line, sizeof(line), out.get()) != nullptr) {
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object()) continue;
    address_ = json.value("listen", "");
    password_ = json.value("password", password_);
    if (json.contains("login")) logins_.push_back(json.value("login", ""));
  }
}

RunningDemo::~RunningDemo() {
  if (pid_ > 0) Stop();
}

int RunningDemo::Stop() {
  kill(pid_, SIGINT);
  return WaitFor(std::exchange(pid_, -1));
}

Result RunningDemo::As(const std::string& login, std::vector<std::string> args) const {
  const std::vector<std::string> common = {"--server", address_,    "--profile",
                                           login,      "--timeout", "60s"};
  if (!signed_in_.contains(login)) {
    std::vector<std::string> words = {"login", login, "--password-file", "-"};
    words.insert(words.end(), common.begin(), common.end());
    Result signing_in = Rufaa(folder_, words, password_ + "\n");
    if (signing_in.exit_code != 0) return signing_in;
    signed_in_.insert(login);
  }
  args.insert(args.end(), common.begin(), common.end());
  return Rufaa(folder_, args);
}

}  // namespace rufaa::cli
