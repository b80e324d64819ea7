// The command line without a hub: what is typed wrong, configured wrong, or asked of the program
// itself.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// Nothing listens on port 1.
constexpr char kNowhere[] = "127.0.0.1:1";

// A test that is killed has no time to end what it started.
TEST(Support, WhatATestStartedDiesWithIt) {
  const Folder home;
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const pid_t test = fork();
  if (test == 0) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], 1);
    Start(home, {"sh", "-c", "echo up; exec sleep 60"}, &files);
    pause();
    _exit(1);
  }
  close(ends[1]);
  char text[3] = "";
  ASSERT_EQ(read(ends[0], text, sizeof(text)), 3) << "never started";
  kill(test, SIGKILL);
  WaitFor(test);
  // The pipe ends when nobody is left to write into it.
  pollfd end{.fd = ends[0], .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&end, 1, 20'000), 1) << "it lives on";
  close(ends[0]);
}

TEST(Usage, HelpGoesToStandardOutput) {
  const Folder home;
  const Result root = Rufaa(home, {"--help"});
  EXPECT_EQ(root.exit_code, 0);
  EXPECT_THAT(root.out, HasSubstr("referral"));
  EXPECT_THAT(root.out, HasSubstr("Exit codes"));
  const Result verb = Rufaa(home, {"case", "risk", "--help"});
  EXPECT_EQ(verb.exit_code, 0);
  EXPECT_THAT(verb.out, HasSubstr("--expected-version"));
  const Result flag = Rufaa(home, {"case", "flag-duplicate", "--help"});
  EXPECT_EQ(flag.exit_code, 0);
  EXPECT_THAT(flag.out, HasSubstr("rufaa case flag-duplicate [OPTIONS] case_code of"));
}

TEST(Usage, AMisspeltCommandSuggestsTheNearest) {
  const Folder home;
  const Result group = Rufaa(home, {"refferal", "list"});
  EXPECT_EQ(group.exit_code, 2);
  EXPECT_THAT(group.err, HasSubstr("did you mean 'referral'"));
  const Result verb = Rufaa(home, {"case", "regster"});
  EXPECT_EQ(verb.exit_code, 2);
  EXPECT_THAT(verb.err, HasSubstr("did you mean 'register'"));
  const Result flag = Rufaa(home, {"case", "close", "MSA-7F3K-Q2", "--family-tld"});
  EXPECT_EQ(flag.exit_code, 2);
  EXPECT_THAT(flag.err, HasSubstr("did you mean '--family-told'"));
}

TEST(Usage, NothingAtAllIsAUsageError) {
  const Folder home;
  EXPECT_EQ(Rufaa(home, {}).exit_code, 2);
  EXPECT_EQ(Rufaa(home, {"case"}).exit_code, 2);
  EXPECT_EQ(Rufaa(home, {"case", "show"}).exit_code, 2);
}

TEST(Usage, AnErrorLeavesStandardOutputEmpty) {
  const Folder home;
  const Result result = Rufaa(home, {"case", "show"});
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err, "");
}

TEST(Usage, APasswordCanNotBeGivenOnTheCommandLine) {
  const Folder home;
  for (const char* flag : {"--password", "--password=secret"}) {
    const Result result = Rufaa(home, {"login", "admin", flag, "secret"});
    EXPECT_EQ(result.exit_code, 2) << flag;
  }
}

TEST(Usage, AChildsNameCanNotBeGivenOnTheCommandLine) {
  const Folder home;
  const Result help = Rufaa(home, {"case", "identify", "--help"});
  EXPECT_THAT(help.out, HasSubstr("--narrative-file"));
  EXPECT_THAT(help.out, Not(HasSubstr("--narrative ")));
  EXPECT_THAT(help.out, Not(HasSubstr("--first-name ")));
}

