// The hub as its technician meets it, and sessions as people do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "domain/codes/codes.h"
#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

mode_t ModeOf(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 0777;
}

// The administrator, by the command line; its exit code.
int SignIn(const Folder& home, const ServedHub& hub) {
  return Rufaa(home, {"login", ServedHub::kAdmin, "--server", hub.address()},
               std::string(ServedHub::kPassword) + "\n")
      .exit_code;
}

// One hub for all tests of this file that only talk to it.
class Served : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new Folder;
    hub_ = new ServedHub(*folder_);
    ASSERT_THAT(hub_->address(), Not(IsEmpty())) << hub_->log();
  }
  static void TearDownTestSuite() {
    delete hub_;
    delete folder_;
  }

  Result Run(std::vector<std::string> args, const std::string& input = "") {
    args.insert(args.end(), {"--server", hub_->address()});
    return Rufaa(home_, args, input);
  }
  Result Login(const std::string& password = ServedHub::kPassword) {
    return Run({"login", ServedHub::kAdmin}, password + "\n");
  }

  const Folder home_;
  static Folder* folder_;
  static ServedHub* hub_;
};

Folder* Served::folder_ = nullptr;
ServedHub* Served::hub_ = nullptr;

TEST_F(Served, ASessionIsKeptForItsOwnerAlone) {
  ASSERT_EQ(Login().exit_code, 0);
  EXPECT_EQ(ModeOf(home_.File("state/rufaa/sessions")), 0700u);
  EXPECT_EQ(ModeOf(home_.File("state/rufaa/sessions/default.json")), 0600u);
  const Result who = Run({"whoami", "-o", "json"});
  ASSERT_EQ(who.exit_code, 0) << who.err;
  EXPECT_EQ(nlohmann::json::parse(who.out)["caller"]["role"], "county_admin");
}

TEST_F(Served, AWrongPasswordIsAnAuthenticationError) {
  const Result result = Login("not the password");
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("BAD_CREDENTIALS"));
  EXPECT_FALSE(std::filesystem::exists(home_.File("state/rufaa/sessions/default.json")));
}

TEST_F(Served, AfterLogoutTheSessionIsGoneHereAndThere) {
  ASSERT_EQ(Login().exit_code, 0);
  std::ifstream in(home_.File("state/rufaa/sessions/default.json"));
  std::stringstream kept;
  kept << in.rdbuf();
  EXPECT_EQ(Run({"logout"}).exit_code, 0);
  EXPECT_EQ(Run({"whoami"}).exit_code, 4);
  home_.Write("state/rufaa/sessions/default.json", kept.str());
  const Result stolen = Run({"whoami"});
  EXPECT_EQ(stolen.exit_code, 4);
  EXPECT_THAT(stolen.err, HasSubstr("UNAUTHENTICATED"));
  EXPECT_THAT(stolen.err, HasSubstr("`rufaa login"));
}

TEST_F(Served, ProfilesAreDifferentPeople) {
  ASSERT_EQ(Login().exit_code, 0);
  EXPECT_EQ(Run({"--profile", "other", "whoami"}).exit_code, 4);
  EXPECT_EQ(Run({"whoami"}).exit_code, 0);
}

TEST_F(Served, ARequestRepeatedUnderItsIdIsTheSameAct) {
  ASSERT_EQ(Login().exit_code, 0);
  std::vector<std::string> act = {"agency",
                                  "register",
                                  "msa-health-7",
                                  "--kind",
                                  "HEALTH",
                                  "--display-name",
                                  "Health centre 7",
                                  "--request-id",
                                  "3f0e2c9a-5d41-4b7e-9c55-0d7c1f2a8b66",
                                  "-o",
                                  "json"};
  const Result first = Run(act);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const Result again = Run(act);
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(nlohmann::json::parse(first.out)["revision"],
            nlohmann::json::parse(again.out)["revision"]);
  act[6] = "Another name";
  const Result other = Run(act);
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("REQUEST_ID_REUSED"));
}

TEST_F(Served, WhatWasWrittenIsReadBackAtOnce) {
  ASSERT_EQ(Login().exit_code, 0);
  for (int i = 0; i < 5; ++i) {
    const std::string id = "msa-cso-" + std::to_string(i);
    ASSERT_EQ(Run({"agency", "register", id, "--kind", "CSO", "--display-name", "Group"}).exit_code,
              0);
    EXPECT_THAT(Run({"agency", "list", "--kind", "CSO"}).out, HasSubstr(id));
  }
}

