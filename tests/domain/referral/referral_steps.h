// A referral walked to its first stages, as the right people walk it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "domain/referral/referral.h"
#include "tests/support/casebook.h"

namespace rufaa::referral {

inline const Rules kRules;

inline State Decided(State state, const Command& command) {
  absl::StatusOr<std::vector<Event>> events = Decide(state, command, kRules);
  EXPECT_EQ(ReasonOf(events), "OK");
  return events.ok() ? FoldOf(std::move(state), *events) : state;
}

// "OK" or the refusal's name.
inline std::string Refused(const State& state, const Command& command) {
  return ReasonOf(Decide(state, command, kRules));
}

inline State SentOne(Urgency urgency = Urgency::kUrgent, std::string service = "RMPC") {
  Send send = SendTo(AgencyOf(people::Shelter()), "R-1", std::move(service));
  send.urgency = urgency;
  return Decided({}, send);
}

inline Accept AcceptBy(Acting by) {
  return {.by = std::move(by), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false};
}

inline State AcceptedOne() { return Decided(SentOne(), AcceptBy(people::Shelter())); }

inline State InServiceOne() {
  return Decided(AcceptedOne(), RecordService{.by = people::Shelter(), .service = {}, .note = {}});
}

}  // namespace rufaa::referral
