// The demo county in a data directory: made at the first start, found again at every later one.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/demo/seeder.h"
#include "services/access/passwords.h"

namespace rufaa::demo {

struct DemoOptions {
  std::string data_dir;
  std::string key_dir;  // As `rufaa serve` takes it.
  SeedOptions seed;
  access::PasswordCost password_cost;
};

struct DemoCounty {
  std::string password;  // Of every demo account: made at random with the county.
  bool made_now = false;
};

// The county appears whole or not at all: it is seeded beside its place and then renamed into it.
// NOT_A_DEMO when a county is there that is none. `go_on` as Seed takes it.
absl::StatusOr<DemoCounty> PrepareDemo(const DemoOptions& options,
                                       const std::function<bool(int)>& go_on);

}  // namespace rufaa::demo