TEST_F(Served, AnAgencyIsClosedAndOpenedAgain) {
  ASSERT_EQ(Login().exit_code, 0);
  ASSERT_EQ(Run({"agency", "register", "msa-cso-9", "--kind", "CSO", "--display-name", "Group"})
                .exit_code,
            0);
  const Result unsaid = Run({"agency", "close", "msa-cso-9"});
  EXPECT_EQ(unsaid.exit_code, 2);
  EXPECT_THAT(unsaid.err, HasSubstr("--reason"));
  const Result closed = Run({"agency", "close", "msa-cso-9", "--reason", "MERGED", "-o", "json"});
  ASSERT_EQ(closed.exit_code, 0) << closed.err;
  EXPECT_EQ(nlohmann::json::parse(closed.out)["agency"]["close_reason"], "MERGED");
  const Result listed = Run({"agency", "list", "--kind", "CSO"});
  EXPECT_THAT(listed.out, HasSubstr("msa-cso-9")) << "lists go on naming it";
  const Result enrolled =
      Run({"people", "enroll", "p-9", "--agency", "msa-cso-9", "--role", "agency_desk"});
  EXPECT_EQ(enrolled.exit_code, 6);
  EXPECT_THAT(enrolled.err, HasSubstr("AGENCY_CLOSED"));
  EXPECT_THAT(enrolled.err, HasSubstr("`rufaa agency reopen`"));
  EXPECT_EQ(Run({"agency", "reopen", "msa-cso-9"}).exit_code, 0);
}

TEST_F(Served, PagesAreTurnedToTheLimit) {
  ASSERT_EQ(Login().exit_code, 0);
  for (int i = 0; i < 4; ++i) {
    ASSERT_EQ(Run({"agency", "register", "msa-chief-" + std::to_string(i), "--kind", "CHIEF",
                   "--display-name", "Chief"})
                  .exit_code,
              0);
  }
  const Result some = Run({"agency", "list", "--kind", "CHIEF", "--limit", "3", "-o", "jsonl"});
  EXPECT_EQ(std::count(some.out.begin(), some.out.end(), '\n'), 3);
  EXPECT_THAT(some.err, HasSubstr("--all"));
  const Result all = Run({"agency", "list", "--kind", "CHIEF", "--all", "-o", "jsonl"});
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 4);
}

TEST_F(Served, AMalformedFieldIsNamed) {
  ASSERT_EQ(Login().exit_code, 0);
  const Result result =
      Run({"agency", "register", "msa-x", "--kind", "lower case", "--display-name", "X"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("MALFORMED"));
  EXPECT_THAT(result.err, HasSubstr("kind"));
}

TEST_F(Served, AMistypedCodeIsToldFromOneThatIsNotThere) {
  ASSERT_EQ(Login().exit_code, 0);
  const Result unknown = Run({"case", "show", MakeCaseCode(885)});
  EXPECT_EQ(unknown.exit_code, 3) << unknown.err;
  std::string mistyped = MakeCaseCode(885);
  mistyped.back() = mistyped.back() == 'A' ? 'B' : 'A';
  const Result result = Run({"case", "show", mistyped});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("mistyped"));
}

