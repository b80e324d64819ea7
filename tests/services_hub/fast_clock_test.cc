// A commit was recorded under a fast clock: all that follow bear its time until the clocks have
// come to it. The hub serves, and says so to whoever keeps it running.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/cli/command.h"
#include "tests/walk_grpc/county.h"

namespace rufaa::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kAhead[] = "rufaa_log_ahead_seconds{county=\"001\"} ";

class FastClockTest : public HubTest {
 protected:
  // What the hub has logged once `what` is among it.
  std::string LogWith(absl::string_view what) {
    std::string lines;
    for (const absl::Time end = absl::Now() + absl::Seconds(30); absl::Now() < end;) {
      std::ifstream log(log_path_);
      lines.assign(std::istreambuf_iterator<char>(log), {});
      if (absl::StrContains(lines, what)) break;
      std::this_thread::yield();
    }
    return lines;
  }
};

TEST_F(FastClockTest, TheHubServesAndTellsOfItUntilTheClocksHaveComeToIt) {
  clock_.Advance(-absl::Minutes(30));
  EXPECT_THAT(hub_->metrics().RenderText(), HasSubstr(absl::StrCat(kAhead, "1800")));
  clock_.Advance(-absl::Minutes(90));
  EXPECT_THAT(LogWith("the clock is behind the log of 001"),
              HasSubstr("the clock is behind the log of 001"));
  EXPECT_TRUE(hub_->WaitUntilServing(absl::InfinitePast()).ok());
  EXPECT_TRUE(hub_->Failure().ok());
  EXPECT_THAT(hub_->metrics().RenderText(), HasSubstr(absl::StrCat(kAhead, "7200")));
  clock_.Advance(absl::Hours(2));
  EXPECT_THAT(LogWith("no longer"), HasSubstr("no longer"));
  EXPECT_THAT(hub_->metrics().RenderText(), HasSubstr(absl::StrCat(kAhead, "0")));
}

TEST_F(FastClockTest, TheDoctorSaysWhatToDo) {
  clock_.Advance(absl::Now() + absl::Hours(72) - clock_.Now());
  County(*hub_, "001").Settle();
  const cli::Folder home;
  const std::string server = absl::StrCat("127.0.0.1:", hub_->port());
  const cli::Result login =
      cli::Rufaa(home, {"login", "admin", "--server", server}, "mwamba-wa-pwani-2026\n");
  ASSERT_EQ(login.exit_code, 0) << login.err;
  const cli::Result doctor = cli::Rufaa(home, {"doctor", "--server", server, "-o", "json"});
  std::string state, found, remedy;
  for (const auto& row : nlohmann::json::parse(doctor.out)) {
    if (row["check"] != "time of the log") continue;
    state = row["state"];
    found = row["found"];
    remedy = row["what to do"];
  }
  EXPECT_EQ(state, "warning") << doctor.out;
  EXPECT_THAT(found, HasSubstr("in 2 d"));
  EXPECT_THAT(remedy, HasSubstr("A clock that was wrong"));
}

}  // namespace
}  // namespace rufaa::testing