TEST(Config, AnUnknownKeyIsAnErrorWithASuggestion) {
  const Folder home;
  const std::string file = home.Write("rufaa.toml", "[serve]\ncountys = [\"001\"]\n");
  const Result result = Rufaa(home, {"--config", file, "version"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("serve.counties"));
  EXPECT_THAT(result.err, HasSubstr("rufaa.toml:2"));
}

TEST(Config, PrintTellsWhereEachValueComesFrom) {
  const Folder home;
  const std::string file = home.Write("rufaa.toml", "timeout = \"3s\"\n");
  const Result result =
      Rufaa(home, {"config", "print", "--origin", "-o", "json", "--listen", "a:1"}, "",
            {{"RUFAA_CONFIG", file}, {"RUFAA_SERVER", "b:2"}});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::map<std::string, nlohmann::json> rows;
  for (const auto& row : nlohmann::json::parse(result.out)) rows[row["key"]] = row;
  EXPECT_EQ(rows["timeout"]["value"], "3s");
  EXPECT_THAT(std::string(rows["timeout"]["origin"]), HasSubstr("rufaa.toml:1"));
  EXPECT_EQ(rows["server"]["origin"], "environment RUFAA_SERVER");
  EXPECT_EQ(rows["serve.listen"]["origin"], "flag --listen");
  EXPECT_EQ(rows["profile"]["origin"], "default");
}

TEST(Session, AReadWithoutASessionAsksToSignIn) {
  const Folder home;
  const Result result = Rufaa(home, {"case", "list"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("rufaa login"));
}

TEST(Session, AProfileIsNoPath) {
  const Folder home;
  EXPECT_EQ(Rufaa(home, {"--profile", "../../x", "whoami"}).exit_code, 2);
}

TEST(Session, AFileThatOthersCanReadIsNotTrusted) {
  const Folder home;
  std::filesystem::create_directories(home.File("state/rufaa/sessions"));
  const std::string file =
      home.Write("state/rufaa/sessions/default.json", R"({"server":"127.0.0.1:7440","token":"t"})");
  chmod(file.c_str(), 0644);
  const Result result = Rufaa(home, {"whoami"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("not yours alone"));
}

TEST(Session, ATokenIsSentToNoOtherServer) {
  const Folder home;
  std::filesystem::create_directories(home.File("state/rufaa/sessions"));
  home.Write("state/rufaa/sessions/default.json", R"({"server":"10.0.0.1:1","token":"t"})");
  const Result result = Rufaa(home, {"whoami", "--server", kNowhere});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("10.0.0.1:1"));
}

TEST(Unavailable, IsTriedAgainAndThenSaid) {
  const Folder home;
  std::filesystem::create_directories(home.File("state/rufaa/sessions"));
  home.Write("state/rufaa/sessions/default.json",
             std::string(R"({"server":")") + kNowhere + R"(","token":"t"})");
  const Result result = Rufaa(home, {"whoami", "--server", kNowhere, "--verbose"});
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_THAT(result.err, HasSubstr("trying again"));
  EXPECT_THAT(result.err, HasSubstr("rufaa doctor"));
}

// Attempts are counted, and one whose answer was lost may have been made.
TEST(Unavailable, ASignInIsNotTriedAgain) {
  const Folder home;
  const std::string password = home.Write("password", "anything at all\n");
  const Result result = Rufaa(
      home, {"login", "admin", "--password-file", password, "--server", kNowhere, "--verbose"});
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_THAT(result.err, Not(HasSubstr("trying again")));
  EXPECT_THAT(result.err, HasSubstr("rufaa doctor"));
}

TEST(Input, AFolderIsNoFile) {
  const Folder home;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"login", "admin", "--password-file", home.File(".")},
        {"import", "linelist", home.File(".")},
        {"config", "print", "--config", home.File(".")}}) {
    const Result result = Rufaa(home, words);
    EXPECT_EQ(result.exit_code, 2) << words[0] << result.err;
    EXPECT_THAT(result.err, HasSubstr("can't be read: Is a directory")) << words[0];
  }
}

TEST(Input, ALogOfAFolderNamesItsCountyWhereThereAreMany) {
  const Folder home;
  const std::string file = home.Write("rufaa.toml", "[serve]\ncounties = [\"001\", \"047\"]\n");
  const Result result =
      Rufaa(home, {"log", "verify", "--data", home.File("data"), "--config", file});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--county"));
}

