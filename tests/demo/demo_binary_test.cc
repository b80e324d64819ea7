// The demo county, imports and backups through the real command.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "absl/strings/str_replace.h"
#include "tests/demo/running_demo.h"

namespace rufaa::cli {
namespace {

using nlohmann::json;

constexpr char kSample[] = "samples/linelist.csv";
constexpr int kGood = 885 - 48;  // As samples/linelist.faults.json lists them, duplicates aside.

json Parsed(const Result& result) {
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return json::parse(result.out, nullptr, false);
}

json Head(const RunningDemo& demo) {
  return Parsed(demo.As("operator", {"log", "head", "-o", "json"}));
}

// Protobuf's JSON writes 64-bit numbers as text.
uint64_t PositionOf(const json& head) {
  const json& position = head["position"];
  return position.is_string() ? std::stoull(position.get<std::string>()) : position.get<uint64_t>();
}

int FaultsOf(bool refusing) {
  int count = 0;
  const json listed = json::parse(std::ifstream("samples/linelist.faults.json"));
  for (const auto& fault : listed["faults"]) {
    count += (fault["fault"] == "same_child_twice") != refusing;
  }
  return count;
}

class DemoBinaryTest : public testing::Test {
 protected:
  static std::string FourthRecord() {
    std::ifstream sample(kSample);
    std::string line;
    for (int i = 0; i < 5; ++i) std::getline(sample, line);
    return line;
  }

  // Loads the sample's first three records and `last`.
  Result LoadFour(const RunningDemo& demo, const std::string& last,
                  const std::vector<std::string>& more) {
    const std::string path = folder_.File("list.csv");
    std::ifstream sample(kSample);
    std::ofstream list(path);
    std::string line;
    for (int i = 0; i < 4 && std::getline(sample, line); ++i) list << line << "\n";
    list << last << "\n";
    list.close();
    std::vector<std::string> words = {"import",     "linelist", path,  "--as-of",
                                      "2026-11-24", "-o",       "json"};
    words.insert(words.end(), more.begin(), more.end());
    return demo.As("officer.county", words);
  }

