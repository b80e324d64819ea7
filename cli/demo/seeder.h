// Makes the demo county's history: some 300 cases over 14 months up to now, in every stage, with
// referrals in every state, through the real deciders and the real log. The same seed and the same
// `now` make the same history.
#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/demo/agenda.h"
#include "domain/base/refusal.h"
#include "eventlog/county_log.h"
#include "vault/vault.h"

namespace rufaa::demo {

struct SeedOptions {
  uint64_t seed = 885;
  int cases = 300;
  absl::Time now;  // The last day.
};

// When the county of a demo that ends `now` was founded: what its log's clock starts at.
absl::Time FoundingTime(absl::Time now);

struct Seeded {
  int cases = 0;
  uint64_t commits = 0;
  std::map<Reason, int> refused;  // What the deciders said no to on the way.
};

// `log` must be empty and take its time from `clock`. `go_on` is told the cases begun
// so far, and ends it with CANCELLED by saying no.
absl::StatusOr<Seeded> Seed(CountyLog& log, Vault& vault, SimClock& clock,
                            const SeedOptions& options, const std::function<bool(int)>& go_on);

}  // namespace rufaa::demo
