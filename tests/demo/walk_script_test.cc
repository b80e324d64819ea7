// docs/walk.sh, which README.md tells people to run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/demo/running_demo.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kEnd[] = "# What the county and the auditor see";

// A zone in which it is another day now than in Nairobi.
std::string ZoneOfAnotherDay() {
  const int hour = absl::ToCivilHour(absl::Now(), absl::FixedTimeZone(3 * 60 * 60)).hour();
  return hour < 13 ? "XXX12" : "XXX-14";  // 12 hours behind UTC; 14 ahead of it.
}

TEST(WalkScript, WalksToItsEndWhateverDayTheMachineSays) {
  const Folder folder;
  const RunningDemo demo(folder);
  ASSERT_FALSE(demo.address().empty());
  const std::string rufaa = std::string(std::getenv("RUFAA_BIN")) + "/rufaa";
  const Result walk = RunProgram(
      folder, {"docs/walk.sh", demo.password(), rufaa}, "",
      {{"RUFAA_SERVER", demo.address()}, {"RUFAA_TIMEOUT", "60s"}, {"TZ", ZoneOfAnotherDay()}});
  EXPECT_EQ(walk.exit_code, 0) << walk.out << walk.err;
  EXPECT_THAT(walk.out, HasSubstr(kEnd));
}

// Answers every step as the walk needs it, and refuses the first closure with $REASON.
constexpr char kFakeRufaa[] = R"(#!/bin/sh
refuse() {
  echo "$1: no" >&2
  exit 6
}
case "$*" in
  *"officer.kisauni case approve-closure"*) refuse NOT_PERMITTED ;;
  *"case close"*)
    echo >>"$0.closed"
    case $(wc -l <"$0.closed") in
      1) refuse "$REASON" ;;
      2) refuse COURT_DATE_AHEAD ;;
    esac
    ;;
esac
case "$*" in
  *"-o json"*)
    echo '{"case_file": {"case_code": "C", "stage": "s", "court_dates": [{"matter": "m"}]},
           "referral": {"referral_code": "R", "state": "s"}}'
    ;;
  *) echo "stage state" ;;
esac
)";

Result WalkRefusedWith(const char* reason) {
  const Folder folder;
  const std::string fake = folder.Write("rufaa", kFakeRufaa);
  EXPECT_EQ(chmod(fake.c_str(), 0700), 0);
  return RunProgram(folder, {"docs/walk.sh", "a password", fake}, "", {{"REASON", reason}});
}

TEST(WalkScript, AWrongRefusalEndsIt) {
  const Result right = WalkRefusedWith("OPEN_REFERRAL");
  EXPECT_EQ(right.exit_code, 0) << right.out << right.err;
  EXPECT_THAT(right.out, HasSubstr(kEnd));
  const Result wrong = WalkRefusedWith("WRONG_VERSION");
  EXPECT_EQ(wrong.exit_code, 1) << wrong.out << wrong.err;
  EXPECT_THAT(wrong.err, HasSubstr("should have been refused with OPEN_REFERRAL"));
  EXPECT_THAT(wrong.out, HasSubstr("WRONG_VERSION: no"));
  EXPECT_THAT(wrong.out, Not(HasSubstr(kEnd)));
}

}  // namespace
}  // namespace rufaa::cli
