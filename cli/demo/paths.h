// The ways that cases and referrals go, drawn at random or led to a wanted end. A path is only a
// list of verbs: whether each may be done is for the deciders to say when its time comes.
#pragma once

#include <cstdint>
#include <vector>

#include "cli/demo/child.h"
#include "cli/demo/dice.h"
#include "domain/base/urgency.h"
#include "domain/casework/case_table.h"
#include "domain/referral/referral_table.h"

namespace rufaa::demo {

// One act of a referral: a verb, or the `session`-th service session, which the case records.
struct Beat {
  referral::Verb verb = referral::Verb::kRecordService;
  uint32_t session = 0;

  Beat(referral::Verb v) : verb(v) {}
  static Beat Session(uint32_t number) {
    Beat beat(referral::Verb::kRecordService);
    beat.session = number;
    return beat;
  }
};
using ReferralPath = std::vector<Beat>;

ReferralPath DrawReferralPath(Dice& dice, absl::string_view service);
ReferralPath PathTo(referral::Stage stage);

using CasePath = std::vector<casework::Verb>;

CasePath DrawCasePath(Dice& dice, const Child& child);
CasePath PathTo(casework::Stage stage);

}  // namespace rufaa::demo
