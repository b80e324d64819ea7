#include "cli/message/time_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/app/exit_code.h"

namespace rufaa::cli {
namespace {

// "+3d" → 72 h.
bool ParseOffset(absl::string_view text, absl::Duration& offset) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
  int64_t count = 0;
  if (!absl::SimpleAtoi(text.substr(1, text.size() - 2), &count) || count < 0 || count > 100000) {
    return false;
  }
  switch (text.back()) {
    case 'd':
      offset = absl::Hours(24 * count);
      break;
    case 'h':
      offset = absl::Hours(count);
      break;
    case 'm':
      offset = absl::Minutes(count);
      break;
    default:
      return false;
  }
  if (text[0] == '-') offset = -offset;
  return true;
}

bool ParseRelative(absl::string_view text, absl::TimeZone zone, absl::Time now, absl::Time& time) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  absl::Duration offset;
  if (words.empty() || words.size() > 2 || !ParseOffset(words[0], offset)) return false;
  time = now + offset;
  if (words.size() == 1) return true;
  const std::string day = absl::FormatTime("%Y-%m-%d", time, zone);
  return absl::ParseTime("%Y-%m-%d %H:%M", absl::StrCat(day, " ", words[1]), zone, &time, nullptr);
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::TimeZone zone, absl::Time now) {
  text = absl::StripAsciiWhitespace(text);
  if (text == "now") return now;
  absl::Time time;
  if (ParseRelative(text, zone, now, time)) return time;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return time;
  for (const char* form : {"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(form, text, zone, &time, nullptr)) return time;
  }
  return UsageError(absl::StrCat(
      "'", text, "' is no time: write 2026-11-26 09:00, 2026-11-26, +3d, '+14d 09:00' or now"));
}

std::string ShowTime(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time, zone);
}

std::string ShowDistance(absl::Time due, absl::Time now) {
  constexpr int64_t kHour = 60;
  constexpr int64_t kDay = 24 * kHour;
  const bool late = due < now;
  const int64_t minutes = absl::ToInt64Minutes(late ? now - due : due - now);
  std::string amount;
  if (minutes >= 2 * kDay) {
    amount = absl::StrCat(minutes / kDay, " d");
  } else if (minutes >= 2 * kHour) {
    amount = absl::StrCat(minutes / kHour, " h");
  } else {
    amount = absl::StrCat(minutes, " min");
  }
  return late ? amount + " late" : "in " + amount;
}

}  // namespace rufaa::cli
