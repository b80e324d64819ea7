#include "cli/config/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/config/toml_file.h"
#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;

Settings::Environment From(std::map<std::string, std::string> values) {
  return [values](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
}

absl::StatusOr<Settings> LoadText(const std::string& text, const Settings::Flags& flags = {},
                                  std::map<std::string, std::string> environment = {}) {
  Folder folder;
  return Settings::Load(folder.Write("rufaa.toml", text), flags, From(std::move(environment)));
}

TEST(Settings, AFlagWinsOverTheEnvironmentOverTheFileOverTheDefault) {
  const std::string file = "server = \"file:1\"\n";
  EXPECT_EQ(LoadText("")->Text("server"), "127.0.0.1:7440");
  EXPECT_EQ(LoadText(file)->Text("server"), "file:1");
  EXPECT_EQ(LoadText(file, {}, {{"RUFAA_SERVER", "env:1"}})->Text("server"), "env:1");
  EXPECT_EQ(LoadText(file, {{"server", "flag:1"}}, {{"RUFAA_SERVER", "env:1"}})->Text("server"),
            "flag:1");
}

TEST(Settings, TheOriginOfEachValueIsKept) {
  const auto settings = LoadText("quiet = true\n[serve]\nlisten = \"[::1]:1\"\n",
                                 {{"serve.data", "/d"}}, {{"RUFAA_SERVE_DRAIN", "3s"}});
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_THAT(settings->Origin("serve.listen"), HasSubstr("rufaa.toml:3"));
  EXPECT_EQ(settings->Origin("serve.data"), "flag --data");
  EXPECT_EQ(settings->Origin("serve.drain"), "environment RUFAA_SERVE_DRAIN");
  EXPECT_EQ(settings->Origin("timeout"), "default");
}

TEST(Settings, AnUnknownKeySuggestsTheNearest) {
  const auto settings = LoadText("[serve]\nlistn = \"x\"\n");
  EXPECT_TRUE(absl::IsInvalidArgument(settings.status()));
  EXPECT_THAT(std::string(settings.status().message()), HasSubstr("did you mean 'serve.listen'"));
  EXPECT_THAT(std::string(settings.status().message()), HasSubstr("rufaa.toml:2"));
}

TEST(Settings, AValueNotOfItsKindIsRefusedWhereverItComesFrom) {
  EXPECT_FALSE(LoadText("timeout = \"soon\"\n").ok());
  EXPECT_FALSE(LoadText("timeout = \"-3s\"\n").ok());
  EXPECT_FALSE(LoadText("", {}, {{"RUFAA_OUTPUT", "xml"}}).ok());
  EXPECT_FALSE(LoadText("", {{"time_zone", "Africa/Nowhere"}}).ok());
  EXPECT_FALSE(LoadText("[serve]\nreflection = \"perhaps\"\n").ok());
  EXPECT_FALSE(LoadText("[serve]\ncode_letters = \"MSA\"\n").ok());
  for (const char* metrics : {"70000", "host:70000", ":7441", "host:", "on"}) {
    EXPECT_FALSE(LoadText("", {{"serve.metrics", metrics}}).ok()) << metrics;
  }
  for (const char* metrics : {"off", "0", "0.0.0.0:7441", "[::]:7441", "node-1:0"}) {
    EXPECT_TRUE(LoadText("", {{"serve.metrics", metrics}}).ok()) << metrics;
  }
}

TEST(Settings, AFileThatIsNoTomlNamesTheLine) {
  const auto settings = LoadText("quiet = true\nserver = \n");
  EXPECT_THAT(std::string(settings.status().message()), HasSubstr("rufaa.toml:2"));
}

TEST(Settings, AFileThatIsNotThereIsAnErrorOnlyWhenItWasNamed) {
  EXPECT_FALSE(Settings::Load("/nowhere/rufaa.toml", {}, From({})).ok());
  EXPECT_FALSE(Settings::Load("/", {}, From({})).ok()) << "a folder, and no file without settings";
  EXPECT_TRUE(Settings::Load("", {}, From({{"XDG_CONFIG_HOME", "/nowhere"}})).ok());
}

TEST(Settings, ListsComeFromArraysAndFromCommas) {
  const auto settings = LoadText("[serve]\ncounties = [\"001\", \"002\"]\n");
  EXPECT_THAT(settings->List("serve.counties"), testing::ElementsAre("001", "002"));
  EXPECT_THAT(LoadText("", {{"serve.counties", "003,004"}})->List("serve.counties"),
              testing::ElementsAre("003", "004"));
}

// Each is the name of a folder in the data directory: "../x" would be founded beside it.
TEST(Settings, OnlyCodesOfCountiesAreCounties) {
  for (const char* counties : {"[\"../x\"]", "[\"1\"]", "[1]", "[\"048\"]", "[\"001\", \"001\"]"}) {
    const auto settings = LoadText(absl::StrCat("[serve]\ncounties = ", counties, "\n"));
    ASSERT_TRUE(absl::IsInvalidArgument(settings.status())) << counties;
    EXPECT_THAT(std::string(settings.status().message()), HasSubstr("rufaa.toml:2")) << counties;
  }
  EXPECT_FALSE(LoadText("", {{"serve.counties", "01"}}).ok());
  EXPECT_FALSE(LoadText("", {}, {{"RUFAA_SERVE_COUNTIES", "001,../002"}}).ok());
  for (const char* county : {"1", "../001", "048"}) {
    EXPECT_FALSE(LoadText("", {{"county", county}}).ok()) << county;
    EXPECT_FALSE(LoadText(absl::StrCat("county = \"", county, "\"\n")).ok()) << county;
  }
  EXPECT_TRUE(LoadText("", {{"county", ""}}).ok()) << "the only one there is";
  EXPECT_TRUE(LoadText("", {{"county", "047"}}).ok());
}

// The example that is installed: every key is in it, with its default.
TEST(Settings, TheExampleFileHoldsEveryKeyWithItsDefault) {
  std::ifstream in("deploy/rufaa.toml");
  ASSERT_TRUE(in);
  std::stringstream live;
  for (std::string line; std::getline(in, line);) {
    // A commented-out setting, not a sentence.
    const bool setting = line.size() > 1 && line[0] == '#' && absl::ascii_islower(line[1]);
    live << (setting ? line.substr(1) : line) << "\n";
  }
  const auto entries = ParseToml("deploy/rufaa.toml", live.str());
  ASSERT_TRUE(entries.ok()) << entries.status();
  std::map<std::string, std::string> found;
  for (const TomlEntry& entry : *entries) found[entry.key] = entry.value;
  for (const SettingInfo& info : AllSettings()) {
    ASSERT_TRUE(found.count(std::string(info.key))) << info.key;
    EXPECT_EQ(found[std::string(info.key)], std::string(info.default_value)) << info.key;
  }
  EXPECT_EQ(found.size(), AllSettings().size());
}

}  // namespace
}  // namespace rufaa::cli
