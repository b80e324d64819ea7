// `rufaa import linelist` as offices meet it: of the same file as another's, of one that is not
// UTF-8, over a network that goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/base/check.h"
#include "tests/demo/running_demo.h"
#include "tests/support/free_ports.h"
#include "tests/support/tcp_proxy.h"

namespace rufaa::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Presses Ctrl-C until `pid` ends, and gives its exit code; less than 0: a signal ended it.
int EndedByCtrlC(pid_t pid) {
  const int ends = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  RUFAA_CHECK(ends >= 0);
  pollfd ended{.fd = ends, .events = POLLIN, .revents = 0};
  do {
    kill(pid, SIGINT);
  } while (poll(&ended, 1, 200) == 0);
  close(ends);
  int status = 0;
  RUFAA_CHECK(waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

class ImportVerbTest : public testing::Test {
 protected:
  // The first four records of the sample, some text of theirs replaced.
  std::string Four(absl::string_view text, const std::string& by) const {
    std::ifstream sample("samples/linelist.csv");
    std::string list;
    std::string line;
    for (int i = 0; i < 5 && std::getline(sample, line); ++i) list += line + "\n";
    return folder_.Write("list.csv", absl::StrReplaceAll(list, {{text, by}}));
  }

  // The rules of a list let pass what the hub finds too long in the last one, so the import stays
  // open.
  std::string List() const { return Four("OB 24/20/08/2024", std::string(100, '9')); }

  Folder folder_;
};

TEST_F(ImportVerbTest, AFileThatAnotherOfficeLoadsIsLoadedUnderAnIdOfOnesOwn) {
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  std::vector<std::string> load = {"import",     "linelist", List(), "--as-of",
                                   "2026-11-24", "-o",       "json"};
  EXPECT_THAT(demo.As("officer.county", load).err, HasSubstr("go on with"));
  const Result others = demo.As("officer.kisauni", load);
  EXPECT_EQ(others.exit_code, 2) << others.out << others.err;
  EXPECT_EQ(others.out, "") << "no record was sent";
  EXPECT_THAT(others.err, HasSubstr("another office has begun"));
  EXPECT_THAT(others.err, HasSubstr("--import-id"));
  EXPECT_THAT(others.err, Not(HasSubstr("dcs-mombasa")));

  load.insert(load.end(), {"--import-id", "kisauni-1"});
  const Result own = demo.As("officer.kisauni", load);
  const auto told = nlohmann::json::parse(own.out, nullptr, false);
  ASSERT_TRUE(told.is_array()) << own.out << own.err;
  EXPECT_EQ(told[0]["import_id"], "kisauni-1") << told;
  EXPECT_EQ(told[0]["there_before"], "3") << told;
  EXPECT_EQ(told[0]["imported"], "0") << told;
}

// As Excel's plain CSV writes an apostrophe.
TEST_F(ImportVerbTest, ARecordThatIsNotUtf8IsNamedAndThoseBehindItArrive) {
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  const std::string list = Four("Sidi,,Kamau", "Sidi,,Ng\222ang\222a");
  const Result loaded = demo.As(
      "officer.county", {"import", "linelist", list, "--as-of", "2026-11-24", "-o", "json"});
  EXPECT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.err, HasSubstr("record 2: Surname: not_utf8: "));
  const auto told = nlohmann::json::parse(loaded.out, nullptr, false);
  ASSERT_TRUE(told.is_array()) << loaded.out << loaded.err;
  EXPECT_EQ(told[0]["imported"], "3") << told;
  EXPECT_EQ(told[0]["refused"], "1") << told;
}

TEST_F(ImportVerbTest, TheSecondCtrlCEndsAnImportThatWaitsForADeadNetwork) {
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  const int port = FreePorts(1).front();
  TcpProxy way(port, std::stoi(demo.address().substr(demo.address().rfind(':') + 1)));
  const std::string server = absl::StrCat("127.0.0.1:", port);
  ASSERT_EQ(Rufaa(folder_,
                  {"login", "officer.county", "--password-file", "-", "--server", server,
                   "--timeout", "60s"},
                  demo.password() + "\n")
                .exit_code,
            0);
  // Far less than the records, far more than what is asked before them.
  way.CutAfter(size_t{32} << 10);
  const std::string binary = absl::StrCat(std::getenv("RUFAA_BIN"), "/rufaa");
  const pid_t import = Start(folder_,
                             {binary, "import", "linelist", "samples/linelist.csv", "--as-of",
                              "2026-11-24", "--server", server, "--timeout", "60s"},
                             nullptr);
  ASSERT_GT(import, 0);
  way.WaitUntilCut();
  EXPECT_EQ(EndedByCtrlC(import), 130);
}

}  // namespace
}  // namespace rufaa::cli
