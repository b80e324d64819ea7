// What may be asked of the beds of one offer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "domain/base/caller.h"

namespace rufaa::capacity {

struct Open {
  Acting by;
  std::string agency;
  std::string offer;
  uint32_t total = 0;
  std::string unit;
  std::string sex;
  uint32_t age_min = 0;
  uint32_t age_max = 0;
};

// What is not told stays as it was: nobody who counts children says that the places are gone.
struct Count {
  Acting by;
  std::optional<uint32_t> total;
  std::optional<uint32_t> used;
};

struct Hold {
  Acting by;
  std::string referral;
  absl::Time until;
};

struct Release {
  Acting by;
  std::string referral;
  std::string reason;
};

struct Occupy {
  Acting by;
  std::string referral;
};

struct Vacate {
  Acting by;
  std::string referral;
};

using Command = std::variant<Open, Count, Hold, Release, Occupy, Vacate>;

}  // namespace rufaa::capacity
