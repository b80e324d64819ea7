// A county of any size, written straight into its log: what the hub must bear after years of use.
// The events are of the kinds and sizes that the services write; only the hub is not asked to
// decide a million referrals one by one before it can be measured.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace rufaa::bench {

struct BigCounty {
  uint64_t referrals = 1'000'000;  // All open, each its own need.
  uint64_t agencies = 100;
  uint64_t referrals_each_case = 4;

  // Of the whole log, the founding aside: see FillBigCounty.
  uint64_t Events() const { return referrals / referrals_each_case * 3 + referrals * 3 + agencies; }
};

// Founds county 001 in `data_dir` (which has none) and writes it. Returns once all is durable.
absl::Status FillBigCounty(const std::string& data_dir, const BigCounty& size);

// "agency-17". The first is the children's office, this one the county committee.
inline constexpr uint64_t kCommittee = 1;
std::string BigAgency(uint64_t number);

}  // namespace rufaa::bench
