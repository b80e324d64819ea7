// How urgent a case is, who says so, and what the rules make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Noon;
using people::Officer;
using testing::Contains;
using testing::Not;

TEST(Case, AssessmentNeedsTheRiskSet) {
  Casebook book = IdentifiedCase();
  EXPECT_EQ(book.Do(Register{Officer(), "s", {}, {}}), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "RISK_REQUIRED");
  EXPECT_THAT(AllowedActions(book.kase, Officer()), Not(Contains(Verb::kStartAssessment)));
  EXPECT_EQ(book.Do(SetRisk{Officer(), "RLMD", {}}), "OK");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(72));
  EXPECT_THAT(AllowedActions(book.kase, Officer()), Contains(Verb::kStartAssessment));
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
}

TEST(Case, RiskIsForcedHighForAnAssaultWithin120Hours) {
  Identify report = Report();
  report.exposure_at = Noon() - absl::Hours(119);
  Casebook book = IdentifiedCase(report);
  EXPECT_EQ(book.kase.risk, "RLHG");
  EXPECT_EQ(book.Do(SetRisk{Officer(), "RLLW", {}}), "OK");
  EXPECT_EQ(book.kase.risk, "RLHG");
  report.exposure_at = Noon() - absl::Hours(121);
  EXPECT_EQ(IdentifiedCase(report).kase.risk, "");
}

TEST(Case, RiskIsForcedHighForAPerpetratorInTheHouseholdAndForTrafficking) {
  Identify report = Report();
  report.perpetrator_in_household = true;
  EXPECT_EQ(IdentifiedCase(report).kase.risk, "RLHG");
  report = Report();
  report.trafficking = true;
  EXPECT_EQ(IdentifiedCase(report).kase.risk, "RLHG");
  report = Report();
  report.categories.push_back(
      {.category = "CSTC", .subcategory = {}, .nature = {}, .event_on = {}});
  EXPECT_EQ(IdentifiedCase(report).kase.risk, "RLHG");
}

TEST(Case, WhatIsLearntLaterForcesTheRiskToo) {
  Casebook book = RegisteredCase();
  CorrectDetails correction{};
  correction.by = Officer();
  correction.trafficking = true;
  correction.reason = "told by the child";
  EXPECT_EQ(book.Do(correction), "OK");
  EXPECT_EQ(book.kase.risk, "RLHG");
}

TEST(Case, TraffickingAmongCorrectedCategoriesForcesTheRisk) {
  Casebook book = RegisteredCase();
  CorrectDetails correction{};
  correction.by = Officer();
  correction.categories = {{"CSTC", {}, {}, {}}};
  correction.reason = "told by the child";
  EXPECT_EQ(book.Do(correction), "OK");
  EXPECT_TRUE(book.kase.trafficking);
  EXPECT_EQ(book.kase.risk, "RLHG");
}

TEST(Case, WhyARiskIsWhatItIsIsToldInCodes) {
  EXPECT_EQ(RegisteredCase().Do(SetRisk{Officer(), "RLMD", {"THREATENED", "HIS_UNCLE_ALI"}}),
            "UNKNOWN_CODE");
  EXPECT_EQ(RegisteredCase().Do(SetRisk{Officer(), "RLMD", {"THREATENED", "RAN_AWAY"}}), "OK");
}

TEST(Case, ASignThatTheOfficerSawAndTheRuleFindsIsToldOnce) {
  Identify report = Report();
  report.trafficking = true;
  Casebook book = IdentifiedCase(report);
  EXPECT_EQ(book.Do(SetRisk{Officer(), "RLLW", {"TRAFFICKING"}}), "OK");
  const auto& risk = std::get<RiskSet>(book.last.back().event);
  EXPECT_EQ(risk.reasons, std::vector<std::string>{"TRAFFICKING"});
  EXPECT_EQ(risk.risk, "RLHG");
  EXPECT_TRUE(risk.forced);
}

TEST(Case, TheTimeOfAnAssaultThatIsToldOrPutRightLaterForcesTheRiskToo) {
  CorrectDetails correction{};
  correction.by = Officer();
  correction.reason = "told by the child";
  correction.exposure_at = Noon() + absl::Hours(1);
  EXPECT_EQ(RegisteredCase().Do(correction), "IN_FUTURE");
  correction.exposure_at = Noon() - absl::Hours(121);
  Casebook longer_ago = RegisteredCase();
  EXPECT_EQ(longer_ago.Do(correction), "OK");
  EXPECT_EQ(longer_ago.kase.risk, "RLLW");
  correction.exposure_at = Noon() - absl::Hours(119);
  EXPECT_EQ(longer_ago.Do(correction), "OK");
  EXPECT_EQ(longer_ago.kase.risk, "RLHG");
  EXPECT_EQ(longer_ago.kase.deadline->due, Noon() + absl::Hours(24));
  correction.exposure_at.reset();
  EXPECT_EQ(longer_ago.Do(correction), "OK");
  EXPECT_EQ(longer_ago.kase.exposure_at, Noon() - absl::Hours(119)) << "not said: as it was";
}

}  // namespace
}  // namespace rufaa::casework
