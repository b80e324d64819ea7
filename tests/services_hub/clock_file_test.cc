// A county's clocks from its file: what is taken, what is refused and how, and that the hub's
// deciders reckon by them.
#include "services/hub/clock_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/clocks/print_clocks.h"
#include "domain/directory/county_events.h"
#include "eventlog/execute/evolve.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::hub {
namespace {

using ::testing::HasSubstr;

std::string Shipped() {
  std::ifstream in("deploy/config/clocks.toml");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The shipped file and one row more.
absl::StatusOr<ClockTable> With(const std::string& more) {
  return ParseClocks("clocks.toml", absl::StrCat(Shipped(), more));
}

constexpr char kRegisterInTwoDays[] =
    "\n[[clock]]\nrule = \"REGISTER\"\nfrom = 2025-01-01\ndays = 2\nground = \"local policy\"\n"
    "trigger = \"child identified\"\nsource = \"Decision of the county committee\"\n";

TEST(ClockFile, TheShippedFileIsTheTableBuiltIn) {
  const auto table = ReadClockFile("deploy/config/clocks.toml");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(ClocksAsToml(*table), ClocksAsToml(ClockTable::Builtin()));
}

TEST(ClockFile, ARowAddedHoldsFromItsDay) {
  const auto table = With(kRegisterInTwoDays);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->At(clock::kRegister, absl::CivilDay(2024, 12, 31)).limit, Limit{.hours = 24});
  EXPECT_EQ(table->At(clock::kRegister, absl::CivilDay(2025, 1, 1)).limit, Limit{.days = 2});
}

TEST(ClockFile, WhatIsWrongIsNamedWithFileLineAndKey) {
  const std::pair<absl::string_view, absl::string_view> kFaults[] = {
      {"days = 2", "dais = 2"},
      {"days = 2", "days = \"two\""},
      {"days = 2", "days = 0"},
      {"days = 2", "days = 2.5"},
      {"from = 2025-01-01", "from = 1"},
      {"\"local policy\"", "\"habit\""},
      {"\"REGISTER\"", "7"},
      {"\"Decision of the county committee\"", "\"\""},
  };
  for (const auto& [right, wrong] : kFaults) {
    const auto table = With(absl::StrReplaceAll(kRegisterInTwoDays, {{right, wrong}}));
    ASSERT_TRUE(absl::IsInvalidArgument(table.status())) << wrong;
    EXPECT_THAT(std::string(table.status().message()),
                ::testing::ContainsRegex("^clocks.toml:[0-9]+: clock\\.[a-z]+: is no"));
  }
}

TEST(ClockFile, WhatIsMissingIsNamed) {
  for (const absl::string_view key : {"rule", "from", "days", "ground", "trigger", "source"}) {
    std::string row = kRegisterInTwoDays;
    const size_t at = row.find(absl::StrCat("\n", key, " ="));
    row.erase(at, row.find('\n', at + 1) - at);
    EXPECT_THAT(std::string(With(row).status().message()), HasSubstr("clock: has no ")) << key;
    EXPECT_THAT(std::string(With(row).status().message()), HasSubstr(std::string(key)));
  }
}

TEST(ClockFile, ATableThatTheDecidersCantUseIsRefused) {
  EXPECT_THAT(std::string(With("\nclok = 1\n").status().message()), HasSubstr("clok"));
  EXPECT_THAT(std::string(ParseClocks("c.toml", "clock = 7").status().message()),
              HasSubstr("c.toml:1: clock"));
  EXPECT_THAT(std::string(ParseClocks("c.toml", "").status().message()), HasSubstr("is missing"));
  EXPECT_THAT(std::string(ParseClocks("c.toml", "[[clock]\n").status().message()),
              HasSubstr("c.toml:1: "));
  EXPECT_THAT(
      std::string(With(absl::StrCat(kRegisterInTwoDays, kRegisterInTwoDays)).status().message()),
      HasSubstr("REGISTER has two rows of one day"));
  EXPECT_THAT(std::string(ReadClockFile("/nowhere/c.toml").status().message()),
              HasSubstr("/nowhere/c.toml: can't be read"));
}

class CountyWithClocksTest : public ::rufaa::testing::HubTest {
 protected:
  void StartWith(const ClockTable& clocks) {
    Stop();
    clocks_ = clocks;
    Start();
  }
  // How long a child found now may wait to be registered.
  absl::Duration ToRegister() {
    ::rufaa::testing::County county(*hub_, "001");
    const auto found = county.SignIn("p-chv").Must<casework::v1::CaseReply>(
        &::rufaa::testing::CaseStub::IdentifyChild, ::rufaa::testing::ChildFound());
    const auto reply =
        county.SignIn("p-officer")
            .Must<casework::v1::GetCaseResponse>(
                &::rufaa::testing::CaseStub::GetCase,
                ::rufaa::testing::CaseAt(found.case_file().case_code(), found.revision()));
    return rpc::FromProto(reply.case_file().due_time()) - clock_.Now();
  }
  // Tables that the county went by, in turn, as its log has them.
  std::vector<std::string> Adopted() {
    std::vector<std::string> versions;
    const absl::Status status = ShowEvents(hub_->counties().at("001")->log(), CountyStream(), 0,
                                           kAnyPosition, [&](const AnyEvent& event, uint64_t) {
                                             const auto* adopted =
                                                 std::get_if<directory::ClocksAdopted>(&event);
                                             if (adopted != nullptr)
                                               versions.push_back(adopted->version);
                                           });
    EXPECT_TRUE(status.ok()) << status;
    return versions;
  }
};

TEST_F(CountyWithClocksTest, ItsDeadlinesAreReckonedByThemAndTheLogTellsWhich) {
  ::rufaa::testing::County(*hub_, "001").Settle();
  EXPECT_EQ(ToRegister(), absl::Hours(24));
  EXPECT_THAT(Adopted(), ::testing::IsEmpty());

  StartWith(*With(kRegisterInTwoDays));
  EXPECT_EQ(ToRegister(), absl::Hours(48));
  ASSERT_THAT(Adopted(), ::testing::SizeIs(1));
  const std::string own = Adopted()[0];

  // A start with the same clocks says nothing anew; one that goes back does, each time.
  StartWith(clocks_);
  EXPECT_THAT(Adopted(), ::testing::ElementsAre(own));
  clock_.Advance(absl::Hours(1));
  StartWith(ClockTable::Builtin());
  EXPECT_EQ(ToRegister(), absl::Hours(24));
  clock_.Advance(absl::Hours(1));
  StartWith(*With(kRegisterInTwoDays));
  EXPECT_THAT(Adopted(), ::testing::ElementsAre(own, "builtin", own));
}

}  // namespace
}  // namespace rufaa::hub