// Its first line is a child's record then, and reports are passed on.
TEST(Input, OfAListWithoutItsHeaderNothingIsRepeated) {
  const Folder home;
  std::ifstream sample("samples/linelist.csv");
  std::string header, first;
  std::getline(sample, header);
  std::getline(sample, first);
  ASSERT_THAT(first, HasSubstr("Fatuma,Achieng,Ali"));
  const std::string rest{std::istreambuf_iterator<char>(sample), {}};
  const std::string file = home.Write("list.csv", first + "\n" + rest);
  for (const char* format : {"table", "json", "jsonl", "csv"}) {
    for (const std::vector<std::string>& more : {std::vector<std::string>{"--dry-run"}, {}}) {
      std::vector<std::string> words = {"import", "linelist", file, "-o", format};
      words.insert(words.end(), more.begin(), more.end());
      const Result result = Rufaa(home, words);
      EXPECT_EQ(result.exit_code, 2) << result.err;
      EXPECT_THAT(result.out, HasSubstr("header_missing"));
      EXPECT_THAT(result.err, HasSubstr("The first line is no header."));
      for (const std::string& told : {result.out, result.err}) {
        for (const char* cell : {"Fatuma", "Achieng", "Ali", "07-Sep-2008", "Jomvu", "Mlaleo"}) {
          EXPECT_THAT(told, Not(HasSubstr(cell))) << format;
        }
      }
    }
  }
}

// Neither is damage: a technician who mistypes a folder must not be told that a backup is lost.
TEST(Input, AFolderThatIsNotThereIsNotFound) {
  const Folder home;
  const std::string nowhere = home.File("nowhere");
  const Result log = Rufaa(home, {"log", "verify", "--data", nowhere});
  EXPECT_EQ(log.exit_code, 3) << log.err;
  EXPECT_THAT(log.err, HasSubstr(nowhere + "/001/log: there is no log"));
  const Result backup = Rufaa(home, {"backup", "verify", nowhere});
  EXPECT_EQ(backup.exit_code, 3) << backup.err;
  EXPECT_THAT(backup.err, HasSubstr(nowhere + ": there is no backup"));
}

TEST(Unavailable, DoctorNamesTheProblem) {
  const Folder home;
  const Result result = Rufaa(home, {"doctor", "--server", kNowhere, "-o", "json"});
  EXPECT_EQ(result.exit_code, 1);
  bool found = false;
  for (const auto& row : nlohmann::json::parse(result.out)) {
    if (row["check"] != "port") continue;
    found = true;
    EXPECT_EQ(row["state"], "problem");
    EXPECT_NE(row["what to do"], "");
  }
  EXPECT_TRUE(found);
}

std::string WriteKey(const Folder& home) {
  std::filesystem::create_directories(home.File("data/001/keys"));
  return home.Write("data/001/keys/county.key", "a key\n");
}

// What doctor says of the key of county 001 in folder "data".
std::string StateOfKey(const Folder& home) {
  const Result result =
      Rufaa(home, {"doctor", "--data", home.File("data"), "--server", kNowhere, "-o", "json"});
  for (const auto& row : nlohmann::json::parse(result.out)) {
    if (row["check"] == "key of 001") return row["state"];
  }
  return "not told";
}

TEST(Doctor, JudgesAKeyFileAsTheHubDoes) {
  const Folder home;
  const std::string key = WriteKey(home);
  for (const mode_t mode : {0600, 0400}) {
    ASSERT_EQ(chmod(key.c_str(), mode), 0);
    EXPECT_EQ(StateOfKey(home), "ok") << mode;
  }
  ASSERT_EQ(chmod(key.c_str(), 0640), 0);
  EXPECT_EQ(StateOfKey(home), "problem");
  ASSERT_EQ(chmod(key.c_str(), 0600), 0);
  std::filesystem::rename(key, key + ".real");
  std::filesystem::create_symlink(key + ".real", key);
  EXPECT_EQ(StateOfKey(home), "problem") << "a link";
}

