// The house rules that a machine can hold: arrows between floors point down only, and files keep
// their manners. A rule that is broken names the file and line.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rufaa {
namespace {

struct Source {
  std::string path;
  std::vector<std::string> lines;
};

bool IsCode(absl::string_view path) {
  return absl::EndsWith(path, ".h") || absl::EndsWith(path, ".cc");
}

// Tracked files only, so that what an editor leaves lying about is not judged.
std::vector<std::string> TrackedPaths() {
  std::vector<std::string> paths;
  std::unique_ptr<FILE, int (*)(FILE*)> listing(popen("git ls-files", "r"), pclose);
  std::array<char, 4096> line;
  while (std::fgets(line.data(), line.size(), listing.get()) != nullptr) {
    std::string path(absl::StripSuffix(line.data(), "\n"));
    if (std::filesystem::exists(path)) paths.push_back(std::move(path));
  }
  return paths;
}

const std::vector<Source>& CodeFiles() {
  static const auto* const files = [] {
    auto* read = new std::vector<Source>;
    for (const std::string& path : TrackedPaths()) {
      if (!IsCode(path)) continue;
      std::ifstream in(path);
      Source source{path, {}};
      for (std::string line; std::getline(in, line);) source.lines.push_back(line);
      read->push_back(std::move(source));
    }
    return read;
  }();
  return *files;
}

// Which folders a folder's files may include from, itself aside.
const std::map<std::string, std::vector<std::string>>& AllowedIncludes() {
  static const auto* const allowed = new std::map<std::string, std::vector<std::string>>{
      {"domain", {}},
      {"protos", {}},
      {"eventlog", {"domain"}},
      {"vault", {"domain", "eventlog"}},
      {"projections", {"domain", "eventlog"}},
      {"services", {"domain", "eventlog", "vault", "projections", "protos"}},
      {"cli", {"domain", "eventlog", "vault", "projections", "protos", "services"}},
      {"bench", {"domain", "eventlog", "vault", "projections", "protos", "services", "tests"}},
      {"tests",
       {"domain", "eventlog", "vault", "projections", "protos", "services", "cli", "bench"}},
  };
  return *allowed;
}

std::string FirstFolder(absl::string_view path) {
  return std::string(path.substr(0, path.find('/')));
}

std::string SecondFolder(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  return parts.size() > 2 ? std::string(parts[1]) : "";
}

// The path in `#include "path"`, or empty.
std::string QuotedInclude(const std::string& line) {
  absl::string_view rest(line);
  if (!absl::ConsumePrefix(&rest, "#include \"")) return "";
  return std::string(rest.substr(0, rest.find('"')));
}

std::string At(const Source& source, size_t line) {
  return absl::StrCat(source.path, ":", line + 1);
}

TEST(Tidy, ArrowsBetweenFloorsPointDown) {
  for (const Source& source : CodeFiles()) {
    const std::string from = FirstFolder(source.path);
    const auto allowed = AllowedIncludes().find(from);
    ASSERT_NE(allowed, AllowedIncludes().end()) << source.path << ": no rule for its folder";
    for (size_t i = 0; i < source.lines.size(); ++i) {
      const std::string to = FirstFolder(QuotedInclude(source.lines[i]));
      if (to.empty() || to == from || AllowedIncludes().count(to) == 0) continue;
      EXPECT_NE(std::find(allowed->second.begin(), allowed->second.end(), to),
                allowed->second.end())
          << At(source, i) << ": " << from << " must not include " << to;
    }
  }
}

TEST(Tidy, NoServiceIncludesAnother) {
  for (const Source& source : CodeFiles()) {
    if (FirstFolder(source.path) != "services") continue;
    const std::string service = SecondFolder(source.path);
    if (service == "hub") continue;  // It hosts them all.
    for (size_t i = 0; i < source.lines.size(); ++i) {
      const std::string include = QuotedInclude(source.lines[i]);
      if (FirstFolder(include) != "services") continue;
      const std::string other = SecondFolder(include);
      // A service's main.cc hosts its own service through services/hub.
      const bool main = absl::EndsWith(source.path, "/main.cc");
      EXPECT_TRUE(other == service || other == "rpc" || (main && other == "hub"))
          << At(source, i) << ": services/" << service << " must not include services/" << other;
    }
  }
}

TEST(Tidy, TheDomainIsPure) {
  for (const Source& source : CodeFiles()) {
    if (FirstFolder(source.path) != "domain") continue;
    for (size_t i = 0; i < source.lines.size(); ++i) {
      for (const char* impure :
           {"absl::Now", "google/protobuf", "grpc", "rocksdb", "librdkafka", "<fstream>",
            "<random>", "<thread>", "<mutex>", "std::chrono", "time(nullptr)", "getenv"}) {
        EXPECT_FALSE(absl::StrContains(source.lines[i], impure))
            << At(source, i) << ": the domain has no " << impure;
      }
    }
  }
}

TEST(Tidy, OnlyTheStoresSeeRocksDb) {
  for (const Source& source : CodeFiles()) {
    const std::string folder = FirstFolder(source.path);
    if (folder != "projections" && folder != "services" && folder != "cli") continue;
    const bool store =
        absl::StrContains(source.path, "store") || absl::StrContains(source.path, "runner");
    for (size_t i = 0; i < source.lines.size(); ++i) {
      EXPECT_TRUE(store || !absl::StrContains(source.lines[i], "#include \"rocksdb/"))
          << At(source, i) << ": rows are reached through ViewTxn and readers";
    }
  }
}

TEST(Tidy, FilesKeepTheirManners) {
  constexpr size_t kLinesMax = 400;
  constexpr size_t kColumnsMax = 100;
  for (const Source& source : CodeFiles()) {
    EXPECT_LE(source.lines.size(), kLinesMax) << source.path << " has become two things";
    if (absl::EndsWith(source.path, ".h")) {
      EXPECT_NE(std::find(source.lines.begin(), source.lines.end(), "#pragma once"),
                source.lines.end())
          << source.path << ": a header says #pragma once";
      EXPECT_TRUE(!source.lines.empty() && absl::StartsWith(source.lines[0], "//"))
          << source.path << ": a header begins with its contract";
    }
    for (size_t i = 0; i < source.lines.size(); ++i) {
      const std::string& line = source.lines[i];
      size_t columns = 0;  // Of UTF-8: continuation bytes take none.
      for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      EXPECT_LE(columns, kColumnsMax) << At(source, i);
      EXPECT_FALSE(absl::StrContains(line, "\t")) << At(source, i) << ": a tab";
      EXPECT_FALSE(absl::EndsWith(line, " ")) << At(source, i) << ": a trailing space";
    }
  }
}

// Built at run time, so that this file does not break its own rules.
std::string Word(absl::string_view a, absl::string_view b) { return absl::StrCat(a, b); }

TEST(Tidy, NothingIsLeftForLater) {
  const std::vector<std::string> words = {Word("TO", "DO"), Word("FIX", "ME"), Word("XX", "X:"),
                                          Word("GTEST_", "SKIP"), Word("DIS", "ABLED_")};
  for (const Source& source : CodeFiles()) {
    for (size_t i = 0; i < source.lines.size(); ++i) {
      for (const std::string& word : words) {
        EXPECT_FALSE(absl::StrContains(source.lines[i], word)) << At(source, i) << ": " << word;
      }
    }
  }
}

TEST(Tidy, TestsWaitForConditionsNotForTime) {
  const std::vector<std::string> words = {Word("sleep", "_for"), Word("Sleep", "For("),
                                          Word("usl", "eep("), Word("sleep", "_until")};
  for (const Source& source : CodeFiles()) {
    if (FirstFolder(source.path) != "tests") continue;
    for (size_t i = 0; i < source.lines.size(); ++i) {
      for (const std::string& word : words) {
        EXPECT_FALSE(absl::StrContains(source.lines[i], word)) << At(source, i) << ": " << word;
      }
    }
  }
}

// What is zero or empty is not written (eventlog/codec/wire.h), so a field that is not there must
// read as that: a default of another value would come back where zero was stored.
TEST(Tidy, FieldsThatAreStoredDefaultToWhatIsNotWritten) {
  int structs = 0;
  for (const Source& source : CodeFiles()) {
    size_t begin = 0;
    for (size_t i = 0; i < source.lines.size(); ++i) {
      if (absl::StartsWith(source.lines[i], "struct ")) begin = i;
      if (!absl::StrContains(source.lines[i], "static void Fields(")) continue;
      ++structs;
      for (size_t at = begin; at < i; ++at) {
        const std::string code = source.lines[at].substr(0, source.lines[at].find("//"));
        const bool member = absl::StartsWith(code, "  ") && !absl::StrContains(code, "constexpr");
        const size_t is = code.find(" = ");
        if (!member || is == std::string::npos) continue;
        const std::string value = code.substr(is + 3);
        EXPECT_FALSE(absl::StartsWith(value, "true") || (value[0] >= '1' && value[0] <= '9'))
            << At(source, at) << code;
      }
    }
  }
  EXPECT_GT(structs, 100);
}

// The words of each list of files, by the folder whose list it is.
std::map<std::string, std::set<std::string>> WordsOfLists() {
  std::map<std::string, std::set<std::string>> lists;
  for (const std::string& path : TrackedPaths()) {
    if (!absl::EndsWith(path, "/CMakeLists.txt")) continue;
    std::set<std::string>& words = lists[std::filesystem::path(path).parent_path()];
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      const std::string code = line.substr(0, line.find('#'));
      for (absl::string_view word : absl::StrSplit(code, absl::ByAnyChar(" ()"))) {
        words.emplace(word);
      }
    }
  }
  return lists;
}

// LevelDB has test files that no build file names; they have not run for years.
TEST(Tidy, EveryTestFileIsBuilt) {
  const std::map<std::string, std::set<std::string>> lists = WordsOfLists();
  int files = 0;
  for (const Source& source : CodeFiles()) {
    if (FirstFolder(source.path) != "tests" || !absl::EndsWith(source.path, ".cc")) continue;
    const std::filesystem::path path = source.path;
    std::filesystem::path folder = path.parent_path();
    while (!lists.contains(folder) && folder.has_parent_path()) folder = folder.parent_path();
    const auto own = lists.find(folder);
    ASSERT_NE(own, lists.end()) << source.path;
    bool named = own->second.contains(path.lexically_relative(folder));
    // Or in the lists of those that use it.
    if (SecondFolder(source.path) == "support") {
      const std::string from_another = absl::StrCat("../support/", path.filename().string());
      named |= std::any_of(lists.begin(), lists.end(),
                           [&](const auto& list) { return list.second.contains(from_another); });
    }
    EXPECT_TRUE(named) << source.path << " is not in " << folder << "/CMakeLists.txt";
    ++files;
  }
  EXPECT_GT(files, 100);
}

}  // namespace
}  // namespace rufaa
