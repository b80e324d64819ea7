// What the programme did beside its cases, on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "cli/output/printer.h"
#include "cli/verbs/verbs.h"
#include "rufaa/committee/v1/committee_service.pb.h"

namespace rufaa::cli {
namespace {

std::string Shown(const google::protobuf::Message& reply, const Shape& shape) {
  const auto none = [](const std::string&) { return std::optional<std::string>(); };
  std::stringstream out, err;
  const Settings settings = *Settings::Load("", {{"output", "table"}}, none);
  Printer(settings, false, false, out, err).Show(reply, shape);
  return out.str();
}

TEST(Activity, IsRecordedWithItsNumberItsDayAndItsPlace) {
  App app;
  AddCountyVerbs(app);
  const Verb* const record = app.Find("activity", "record");
  ASSERT_NE(record, nullptr);
  ASSERT_EQ(record->arguments.size(), 1u);
  EXPECT_EQ(record->arguments[0].name, "kind");
  std::vector<std::string> needed;
  for (const Flag& flag : record->flags) {
    if (absl::EndsWith(flag.help, "(needed)")) needed.push_back(flag.name);
  }
  EXPECT_THAT(needed, testing::UnorderedElementsAre("count", "on", "subcounty"));
  const Verb* const withdraw = app.Find("activity", "withdraw");
  ASSERT_NE(withdraw, nullptr);
  EXPECT_EQ(withdraw->arguments[0].name, "activity");
  EXPECT_NE(app.Find("activity", "list"), nullptr);
}

TEST(Activity, IsARowAndAnIndicatorHasItsTargetBesideIt) {
  committee::v1::ListActivitiesResponse reply;
  auto* activity = reply.add_activities();
  activity->set_activity("3f0e2c9a-5d41-4b7e-9c55-0d7c1f2a8b66");
  activity->set_on("2026-02-20");
  activity->set_kind("IN_SCHOOL_REACHED");
  activity->set_count(340);
  EXPECT_EQ(Shown(reply, {.columns = {"activity", "on", "count"}}),
            "activity                              on          count\n"
            "3f0e2c9a-5d41-4b7e-9c55-0d7c1f2a8b66  2026-02-20  340\n");
  committee::v1::GetIndicatorsResponse indicators;
  auto* reached = indicators.add_indicators();
  reached->set_indicator("in-school-reached");
  reached->set_value(6400);
  reached->set_target(10'000);
  EXPECT_EQ(Shown(indicators, {.columns = {"indicator", "value", "target"}}),
            "indicator          value  target\nin-school-reached  6400   10000\n");
}

}  // namespace
}  // namespace rufaa::cli
