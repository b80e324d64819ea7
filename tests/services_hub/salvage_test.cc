// A write-ahead log that is damaged before its end, and how a person gets a hub over it again; and
// what nobody gets over so.
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// In the middle of the longest write-ahead log of the store in `folder`.
void FlipAByteOfTheWal(const std::string& folder) {
  std::filesystem::path wal;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    if (wal.empty() || entry.file_size() > std::filesystem::file_size(wal)) wal = entry.path();
  }
  std::fstream file(wal, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(std::filesystem::file_size(wal) / 2));
  const char flipped = static_cast<char>(file.get() ^ 1);
  file.seekp(-1, std::ios::cur);
  file.put(flipped);
}

void FlipAByteOfTheLargestTable(const std::string& folder) {
  std::filesystem::path table;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".sst") continue;
    if (table.empty() || entry.file_size() > std::filesystem::file_size(table)) {
      table = entry.path();
    }
  }
  std::fstream file(table, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(100);
  const char flipped = static_cast<char>(file.get() ^ 1);
  file.seekp(100);
  file.put(flipped);
}

// By name and time: whether anything of a folder was made anew.
std::map<std::string, std::filesystem::file_time_type> FilesOf(const std::string& folder) {
  std::map<std::string, std::filesystem::file_time_type> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path()] = entry.last_write_time();
  }
  return files;
}

TEST(Salvage, DoesNothingToAWholeLogNorToOneWhoseTablesAreDamaged) {
  const Folder folder, home;
  ASSERT_THAT(ServedHub(folder).address(), Not(IsEmpty()));
  const std::vector<std::string> salvage = {"log", "salvage", "--data", folder.File("data"),
                                            "-o",  "json",    "--yes"};
  const auto before = FilesOf(folder.File("data"));
  const Result whole = Rufaa(home, salvage);
  ASSERT_EQ(whole.exit_code, 0) << whole.err;
  EXPECT_EQ(nlohmann::json::parse(whole.out)[0]["state"], "whole");
  EXPECT_THAT(whole.err, Not(HasSubstr("gone")));
  EXPECT_EQ(FilesOf(folder.File("data")), before);

  FlipAByteOfTheLargestTable(folder.File("data/001/log/db"));
  const auto damaged = FilesOf(folder.File("data"));
  const Result refused = Rufaa(home, salvage);
  EXPECT_EQ(refused.exit_code, 8) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("can't be salvaged"));
  EXPECT_THAT(refused.err, Not(HasSubstr("can be started")));
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_EQ(FilesOf(folder.File("data")), damaged);
}

TEST(Salvage, KeepsWhatComesBeforeTheDamageAndTheHubServesIt) {
  const Folder folder, home;
  const std::vector<std::string> salvage = {"log", "salvage", "--data", folder.File("data"),
                                            "-o",  "json",    "--yes"};
  uint64_t head = 0;
  {
    ServedHub hub(folder);
    ASSERT_THAT(hub.address(), Not(IsEmpty())) << hub.log();
    const auto run = [&](std::vector<std::string> args) {
      args.insert(args.end(), {"--server", hub.address(), "-o", "json"});
      return Rufaa(home, args, std::string(ServedHub::kPassword) + "\n");
    };
    ASSERT_EQ(run({"login", ServedHub::kAdmin}).exit_code, 0);
    for (const char* agency : {"msa-health-1", "msa-health-2", "msa-health-3", "msa-health-4"}) {
      const Result made = run(
          {"agency", "register", agency, "--kind", "HEALTH", "--display-name", "Health centre"});
      ASSERT_EQ(made.exit_code, 0) << made.err;
      head = std::stoull(nlohmann::json::parse(made.out)["revision"].get<std::string>());
    }
    const Result in_use = Rufaa(home, salvage);
    EXPECT_EQ(in_use.exit_code, 6);
    EXPECT_THAT(in_use.err, HasSubstr("STORE_IN_USE"));
    kill(hub.pid(), SIGKILL);
    hub.Ended();
  }
  FlipAByteOfTheWal(folder.File("data/001/log/db"));
  EXPECT_THAT(ServedHub(folder).address(), IsEmpty());

  std::vector<std::string> unconfirmed = salvage;
  unconfirmed.pop_back();
  EXPECT_EQ(Rufaa(home, unconfirmed).exit_code, 2);
  EXPECT_THAT(ServedHub(folder).address(), IsEmpty());

  const Result salvaged = Rufaa(home, salvage);
  ASSERT_EQ(salvaged.exit_code, 0) << salvaged.err;
  const nlohmann::json kept = nlohmann::json::parse(salvaged.out)[0];
  const uint64_t position = std::stoull(kept["position"].get<std::string>());
  EXPECT_GT(position, 0u);
  EXPECT_LT(position, head);
  const Result verified =
      Rufaa(home, {"log", "verify", "--data", folder.File("data"), "-o", "json"});
  ASSERT_EQ(verified.exit_code, 0) << verified.err;
  EXPECT_EQ(nlohmann::json::parse(verified.out)[0]["root"], kept["root"]);
  ServedHub again(folder);
  EXPECT_THAT(again.address(), Not(IsEmpty())) << again.log();
}

}  // namespace
}  // namespace rufaa::cli
