#include "domain/casework/case_clock.h"

#include <string>
#include <utility>

#include "domain/casework/decide_internal.h"

namespace rufaa::casework {
namespace {

void ShowSooner(State& s) {
  const bool court =
      s.court_deadline && (!s.stage_deadline || s.court_deadline->due < s.stage_deadline->due);
  s.deadline = court ? s.court_deadline : s.stage_deadline;
}

}  // namespace

std::optional<Deadline> By(absl::string_view rule, absl::Time due) {
  return Deadline{std::string(rule), due};
}

void SetClock(State& s, std::optional<Deadline> deadline) {
  s.stage_deadline = std::move(deadline);
  ShowSooner(s);
}

void MoveTo(State& s, Stage stage, std::optional<Deadline> deadline) {
  s.stage = stage;
  SetClock(s, std::move(deadline));
}

void EndPresentation(State& s) {
  s.court_deadline.reset();
  s.court_matter.clear();
  if (s.stage == Stage::kEmergency) s.stage_deadline = s.risk_deadline;
  ShowSooner(s);
}

bool GoesByRisk(const State& s) {
  return s.stage == Stage::kRegistered || (s.stage == Stage::kEmergency && !s.court_deadline);
}

absl::string_view RiskRule(absl::string_view risk) {
  if (risk == "RLHG") return clock::kRiskHigh;
  return risk == "RLMD" ? clock::kRiskMedium : clock::kRiskLow;
}

bool Presents(const State& s, absl::string_view matter) {
  const bool there = s.court_matter.empty() || absl::string_view(s.court_matter) == matter;
  return s.court_deadline && there;
}

}  // namespace rufaa::casework