TEST_F(Served, TheLogVerifies) {
  ASSERT_EQ(Login().exit_code, 0);
  const Result result = Run({"log", "verify", "-o", "json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(nlohmann::json::parse(result.out)[0]["whole"], "yes");
}

TEST_F(Served, TheTailShowsTheLastCommits) {
  ASSERT_EQ(Login().exit_code, 0);
  const Result result = Run({"log", "tail", "--lines", "2"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 2);
  const Result decoded = Run({"log", "tail", "--lines", "2", "--purpose", "audit"});
  EXPECT_EQ(decoded.exit_code, 5) << "an administrator is no auditor";
  EXPECT_EQ(decoded.out, "");
}

TEST_F(Served, AViewIsBuiltAnewWhileItServes) {
  ASSERT_EQ(Login().exit_code, 0);
  const Result rebuilt = Run({"view", "rebuild", "-o", "json", "--quiet"});
  ASSERT_EQ(rebuilt.exit_code, 0) << rebuilt.err;
  const nlohmann::json json = nlohmann::json::parse(rebuilt.out);
  EXPECT_FALSE(json.at("views").empty());
  for (const auto& view : json.at("views")) {
    EXPECT_FALSE(view.value("rebuilding", false)) << view;
  }
}

TEST_F(Served, DoctorFindsNothingAmiss) {
  ASSERT_EQ(Login().exit_code, 0);
  const Result result =
      Run({"doctor", "--data", folder_->File("data"), "--metrics", hub_->metrics(), "-o", "json"});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("process of rufaa serve"));
  EXPECT_THAT(result.out, HasSubstr("SERVING"));
  EXPECT_THAT(result.out, HasSubstr("time of the log"));
  const std::string version = Run({"version"}).out;
  bool told = false;
  for (const auto& row : nlohmann::json::parse(result.out)) {
    if (row["check"] != "hub") continue;
    told = true;
    EXPECT_EQ(row["state"], "ok");
    EXPECT_THAT(version, HasSubstr(row["found"].get<std::string>()));
  }
  EXPECT_TRUE(told) << result.out;
}

TEST_F(Served, ASecondHubOnTheSameDataIsRefused) {
  const Result second = Rufaa(home_, {"serve", "--data", folder_->File("data"), "--listen",
                                      "127.0.0.1:0", "--metrics", "off"});
  EXPECT_EQ(second.exit_code, 6);
  EXPECT_THAT(second.err, HasSubstr("STORE_IN_USE"));
}

TEST(Serve, DoctorSeesThatItsFolderWasRemovedUnderIt) {
  const Folder folder, home;
  const ServedHub hub(folder);
  ASSERT_THAT(hub.address(), Not(IsEmpty())) << hub.log();
  std::filesystem::remove_all(folder.File("data"));
  const Result result = Rufaa(home, {"doctor", "--server", hub.address(), "--metrics",
                                     hub.metrics(), "--data", folder.File("data")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("goes on in what was removed"));
  for (const char* store : {"access", "log", "reads", "vault", "views"}) {
    EXPECT_THAT(result.out, HasSubstr(std::string("001/") + store));
  }
}

TEST(Serve, ASignalStopsItAndItsDataIsThereAgain) {
  const Folder folder, home;
  {
    ServedHub hub(folder);
    ASSERT_THAT(hub.address(), Not(IsEmpty())) << hub.log();
    EXPECT_EQ(hub.Stop(), 0) << hub.log();
  }
  ServedHub again(folder);
  ASSERT_THAT(again.address(), Not(IsEmpty())) << again.log();
  EXPECT_EQ(SignIn(home, again), 0);
}

TEST(Serve, TheAdministratorsFileMayBeDeletedOnceTheCountyIsThere) {
  const Folder folder, home;
  const std::string admin = folder.File("admin");
  ASSERT_THAT(ServedHub(folder).address(), Not(IsEmpty()));
  ASSERT_TRUE(std::filesystem::remove(admin));
  ServedHub again(folder);
  ASSERT_THAT(again.address(), Not(IsEmpty())) << again.log();
  EXPECT_EQ(SignIn(home, again), 0);
  EXPECT_EQ(again.Stop(), 0);
  // Nor does what works on the folder of a stopped hub ask for it.
  const Result backup = Rufaa(home,
                              {"backup", "create", folder.File("copy"), "--keys-to",
                               folder.File("keys"), "--offline", "--data", folder.File("data")},
                              "", {{"RUFAA_SERVE_ADMIN_FILE", admin}});
  EXPECT_EQ(backup.exit_code, 0) << backup.err;
  // Without it a new county would have nobody who could sign in.
  const Result made =
      Rufaa(home, {"serve", "--data", folder.File("new"), "--make-keys", "--admin-file", admin,
                   "--listen", "127.0.0.1:0", "--metrics", "off"});
  EXPECT_EQ(made.exit_code, 6);
  EXPECT_THAT(made.err, HasSubstr("KEY_FILE_UNUSABLE"));
}

// The largest file of the log's store: it holds the commits.
std::string LargestStoreFile(const std::string& folder) {
  std::string largest;
  uintmax_t size = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".sst" || entry.file_size() <= size) continue;
    size = entry.file_size();
    largest = entry.path();
  }
  return largest;
}

TEST(Serve, AFolderIsVerifiedAsFarAsAskedAndNoFurther) {
  const Folder folder;
  ASSERT_THAT(ServedHub(folder).address(), Not(IsEmpty()));
  const auto verify = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"log", "verify", "--data", folder.File("data"), "-o", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return Rufaa(folder, words);
  };
  const auto whole = nlohmann::json::parse(verify({}).out)[0];
  const std::string commits = whole["commits"];
  ASSERT_GT(std::stoi(commits), 1);
  const Result first = verify({"--to-position", "1"});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const auto row = nlohmann::json::parse(first.out)[0];
  EXPECT_EQ(row["commits"], "1");
  EXPECT_NE(row["root"], whole["root"]);
  EXPECT_EQ(nlohmann::json::parse(verify({"--to-position", commits}).out)[0], whole);
  // A slip of the typist's, not of the log's.
  const Result beyond = verify({"--to-position", "99999"});
  EXPECT_EQ(beyond.exit_code, 2) << beyond.err;
  EXPECT_THAT(beyond.err, HasSubstr("beyond the end, which is " + commits));
  EXPECT_EQ(verify({"--to-position", "0"}).exit_code, 2);
}

