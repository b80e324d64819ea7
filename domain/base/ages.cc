#include "domain/base/ages.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rufaa {
namespace {

// In completed years, both ends included.
struct Ages {
  int64_t low = 0;
  int64_t high = 0;
};
constexpr int64_t kOldest = 200;

struct Band {
  int64_t below;
  absl::string_view name;
};
constexpr Band kBands[] = {{6, "0-5"}, {10, "6-9"}, {15, "10-14"}, {18, "15-17"}};

Ages AgesOf(absl::string_view bands) {
  const std::vector<absl::string_view> ends = absl::StrSplit(absl::StripSuffix(bands, "+"), '-');
  int64_t low = 0, high = 0;
  if (!absl::SimpleAtoi(ends.front(), &low)) return {0, kOldest};
  if (ends.size() < 2 || !absl::SimpleAtoi(ends[1], &high)) high = kOldest;
  return {low, high};
}

// Nobody is younger than when their band was told.
Ages PossibleOn(absl::CivilDay day, absl::string_view told, uint32_t birth_year) {
  const int64_t after_birthday = day.year() - int64_t{birth_year};
  const int64_t low = std::max(after_birthday - 1, AgesOf(told).low);
  return {low, std::max(after_birthday, low)};
}

}  // namespace

absl::string_view AgeBandOf(int64_t years) {
  for (const Band& band : kBands) {
    if (years < band.below) return band.name;
  }
  return "18+";
}

std::string AgeBandOn(absl::CivilDay day, absl::string_view told,
                      std::optional<uint32_t> birth_year) {
  if (!birth_year) return std::string(told);
  return std::string(AgeBandOf(PossibleOn(day, told, *birth_year).low));
}

std::string AgeBandsOn(absl::CivilDay day, absl::string_view told,
                       std::optional<uint32_t> birth_year) {
  if (!birth_year) return std::string(told);
  const Ages possible = PossibleOn(day, told, *birth_year);
  const absl::string_view younger = AgeBandOf(possible.low), older = AgeBandOf(possible.high);
  if (younger == older) return std::string(younger);
  const int64_t low = AgesOf(younger).low, high = AgesOf(older).high;
  return high == kOldest ? absl::StrCat(low, "+") : absl::StrCat(low, "-", high);
}

bool AreBands(absl::string_view text) {
  uint32_t low = 0, high = 0;
  if (absl::ConsumeSuffix(&text, "+")) return absl::SimpleAtoi(text, &low);
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  return ends.size() == 2 && absl::SimpleAtoi(ends[0], &low) && absl::SimpleAtoi(ends[1], &high) &&
         low <= high;
}

bool TakesSomeOf(absl::string_view bands, uint32_t age_min, uint32_t age_max) {
  if (age_max == 0 || bands.empty()) return true;
  const auto [low, high] = AgesOf(bands);
  return low <= int64_t{age_max} && int64_t{age_min} <= high;
}

}  // namespace rufaa
