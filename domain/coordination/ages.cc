#include "domain/coordination/ages.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rufaa::coordination {
namespace {

std::pair<uint32_t, uint32_t> AgesOf(absl::string_view band) {
  const std::vector<absl::string_view> ends = absl::StrSplit(absl::StripSuffix(band, "+"), '-');
  uint32_t low = 0;
  uint32_t high = 200;
  const bool known = absl::SimpleAtoi(ends.front(), &low);
  if (known && ends.size() > 1 && !absl::SimpleAtoi(ends[1], &high)) high = 200;
  return {low, high};
}

}  // namespace

bool TakesSomeOf(absl::string_view band, uint32_t age_min, uint32_t age_max) {
  if (age_max == 0 || band.empty()) return true;
  const auto [low, high] = AgesOf(band);
  return low <= age_max && age_min <= high;
}

}  // namespace rufaa::coordination