TEST(Serve, AFlippedByteIsFoundAndItsPositionNamed) {
  const Folder folder;
  ASSERT_THAT(ServedHub(folder).address(), Not(IsEmpty()));
  const std::vector<std::string> verify = {"log", "verify", "--data", folder.File("data"),
                                           "-o",  "json"};
  const Result before = Rufaa(folder, verify);
  ASSERT_EQ(before.exit_code, 0) << before.err;

  const std::string file = LargestStoreFile(folder.File("data/001/log/db"));
  ASSERT_THAT(file, Not(IsEmpty()));
  std::fstream store(file, std::ios::in | std::ios::out | std::ios::binary);
  store.seekg(100);
  const char byte = static_cast<char>(store.get() ^ 1);
  store.seekp(100);
  store.put(byte);
  store.close();

  const Result after = Rufaa(folder, verify);
  EXPECT_EQ(after.exit_code, 8) << after.err;
  const auto row = nlohmann::json::parse(after.out)[0];
  EXPECT_EQ(row["whole"], "no");
  // The file's first block was hit, and the log begins there.
  EXPECT_EQ(row["first_bad_position"], "1");
  // In our words: neither RocksDB's nor the path of the file.
  EXPECT_THAT(row["problem"].get<std::string>(), HasSubstr("checksum"));
  EXPECT_THAT(row["problem"].get<std::string>(), Not(HasSubstr("/")));
}

TEST(Serve, AKeyThatOthersCanReadIsRefused) {
  const Folder folder;
  ASSERT_THAT(ServedHub(folder).address(), Not(IsEmpty()));
  const std::string key = folder.File("data/001/keys/county.key");
  ASSERT_EQ(chmod(key.c_str(), 0644), 0);
  const Result result = Rufaa(folder, {"serve", "--data", folder.File("data"), "--listen",
                                       "127.0.0.1:0", "--metrics", "off"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_THAT(result.err, HasSubstr("KEY_FILE_UNUSABLE"));
}

TEST(Serve, ClocksThatAreNoneAreRefusedByFileAndKey) {
  const Folder folder;
  const std::string clocks =
      folder.Write("clocks.toml", "[[clock]]\nrule = \"REGISTER\"\nhour = 1\n");
  const Result result = Rufaa(folder, {"serve", "--data", folder.File("data"), "--listen",
                                       "127.0.0.1:0", "--metrics", "off", "--clocks", clocks});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr(clocks + ":3: clock.hour"));
  EXPECT_FALSE(std::filesystem::exists(folder.File("data")));
}

TEST(Serve, ItsLogHoldsNoPassword) {
  const Folder folder, home;
  ServedHub hub(folder, {"--log-level", "debug"});
  ASSERT_THAT(hub.address(), Not(IsEmpty())) << hub.log();
  EXPECT_EQ(SignIn(home, hub), 0);
  hub.Stop();
  EXPECT_THAT(hub.log(), Not(HasSubstr(ServedHub::kPassword)));
}

}  // namespace
}  // namespace rufaa::cli
