// `rufaa demo` as a person starts it: its own process, until it says that it serves.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

#include "tests/cli/command.h"

namespace rufaa::cli {

// Puts a small demo county into `folder`/data: a copy of one that is made once for all tests of the
// program. What is started over a folder without one makes its own.
void CopyDemoInto(const Folder& folder);

class RunningDemo {
 public:
  // Over `folder`/data, with `more` flags; a small county, so that tests are quick.
  explicit RunningDemo(const Folder& folder, const std::vector<std::string>& more = {});
  ~RunningDemo();

  // Empty when it did not start.
  const std::string& address() const { return address_; }
  const std::string& password() const { return password_; }
  const std::vector<std::string>& logins() const { return logins_; }

  // SIGINT, as Ctrl-C; its exit code.
  int Stop();

  // Runs `rufaa` against it as `login`, who is signed in at the first time.
  Result As(const std::string& login, std::vector<std::string> args) const;

 private:
  const Folder& folder_;
  std::string address_, password_;
  std::vector<std::string> logins_;
  mutable std::set<std::string> signed_in_;
  pid_t pid_ = -1;
};

}  // namespace rufaa::cli
