// What a verb of the `rufaa` command is: its words, what may be given to it, and what it does. The
// parser, the help, and the completion scripts are all made from this one description.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace rufaa::cli {

class Context;

struct Flag {
  std::string name;  // Without dashes: "owner-person".
  std::string help;
  std::string value = {};                 // What stands for its value in the help; empty: a switch.
  std::vector<std::string> choices = {};  // The values it takes; empty: any.
  bool repeated = false;  // May be given several times, or as a comma-separated list.
};

struct Argument {
  std::string name;  // "case_code"
  std::string help;
  bool required = true;
};

// What was given to a verb, by the names of its flags and arguments.
class Args {
 public:
  void Set(const std::string& name, std::vector<std::string> values) {
    values_[name] = std::move(values);
  }
  bool Has(const std::string& name) const { return values_.count(name) > 0; }
  // The last value given, or `otherwise`. A switch that was given is "true".
  std::string Get(const std::string& name, const std::string& otherwise = "") const {
    const auto found = values_.find(name);
    return found == values_.end() || found->second.empty() ? otherwise : found->second.back();
  }
  std::vector<std::string> All(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
  }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

// The status decides the exit code (app/exit_code.h): a verb never ends the process by itself.
using Run = std::function<absl::Status(Context&, const Args&)>;

struct Verb {
  std::string group;  // "case"; empty: the verb stands alone, as `rufaa serve`.
  std::string name;
  std::string help;  // One sentence.
  std::vector<Argument> arguments = {};
  std::vector<Flag> flags = {};
  Run run = {};
  // Settings whose keys begin so are flags of this verb: "serve.". The ones without a dot are flags
  // of every verb.
  std::vector<std::string> settings_prefixes = {};
};

}  // namespace rufaa::cli