TEST(Doctor, JudgesAKeyFileForTheAccountWhoseFolderItIs) {
  if (geteuid() != 0) return;  // Only root can give files away.
  const Folder home;
  const std::string key = WriteKey(home);
  ASSERT_EQ(chmod(key.c_str(), 0600), 0);
  constexpr uid_t kHub = 10'001;
  ASSERT_EQ(chown(key.c_str(), kHub, 0), 0);
  EXPECT_EQ(StateOfKey(home), "problem") << "another's";
  ASSERT_EQ(chown(home.File("data/001").c_str(), kHub, 0), 0);
  EXPECT_EQ(StateOfKey(home), "ok");
}

TEST(Output, NothingIsColouredWhereNothingIsATerminal) {
  const Folder home;
  EXPECT_THAT(Rufaa(home, {"config", "print"}).out, Not(HasSubstr("\x1b[")));
}

// script(1) gives the command a terminal.
TEST(Output, ATerminalGetsColourUnlessItIsRefused) {
  const Folder home;
  const std::string command = std::string(std::getenv("RUFAA_BIN")) + "/rufaa config print";
  const auto in_terminal = [&](const Environment& environment) {
    return RunProgram(home, {"script", "-qec", command, "/dev/null"}, "", environment).out;
  };
  EXPECT_THAT(in_terminal({{"TERM", "xterm"}}), HasSubstr("\x1b[1m"));
  EXPECT_THAT(in_terminal({{"TERM", "xterm"}, {"NO_COLOR", "1"}}), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(in_terminal({{"TERM", "dumb"}}), Not(HasSubstr("\x1b[")));
}

// Before anything is asked of a hub: it may be an act.
TEST(Output, WhatIsNotOneTableIsRefusedAsCsv) {
  const Folder home;
  const std::vector<std::vector<std::string>> verbs = {
      {"board"}, {"log", "tail"}, {"referral", "accept", "MSR-7F3K-Q2M5"}};
  for (std::vector<std::string> words : verbs) {
    words.insert(words.end(), {"-o", "csv"});
    const Result result = Rufaa(home, words);
    EXPECT_EQ(result.exit_code, 2) << words[0];
    EXPECT_THAT(result.err, HasSubstr("-o json")) << words[0];
  }
}

TEST(Output, AFullDiskIsNotSuccess) {
  const Folder home;
  const std::string command = std::string(std::getenv("RUFAA_BIN")) + "/rufaa version > /dev/full";
  EXPECT_EQ(RunProgram(home, {"sh", "-c", command}).exit_code, 1);
}

TEST(Completion, BashCompletesCommandsAndFlags) {
  const Folder home;
  const std::string script = home.Write("rufaa.bash", Rufaa(home, {"completion", "bash"}).out);
  const auto complete = [&](const std::string& words, int at) {
    return RunProgram(home, {"bash", "-c",
                             "source " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD=" +
                                 std::to_string(at) + "; _rufaa; echo \"${COMPREPLY[*]}\""})
        .out;
  };
  EXPECT_EQ(complete("rufaa refe", 1), "referral\n");
  EXPECT_EQ(complete("rufaa referral acc", 2), "accept\n");
  EXPECT_EQ(complete("rufaa referral accept MSR-1 --serve-", 4), "--serve-by-time\n");
  EXPECT_EQ(complete("rufaa serve --ref", 2), "--reflection\n");
  // A flag's value is no command, and a switch has none.
  EXPECT_EQ(complete("rufaa --profile chv.kisauni refe", 3), "referral\n");
  EXPECT_EQ(complete("rufaa --profile = chv.kisauni referral -o json acc", 7), "accept\n");
  EXPECT_EQ(complete("rufaa --quiet referral acc", 3), "accept\n");
  EXPECT_EQ(complete("rufaa --profile refe", 2), "\n");
}

TEST(Completion, EveryShellOfTheListIsServedAndNoOther) {
  const Folder home;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Result result = Rufaa(home, {"completion", shell});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, HasSubstr("approve-closure")) << shell;
    EXPECT_THAT(result.out, HasSubstr("family-told")) << shell;
  }
  EXPECT_EQ(Rufaa(home, {"completion", "csh"}).exit_code, 2);
}

}  // namespace
}  // namespace rufaa::cli