  Folder folder_;
};

// The one that makes its county as people do, by serving it; the others are given a copy.
TEST_F(DemoBinaryTest, TellsItsAccountsAndASecondStartHasKeptEverything) {
  json head;
  std::string password;
  {
    RunningDemo demo(folder_);
    ASSERT_FALSE(demo.address().empty());
    EXPECT_THAT(demo.logins(),
                testing::IsSupersetOf({"chv.kisauni", "officer.kisauni", "desk.tumaini",
                                       "court.tononoka", "committee", "auditor", "dpo", "admin"}));
    head = Head(demo);
    password = demo.password();
    EXPECT_EQ(demo.Stop(), 0);
  }
  RunningDemo again(folder_);
  ASSERT_FALSE(again.address().empty());
  EXPECT_EQ(again.password(), password);
  // The hub's ticker may have written more since: what was there then is what must be there still.
  const std::string position = std::to_string(PositionOf(head));
  const json root = Parsed(again.As("operator", {"log", "root", position, "-o", "json"}));
  EXPECT_EQ(root["root"], head["root"]);
  EXPECT_EQ(again.Stop(), 0);
}

// As on a machine that is set up for a real county.
TEST_F(DemoBinaryTest, WhereItGoesIsSaidOnTheCommandLineAlone) {
  const std::string real = folder_.File("real"), keys = folder_.File("keys");
  const std::string file = folder_.Write("rufaa.toml", "[serve]\ndata = \"" + real + "\"\n");
  const Environment configured = {{"RUFAA_CONFIG", file},
                                  {"RUFAA_SERVE_KEY_DIR", keys},
                                  {"RUFAA_KAFKA_BROKERS", "127.0.0.1:1"}};
  const Result unsaid = Rufaa(folder_, {"demo", "--only-make"}, "", configured);
  EXPECT_EQ(unsaid.exit_code, 2);
  EXPECT_THAT(unsaid.err, testing::HasSubstr("--data"));
  EXPECT_FALSE(std::filesystem::exists(real));

  const std::string made_up = folder_.File("made-up");
  const Result made =
      Rufaa(folder_, {"demo", "--only-make", "--data", made_up, "--cases", "1"}, "", configured);
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_FALSE(std::filesystem::exists(keys));
  EXPECT_TRUE(std::filesystem::exists(made_up + "/001/keys/county.key"));

  const Result served =
      Rufaa(folder_, {"serve", "--data", made_up, "--listen", "127.0.0.1:0", "--metrics", "off"});
  EXPECT_EQ(served.exit_code, 6) << served.err;
  EXPECT_THAT(served.err, testing::HasSubstr("made-up county"));
}

TEST_F(DemoBinaryTest, ADryRunNeedsNoHubAndSaysWhatIsWrong) {
  const Result report = Rufaa(
      folder_, {"import", "linelist", kSample, "--dry-run", "--as-of", "2026-11-24", "-o", "csv"});
  EXPECT_EQ(report.exit_code, 2);
  EXPECT_THAT(report.out, testing::HasSubstr("ward_not_in_subcounty"));
  EXPECT_THAT(report.err, testing::HasSubstr("Nothing was sent"));
}

TEST_F(DemoBinaryTest, AFileWithAStrayQuoteIsRefusedWholeByItsLines) {
  std::ifstream sample(kSample);
  const std::string path = folder_.File("quote.csv");
  std::ofstream list(path);
  int number = 1;
  for (std::string line; number < 10 && std::getline(sample, line);) {
    if (line.find('"') != std::string::npos) continue;
    list << (number == 4 ? "\"" : "") << line << "\n";
    ++number;
  }
  list.close();
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--dry-run"}, {}}) {
    std::vector<std::string> words = {"import", "linelist", path, "--as-of", "2026-11-24"};
    words.insert(words.end(), more.begin(), more.end());
    const Result report = Rufaa(folder_, words);
    EXPECT_EQ(report.exit_code, 2) << "no hub is asked";
    EXPECT_THAT(report.out, testing::HasSubstr("records_swallowed"));
    EXPECT_THAT(report.err, testing::HasSubstr("refused whole"));
    EXPECT_THAT(report.err, testing::HasSubstr("record 3: lines 4 to 9: "));
    EXPECT_THAT(report.err, testing::Not(testing::HasSubstr("would be taken")));
  }
}

TEST_F(DemoBinaryTest, AnImportIsWholeHarmlessWhenRepeatedAndCanBeTakenBack) {
  ASSERT_EQ(FaultsOf(true), 885 - kGood);
  CopyDemoInto(folder_);
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  const json first = Parsed(demo.As(
      "officer.county", {"import", "linelist", kSample, "--as-of", "2026-11-24", "-o", "json"}));
  EXPECT_EQ(first[0]["imported"], std::to_string(kGood)) << first;
  EXPECT_EQ(first[0]["refused"], std::to_string(885 - kGood));
  EXPECT_GE(std::stoi(first[0]["flagged"].get<std::string>()), FaultsOf(false));
  const std::string import_id = first[0]["import_id"];

  const std::string before = std::to_string(PositionOf(Head(demo)));
  const json again = Parsed(demo.As(
      "officer.county", {"import", "linelist", kSample, "--as-of", "2026-11-24", "-o", "json"}));
  EXPECT_EQ(again[0]["imported"], "0") << again;
  EXPECT_EQ(again[0]["there_before"], std::to_string(kGood)) << again;
  const Result since =
      demo.As("operator", {"log", "tail", "--after", before, "--lines", "5000", "-o", "jsonl"});
  EXPECT_THAT(since.out, testing::Not(testing::HasSubstr("case.imported")));

  const json reverted = Parsed(demo.As("admin", {"import", "revert", import_id, "-o", "json"}));
  EXPECT_EQ(reverted["state"], "reverted") << reverted;
  EXPECT_EQ(reverted["reverted"], kGood) << reverted;
}

// What a clerk does: loads, puts right what was refused, and loads again.
TEST_F(DemoBinaryTest, AFilePutRightAddsOnlyWhatIsNew) {
  const std::string line = FourthRecord();
  CopyDemoInto(folder_);
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  const json first = Parsed(LoadFour(demo, line.substr(0, line.find(',')) + ",no", {}));
  EXPECT_EQ(first[0]["imported"], "3") << first;
  EXPECT_EQ(first[0]["refused"], "1") << first;
  // Under the first one's name it is another file, and is not said to be in.
  const Result same_name = LoadFour(demo, line, {"--import-id", first[0]["import_id"]});
  EXPECT_EQ(same_name.exit_code, 2) << same_name.out;
  EXPECT_THAT(same_name.err, testing::HasSubstr("is of another file"));
  const json second = Parsed(LoadFour(demo, line, {}));
  EXPECT_EQ(second[0]["imported"], "1") << second;
  EXPECT_EQ(second[0]["there_before"], "3") << second;
  EXPECT_EQ(second[0]["refused"], "0") << second;
  EXPECT_THAT(second[0]["known_by_serial"].get<std::string>(), testing::StartsWith("1"));
}

// The command to go on with says no source: the import has one.
TEST_F(DemoBinaryTest, AnImportLeftOpenGoesOnWithoutTheSourceItWasBegunWith) {
  // The rules of a list let pass what the hub finds too long.
  const std::string line =
      absl::StrReplaceAll(FourthRecord(), {{"OB 24/20/08/2024", std::string(100, '9')}});
  CopyDemoInto(folder_);
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  const Result first = LoadFour(demo, line, {"--source", "list of 2024"});
  EXPECT_THAT(first.err, testing::HasSubstr("go on with"));
  const Result again = LoadFour(demo, line, {});
  EXPECT_THAT(again.err, testing::HasSubstr("ob_number"));
  EXPECT_THAT(again.err, testing::Not(testing::HasSubstr("REQUEST_ID_REUSED")));
  const json told = json::parse(again.out, nullptr, false);
  ASSERT_TRUE(told.is_array()) << again.out << again.err;
  EXPECT_EQ(told[0]["there_before"], "3") << told;
}

TEST_F(DemoBinaryTest, TheBoardFitsATerminalAndTheAuditorAsksByDateWhatWasKnown) {
  CopyDemoInto(folder_);
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  for (const char* login : {"committee", "supervisor.kisauni"}) {
    const Result board = demo.As(login, {"board"});
    ASSERT_EQ(board.exit_code, 0) << board.err;
    EXPECT_THAT(board.out, testing::HasSubstr("85d+"));
    std::istringstream lines(board.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
  }

  const json cases = Parsed(demo.As("supervisor.kisauni", {"case", "list", "--all", "-o", "json"}));
  // One that has a history. How far each has come depends on the hour: the demo's time ends now.
  std::string kase;
  for (const json& row : cases["cases"]) {
    if (row["stage"] != "identified") kase = row["case_code"];
  }
  ASSERT_NE(kase, "");
  const json trail = Parsed(
      demo.As("auditor", {"audit", "trail", kase, "--purpose", "audit", "--all", "-o", "json"}));
  const auto known = [&](const std::string& flag, const std::string& moment) {
    return Parsed(demo.As("auditor", {"audit", "asof", "dcs-kisauni", "--case-code", kase, flag,
                                      moment, "--purpose", "audit", "-o", "json"}));
  };
  // By time and by position alike, at each moment of the case.
  ASSERT_GE(trail["entries"].size(), 2u);
  for (const json& entry : {trail["entries"].front(), trail["entries"].back()}) {
    const json by_time = known("--as-of-time", entry["record_time"]);
    EXPECT_EQ(by_time["rows"], known("--as-of-position", by_time["position"])["rows"]);
    EXPECT_EQ(by_time["position"], entry["position"]);
    EXPECT_FALSE(by_time["rows"].empty()) << by_time;
  }
  EXPECT_NE(known("--as-of-time", trail["entries"].front()["record_time"])["rows"],
            known("--as-of-time", trail["entries"].back()["record_time"])["rows"]);
  const Result before = demo.As("auditor", {"audit", "asof", "dcs-kisauni", "--as-of-time",
                                            "2020-01-01", "--purpose", "audit"});
  EXPECT_EQ(before.exit_code, 2) << "there was no county";
}

TEST_F(DemoBinaryTest, ABackupOfARunningHubRestoresToTheSameRoot) {
  const std::string copy = folder_.File("copy"), keys = folder_.File("copied-keys");
  json made;
  CopyDemoInto(folder_);
  {
    RunningDemo demo(folder_);
    ASSERT_FALSE(demo.address().empty());
    EXPECT_EQ(demo.As("chv.kisauni", {"backup", "create", copy, "--keys-to", keys}).exit_code, 5);
    made = Parsed(demo.As("operator", {"backup", "create", copy, "--keys-to", keys, "-o", "json"}));
  }
  const json verified =
      Parsed(Rufaa(folder_, {"backup", "verify", copy, "--keys", keys, "-o", "json"}));
  // In one shape, whoever tells of it.
  ASSERT_TRUE(made.is_array()) << made;
  json expected = made;
  expected[0]["state"] = "whole";
  EXPECT_EQ(verified, expected);
  const json restored = Parsed(
      Rufaa(folder_, {"backup", "restore", copy, "--keys", keys, "--data", folder_.File("restored"),
                      "--erasures", folder_.File("data/001/vault.erased"), "-o", "json"}));
  EXPECT_EQ(restored[0]["root"], made[0]["root"]);
  EXPECT_NE(restored[0]["views"], "0");
}

TEST_F(DemoBinaryTest, ARestoreIsToldOfErasuresOrThatThereAreNone) {
  const std::vector<std::string> restore = {"backup",
                                            "restore",
                                            folder_.File("copy"),
                                            "--keys",
                                            folder_.File("copied-keys"),
                                            "--data",
                                            folder_.File("restored")};
  const Result untold = Rufaa(folder_, restore);
  EXPECT_EQ(untold.exit_code, 2);
  EXPECT_NE(untold.err.find("DATA/<county>"), std::string::npos) << untold.err;
  EXPECT_NE(untold.err.find("--no-erasures"), std::string::npos) << untold.err;
  std::vector<std::string> both = restore;
  both.insert(both.end(), {"--no-erasures", "--erasures", folder_.File("vault.erased")});
  EXPECT_EQ(Rufaa(folder_, both).exit_code, 2);
}

TEST_F(DemoBinaryTest, ABackupThatWasTamperedWithEndsInExitCodeEight) {
  const std::string copy = folder_.File("copy"), keys = folder_.File("copied-keys");
  CopyDemoInto(folder_);
  Parsed(Rufaa(folder_, {"backup", "create", copy, "--keys-to", keys, "--offline", "--data",
                         folder_.File("data"), "-o", "json"}));
  std::ofstream(copy + "/manifest.json", std::ios::app) << "x";
  EXPECT_EQ(Rufaa(folder_, {"backup", "verify", copy}).exit_code, 8);
  EXPECT_EQ(Rufaa(folder_, {"backup", "restore", copy, "--keys", keys, "--no-erasures", "--data",
                            folder_.File("restored")})
                .exit_code,
            8);
  EXPECT_FALSE(std::filesystem::exists(folder_.File("restored/001")));
}

}  // namespace
}  // namespace rufaa::cli
