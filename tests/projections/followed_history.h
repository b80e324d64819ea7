// What the referrals and cases of a log have come to, told by its events alone: what rows of views
// are compared with.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "eventlog/memory_log.h"
#include "projections/core/replay.h"
#include "projections/tracks/case_track.h"
#include "projections/tracks/referral_track.h"

namespace rufaa {

struct FollowedHistory {
  std::map<std::string, ReferralTrack> referrals;  // By stream.
  std::map<std::string, CaseTrack> cases;
};

inline FollowedHistory FollowAll(MemoryLog& log) {
  FollowedHistory followed;
  const auto follow = [&](const Commit& commit) {
    const DecodedCommit decoded = *Decode(commit);
    const absl::Time occurred_at = commit.proposal.occurred_at;
    for (size_t i = 0; i < decoded.events.size(); ++i) {
      const std::string& stream = commit.proposal.events[i].stream;
      Follow(followed.referrals[stream], decoded.events[i], occurred_at, commit.recorded_at);
      Follow(followed.cases[stream], decoded.events[i], occurred_at);
    }
    return true;
  };
  EXPECT_TRUE(log.Read(0, follow).ok());
  return followed;
}

}  // namespace rufaa
