// The `rufaa` command: a set of verbs and one way to run them. A file of verbs adds its own with a
// function `void Add…Verbs(App&)`, which cli/main.cc calls.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/app/verb.h"

namespace rufaa::cli {

struct Group {
  std::string name;
  std::string help;
};

class App {
 public:
  // Groups show in the help in the order in which they were added.
  void AddGroup(std::string name, std::string help);
  // Its group must have been added; no two verbs have the same words.
  void Add(Verb verb);

  const std::vector<Group>& groups() const { return groups_; }
  const std::vector<Verb>& verbs() const { return verbs_; }
  const Verb* Find(absl::string_view group, absl::string_view name) const;

  // Parses, runs, and prints what went wrong; the result is the process's exit code.
  int Run(int argc, char** argv) const;

 private:
  std::vector<Group> groups_;
  std::vector<Verb> verbs_;
};

}  // namespace rufaa::cli
