#include "tests/cli/command.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

namespace rufaa::cli {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string BinaryPath() {
  const char* folder = std::getenv("RUFAA_BIN");
  return std::string(folder == nullptr ? "build/release/bin" : folder) + "/rufaa";
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> EnvironmentOf(const Folder& home, const Environment& more) {
  Environment all = {
      {"PATH", std::getenv("PATH")}, {"HOME", home.path()}, {"XDG_STATE_HOME", home.File("state")}};
  // What the sanitizers read must get through, or a suppression would not.
  for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) all[name] = value;
  }
  for (const auto& [name, value] : more) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

// A unique file name within a folder: tests run several commands in one.
std::string Unique(const Folder& folder, const std::string& stem) {
  static std::atomic<int> next = 0;
  return folder.File("." + stem + std::to_string(next++));
}

pid_t Spawn(std::vector<std::string> words, std::vector<std::string> environment,
            posix_spawn_file_actions_t* files) {
  // A hub that outlived a test that was killed would keep its port, its data and the processor.
  words.insert(words.begin(), {"setpriv", "--pdeathsig", "KILL"});
  std::vector<char*> argv = Pointers(words);
  std::vector<char*> envp = Pointers(environment);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, argv[0], files, nullptr, argv.data(), envp.data());
  EXPECT_EQ(error, 0) << words[3];
  return error == 0 ? pid : -1;
}

}  // namespace

pid_t Start(const Folder& home, const std::vector<std::string>& words,
            posix_spawn_file_actions_t* files) {
  return Spawn(words, EnvironmentOf(home, {}), files);
}

int WaitFor(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Folder::Folder() {
  std::string pattern = std::filesystem::temp_directory_path() / "rufaa-cli-XXXXXX";
  path_ = mkdtemp(pattern.data());
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string Folder::Write(const std::string& name, const std::string& text) const {
  std::ofstream(File(name)) << text;
  chmod(File(name).c_str(), 0600);
  return File(name);
}

Result RunProgram(const Folder& home, const std::vector<std::string>& words,
                  const std::string& input, const Environment& environment) {
  const std::string in = Unique(home, "in"), out = Unique(home, "out"), err = Unique(home, "err");
  std::ofstream(in) << input;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const pid_t pid = Spawn(words, EnvironmentOf(home, environment), &files);
  posix_spawn_file_actions_destroy(&files);
  if (pid < 0) return {};
  Result result;
  result.exit_code = WaitFor(pid);
  result.out = ReadFile(out);
  result.err = ReadFile(err);
  return result;
}

Result Rufaa(const Folder& home, const std::vector<std::string>& args, const std::string& input,
             const Environment& environment) {
  std::vector<std::string> words = {BinaryPath()};
  words.insert(words.end(), args.begin(), args.end());
  return RunProgram(home, words, input, environment);
}

ServedHub::ServedHub(const Folder& folder, const std::vector<std::string>& more) : folder_(folder) {
  const std::string admin = folder.File("admin");
  // For the first start: what a test makes of the file then is what later ones find.
  if (!std::filesystem::exists(folder.File("data"))) {
    folder.Write("admin", std::string(kAdmin) + "\n" + kPassword + "\n");
  }
  std::vector<std::string> words = {BinaryPath(),  "serve",
                                    "--listen",    "127.0.0.1:0",
                                    "--metrics",   "0",
                                    "--data",      folder.File("data"),
                                    "--make-keys", "--admin-file",
                                    admin,         "-o",
                                    "jsonl"};
  words.insert(words.end(), more.begin(), more.end());
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends[1], 1);
  posix_spawn_file_actions_addopen(&files, 2, folder.File("hub.log").c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_ = Spawn(words, EnvironmentOf(folder, {}), &files);
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  // One line once it serves; the end of the file if it never does.
  const std::unique_ptr<FILE, int (*)(FILE*)> out(fdopen(ends[0], "r"), fclose);
  char line[4096] = "";
  if (std::fgets(line, sizeof(line), out.get()) == nullptr) return;
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return;
  address_ = json.value("listen", "");
  metrics_ = json.value("metrics", "");
  browser_ = json.value("browser", "");
}

ServedHub::~ServedHub() {
  if (pid_ > 0) Stop();
}

std::string ServedHub::log() const { return ReadFile(folder_.File("hub.log")); }

int ServedHub::Stop() {
  kill(pid_, SIGTERM);
  return Ended();
}

int ServedHub::Ended() {
  const int code = WaitFor(pid_);
  pid_ = -1;
  return code;
}

}  // namespace rufaa::cli
