#include "cli/app/command_line.h"

#include <CLI/CLI.hpp>
#include <deque>
#include <map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/app/exit_code.h"
#include "domain/codelists/codelists.h"

namespace rufaa::cli {
namespace {

constexpr char kFooter[] =
    "Personal data and passwords never stand on the command line: they come from files (--from,\n"
    "--…-file; - is standard input) or are asked for.\n"
    "Exit codes: 0 ok, 1 failure, 2 usage, 3 not found, 4 sign in, 5 denied, 6 conflict,\n"
    "7 unavailable, 8 does not verify, 130 interrupted.";

// Where CLI11 puts what it reads. A deque: the parser keeps pointers to what is in it.
struct Slot {
  std::string name;
  CLI::Option* option = nullptr;
  std::vector<std::string> values;
  bool on = false;
};

class Parser {
 public:
  explicit Parser(const App& app) : app_(app), root_("The county's referral hub.", "rufaa") {
    root_.set_version_flag("--version", absl::StrCat("rufaa ", Version()));
    root_.footer(kFooter);
    root_.require_subcommand(1);
    root_.add_option("--config", config_file_, "configuration file (default: see `config print`)")
        ->type_name("FILE");
    AddSettings(root_, "");
    for (const Group& group : app.groups()) {
      groups_[group.name] = root_.add_subcommand(group.name, group.help);
      groups_[group.name]->require_subcommand(1)->fallthrough();
    }
    for (const Verb& verb : app.verbs()) AddVerb(verb);
  }

  absl::StatusOr<CommandLine> Parse(int argc, char** argv, std::ostream& out) {
    try {
      root_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      out << Deepest()->help(WordsBefore(Deepest()));
      return CommandLine{};
    } catch (const CLI::CallForAllHelp&) {
      out << root_.help("", CLI::AppFormatMode::All);
      return CommandLine{};
    } catch (const CLI::CallForVersion& version) {
      out << version.what() << "\n";
      return CommandLine{};
    } catch (const CLI::Error& error) {
      return UsageError(absl::StrCat(error.what(), Suggestion(argc, argv)));
    }
    return Read();
  }

 private:
  // Settings whose keys have this prefix and no further dot.
  void AddSettings(CLI::App& app, const std::string& prefix) {
    for (const SettingInfo& info : AllSettings()) {
      if (!absl::StartsWith(info.key, prefix)) continue;
      if (absl::StrContains(info.key.substr(prefix.size()), '.')) continue;
      Flag flag{.name = std::string(info.flag), .help = std::string(info.help)};
      if (info.kind != SettingKind::kSwitch) flag.value = "VALUE";
      flag.repeated = info.kind == SettingKind::kList;
      if (!info.default_value.empty() && info.kind != SettingKind::kSwitch) {
        absl::StrAppend(&flag.help, " (", info.default_value, ")");
      }
      Slot& slot = AddFlag(app, flag, info.key == "output" ? "-o," : "");
      slot.name = std::string(info.key);
      settings_.push_back(&slot);
    }
  }

