// What the process that is killed and the test that kills it agree on.
#pragma once

#include "tests/eventlog/fixtures.h"

namespace rufaa {

// Request n: without conditions, so that any order of the unacknowledged will do.
inline Proposal NthRequest(uint64_t n) {
  Proposal proposal = Propose(n, absl::StrCat("case/", n % 97), 0, std::string(n % 400, 'x'));
  proposal.conditions.clear();
  return proposal;
}

}  // namespace rufaa
