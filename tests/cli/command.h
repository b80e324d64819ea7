// Runs the real `rufaa` as a user would: its own process, its own home, files and exit codes.
#pragma once

#include <spawn.h>
#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace rufaa::cli {

// A folder of the test's own, removed with it.
class Folder {
 public:
  Folder();
  ~Folder();
  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file of mode 0600 and returns its path.
  std::string Write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

struct Result {
  int exit_code = -1;
  std::string out;
  std::string err;
};

using Environment = std::map<std::string, std::string>;

// `home` becomes HOME and XDG_STATE_HOME; nothing of the tester's environment but PATH gets
// through.
Result Rufaa(const Folder& home, const std::vector<std::string>& args,
             const std::string& input = "", const Environment& environment = {});

// Any program, likewise; the first of `words` is looked up in PATH.
Result RunProgram(const Folder& home, const std::vector<std::string>& words,
                  const std::string& input = "", const Environment& environment = {});

// Starts a program in that environment and goes on; -1, and a failed test, when it can't. It is
// killed when the thread that started it ends, however that ends.
pid_t Start(const Folder& home, const std::vector<std::string>& words,
            posix_spawn_file_actions_t* files);
// The exit code of a process of ours once it has ended; 128 and the signal that ended it.
int WaitFor(pid_t pid);

// `rufaa serve` of county 001 on free ports, with an administrator, whose file is the folder's
// "admin". Ends it with the test.
class ServedHub {
 public:
  static constexpr char kAdmin[] = "admin";
  static constexpr char kPassword[] = "a long enough password";

  explicit ServedHub(const Folder& folder, const std::vector<std::string>& more = {});
  ~ServedHub();

  // "127.0.0.1:40123"; empty when it did not start, and then `log()` tells why.
  const std::string& address() const { return address_; }
  const std::string& metrics() const { return metrics_; }
  // "http://127.0.0.1:40124", or "off".
  const std::string& browser() const { return browser_; }
  pid_t pid() const { return pid_; }
  std::string log() const;
  // SIGTERM, and its exit code.
  int Stop();
  // Waits until it ends by itself; its exit code.
  int Ended();

 private:
  const Folder& folder_;
  std::string address_, metrics_, browser_;
  pid_t pid_ = -1;
};

}  // namespace rufaa::cli