  Slot& AddFlag(CLI::App& app, const Flag& flag, const std::string& shorter = "") {
    Slot& slot = slots_.emplace_back();
    slot.name = flag.name;
    const std::string words = absl::StrCat(shorter, "--", flag.name);
    if (flag.value.empty()) {
      slot.option = app.add_flag(words, slot.on, flag.help);
      return slot;
    }
    slot.option = app.add_option(words, slot.values, flag.help)->type_name(flag.value);
    slot.option->allow_extra_args(false);
    if (!flag.choices.empty()) {
      slot.option->type_name(absl::StrJoin(flag.choices, "|"))
          ->check(CLI::IsMember(flag.choices), "")
          ->option_text(absl::StrJoin(flag.choices, "|"));
    }
    if (!flag.repeated) {
      slot.option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
    return slot;
  }

  void AddVerb(const Verb& verb) {
    CLI::App& parent = verb.group.empty() ? root_ : *groups_.at(verb.group);
    CLI::App* app = parent.add_subcommand(verb.name, verb.help);
    app->fallthrough();
    std::vector<Slot*>& slots = verbs_[app].slots;
    verbs_[app].verb = &verb;
    for (const Argument& argument : verb.arguments) {
      Slot& slot = slots_.emplace_back();
      slot.name = argument.name;
      // One text, not a list: a list would take the next argument's value too.
      slot.option = app->add_option(argument.name, slot.values.emplace_back(), argument.help)
                        ->type_name("")
                        ->required(argument.required);
      slots.push_back(&slot);
    }
    for (const Flag& flag : verb.flags) slots.push_back(&AddFlag(*app, flag));
    for (const std::string& prefix : verb.settings_prefixes) AddSettings(*app, prefix);
  }

  // "rufaa case" for the verb `case show`: what the help's usage line begins with.
  static std::string WordsBefore(const CLI::App* app) {
    std::string words;
    for (app = app->get_parent(); app != nullptr; app = app->get_parent()) {
      words = words.empty() ? app->get_name() : absl::StrCat(app->get_name(), " ", words);
    }
    return words;
  }

  // The subcommand whose help was asked for.
  const CLI::App* Deepest() const {
    const CLI::App* app = &root_;
    while (!app->get_subcommands().empty()) app = app->get_subcommands().back();
    return app;
  }

  absl::StatusOr<CommandLine> Read() const {
    CommandLine line{.config_file = config_file_};
    const auto found = verbs_.find(Deepest());
    if (found == verbs_.end()) return UsageError("a command is needed: `rufaa --help`");
    line.verb = found->second.verb;
    for (const Slot* slot : found->second.slots) {
      if (slot->option->count() == 0) continue;
      line.args.Set(slot->name,
                    slot->values.empty() ? std::vector<std::string>{"true"} : slot->values);
    }
    for (const Slot* slot : settings_) {
      if (slot->option->count() == 0) continue;
      line.settings[slot->name] = slot->values.empty() ? "true" : absl::StrJoin(slot->values, ",");
    }
    return line;
  }

  // For the first word that names nothing.
  std::string Suggestion(int argc, char** argv) const {
    std::string group;
    for (int i = 1; i < argc; ++i) {
      const std::string word = argv[i];
      if (word.empty() || word[0] == '-') return "";
      if (group.empty() && groups_.count(word) > 0) {
        group = word;
        continue;
      }
      const Verb* verb = app_.Find(group, word);
      if (verb != nullptr) return SuggestFlag(*verb, argc, argv);
      return DidYouMean(word, Words(group));
    }
    return "";
  }

  std::vector<std::string> Words(const std::string& group) const {
    std::vector<std::string> words;
    for (const Verb& verb : app_.verbs()) {
      if (verb.group == group) words.push_back(verb.name);
    }
    if (group.empty()) {
      for (const Group& each : app_.groups()) words.push_back(each.name);
    }
    return words;
  }

  static std::string DidYouMean(const std::string& word, const std::vector<std::string>& words) {
    const std::vector<absl::string_view> candidates(words.begin(), words.end());
    const absl::string_view nearest = Nearest(word, candidates);
    return nearest.empty() || nearest == word ? ""
                                              : absl::StrCat("; did you mean '", nearest, "'?");
  }

  std::string SuggestFlag(const Verb& verb, int argc, char** argv) const {
    std::vector<std::string> flags;
    flags.reserve(verb.flags.size() + AllSettings().size());
    for (const Flag& flag : verb.flags) flags.push_back("--" + flag.name);
    for (const SettingInfo& info : AllSettings()) {
      flags.push_back(absl::StrCat("--", info.flag));
    }
    for (int i = 1; i < argc; ++i) {
      const std::string word = std::string(argv[i]).substr(0, std::string(argv[i]).find('='));
      if (!absl::StartsWith(word, "--") ||
          std::find(flags.begin(), flags.end(), word) != flags.end()) {
        continue;
      }
      return DidYouMean(word, flags);
    }
    return "";
  }

  struct Known {
    const Verb* verb = nullptr;
    std::vector<Slot*> slots;
  };
  const App& app_;
  CLI::App root_;
  std::string config_file_;
  std::map<std::string, CLI::App*> groups_;
  std::map<const CLI::App*, Known> verbs_;
  std::deque<Slot> slots_;
  std::vector<Slot*> settings_;
};

}  // namespace

absl::string_view Version() { return RUFAA_VERSION; }

absl::StatusOr<CommandLine> ParseCommandLine(const App& app, int argc, char** argv,
                                             std::ostream& out) {
  return Parser(app).Parse(argc, argv, out);
}

}  // namespace rufaa::cli
