#include "cli/completion/completion.h"

#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/config/settings.h"

namespace rufaa::cli {
namespace {

struct Word {
  std::string text;
  std::string help;
};

// The first sentence, without what a shell would read as its own.
std::string Brief(const std::string& help) {
  const std::string first = help.substr(0, help.find(". "));
  return absl::StrReplaceAll(
      first, {{"'", "’"}, {"\"", ""}, {"`", ""}, {"$", ""}, {"\\", ""}, {"[", "("}, {"]", ")"}});
}

std::vector<Word> FirstWords(const App& app) {
  std::vector<Word> words;
  for (const Group& group : app.groups()) words.push_back({group.name, Brief(group.help)});
  for (const Verb& verb : app.verbs()) {
    if (verb.group.empty()) words.push_back({verb.name, Brief(verb.help)});
  }
  return words;
}

std::vector<Word> WordsOf(const App& app, const Group& group) {
  std::vector<Word> words;
  for (const Verb& verb : app.verbs()) {
    if (verb.group == group.name) words.push_back({verb.name, Brief(verb.help)});
  }
  return words;
}

void AddSettingFlags(absl::string_view prefix, std::vector<Word>& flags) {
  for (const SettingInfo& info : AllSettings()) {
    if (!absl::StartsWith(info.key, prefix)) continue;
    if (absl::StrContains(info.key.substr(prefix.size()), '.')) continue;
    flags.push_back({absl::StrCat("--", info.flag), Brief(std::string(info.help))});
  }
}

std::vector<Word> FlagsOf(const Verb& verb) {
  std::vector<Word> flags;
  flags.reserve(verb.flags.size());
  for (const Flag& flag : verb.flags) flags.push_back({"--" + flag.name, Brief(flag.help)});
  for (const std::string& prefix : verb.settings_prefixes) AddSettingFlags(prefix, flags);
  AddSettingFlags("", flags);
  return flags;
}

// Flags whose next word is their value, and no command: "--profile|-o|…", as a shell's pattern.
std::string ValuedFlags(const App& app) {
  std::set<std::string> valued = {"-o", "--config"};
  for (const SettingInfo& info : AllSettings()) {
    if (info.kind != SettingKind::kSwitch) valued.insert(absl::StrCat("--", info.flag));
  }
  for (const Verb& verb : app.verbs()) {
    for (const Flag& flag : verb.flags) {
      if (!flag.value.empty()) valued.insert(absl::StrCat("--", flag.name));
    }
  }
  return absl::StrJoin(valued, "|");
}

std::string PathOf(const Verb& verb) {
  return verb.group.empty() ? verb.name : absl::StrCat(verb.group, " ", verb.name);
}

std::string Texts(const std::vector<Word>& words) {
  return absl::StrJoin(words, " ",
                       [](std::string* out, const Word& word) { out->append(word.text); });
}

}  // namespace

std::string BashCompletion(const App& app) {
  std::string cases;
  for (const Verb& verb : app.verbs()) {
    // A verb alone may be followed by anything; one of a group is known by both words.
    const std::string pattern = verb.group.empty()
                                    ? absl::StrCat("\"", verb.name, "\"|\"", verb.name, " \"*")
                                    : absl::StrCat("\"", PathOf(verb), "\"");
    absl::StrAppend(&cases, "    ", pattern, ") flags=\"", Texts(FlagsOf(verb)), "\" ;;\n");
  }
  std::string groups;
  for (const Group& group : app.groups()) {
    absl::StrAppend(&groups, "    ", group.name, ") words=\"", Texts(WordsOf(app, group)),
                    "\" ;;\n");
  }
  return absl::StrCat(R"(# bash completion of rufaa: source <(rufaa completion bash)
_rufaa() {
  local word=${COMP_WORDS[COMP_CWORD]} words="" flags="" i
  local -a path=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${COMP_WORDS[i]}" in
      )",
                      ValuedFlags(app), R"()
        # bash takes "--flag=value" for three words.
        i=$((i + 1))
        [[ ${COMP_WORDS[i]} == "=" ]] && i=$((i + 1)) ;;
      -*) ;;
      *) path+=("${COMP_WORDS[i]}") ;;
    esac
  done
  if ((i > COMP_CWORD)); then  # A flag's value.
    COMPREPLY=($(compgen -f -- "$word"))
    return
  fi
  case "${path[0]:-}" in
    "") words=")",
                      Texts(FirstWords(app)), "\" ;;\n", groups, R"(  esac
  case "${path[*]:0:2}" in
)",
                      cases, R"(  esac
  # A group's verb is the second word; after it come arguments, which only their owner knows.
  ((${#path[@]} > 1)) && words=""
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -F _rufaa rufaa
)");
}

std::string ZshCompletion(const App& app) {
  const auto quoted = [](const std::vector<Word>& words) {
    return absl::StrJoin(words, " ", [](std::string* out, const Word& word) {
      absl::StrAppend(out, "'", word.text, ":", absl::StrReplaceAll(word.help, {{":", "\\:"}}),
                      "'");
    });
  };
  std::string groups, flags;
  for (const Group& group : app.groups()) {
    absl::StrAppend(&groups, "    ", group.name, ") choices=(", quoted(WordsOf(app, group)),
                    ") ;;\n");
  }
  for (const Verb& verb : app.verbs()) {
    const std::string pattern = verb.group.empty() ? absl::StrCat("'", verb.name, " '*")
                                                   : absl::StrCat("'", PathOf(verb), "'");
    absl::StrAppend(&flags, "    ", pattern, ") flags=(", quoted(FlagsOf(verb)), ") ;;\n");
  }
  return absl::StrCat(R"(#compdef rufaa
# zsh completion of rufaa: rufaa completion zsh > "${fpath[1]}/_rufaa"
_rufaa() {
  # Not `words` and `path`: both mean something to zsh.
  local -a choices flags said
  local one value=
  for one in "${(@)words[2,CURRENT-1]}"; do
    if [[ -n $value ]]; then
      value=
      continue
    fi
    case $one in
      ()",
                      ValuedFlags(app), R"() value=1 ;;
      (-*) ;;
      (*) said+=("$one") ;;
    esac
  done
  if [[ -n $value ]]; then
    _files
    return
  fi
  case "${said[1]:-}" in
    '') choices=()",
                      quoted(FirstWords(app)), ") ;;\n", groups, R"(  esac
  case "${said[1]:-} ${said[2]:-}" in
)",
                      flags, R"(  esac
  (( ${#said} > 1 )) && choices=()
  if [[ $PREFIX == -* ]]; then
    _describe 'flag' flags
  elif (( ${#choices} )); then
    _describe 'command' choices
  else
    _files
  fi
}
_rufaa "$@"
)");
}

std::string FishCompletion(const App& app) {
  std::string script = "# fish completion of rufaa: rufaa completion fish | source\n";
  for (const Word& word : FirstWords(app)) {
    absl::StrAppend(&script, "complete -c rufaa -f -n __fish_use_subcommand -a '", word.text,
                    "' -d '", word.help, "'\n");
  }
  for (const Group& group : app.groups()) {
    const std::vector<Word> words = WordsOf(app, group);
    for (const Word& word : words) {
      absl::StrAppend(&script, "complete -c rufaa -f -n '__fish_seen_subcommand_from ", group.name,
                      "; and not __fish_seen_subcommand_from ", Texts(words), "' -a '", word.text,
                      "' -d '", word.help, "'\n");
    }
  }
  for (const Verb& verb : app.verbs()) {
    const std::string seen = verb.group.empty()
                                 ? absl::StrCat("__fish_seen_subcommand_from ", verb.name)
                                 : absl::StrCat("__fish_seen_subcommand_from ", verb.group,
                                                "; and __fish_seen_subcommand_from ", verb.name);
    for (const Word& flag : FlagsOf(verb)) {
      absl::StrAppend(&script, "complete -c rufaa -n '", seen, "' -l '", flag.text.substr(2),
                      "' -d '", flag.help, "'\n");
    }
  }
  return script;
}

}  // namespace rufaa::cli
