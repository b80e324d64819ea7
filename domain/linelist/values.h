// What clerks write, understood. Each gives nullopt for what it does not understand; an empty cell
// is the caller's matter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/linelist/row.h"

namespace rufaa::linelist {

// As protobuf's strings must be: no stray byte, nothing longer than it need be, no surrogate.
bool IsUtf8(absl::string_view text);

// "28-Jan-2024", "28/01/2024" (the day first, as in Kenya), "2024-01-28". Four digits of year: a
// child's birth in '12 and a report in '12 must not be guessed at.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);

std::optional<std::string> ParseSex(absl::string_view text);     // F, msichana, … to SFEM.
std::optional<bool> ParseYesNo(absl::string_view text);          // Y, no, ndiyo, hapana.
std::optional<int> ParseCount(absl::string_view text, int max);  // 0 … max.
std::optional<ReferralStatus> ParseReferralStatus(absl::string_view text);

// "0712345678", "254712345678", "+254 712 345 678" to "+254712345678"; anything else as it is,
// since a number that can't be normalised may still be the only way to reach someone.
std::string NormalisePhone(absl::string_view text);

struct Reporter {
  std::string identifier_kind;  // Of list IDENTIFIER_KIND.
  std::string reporter;         // Of list REPORTER.
};
std::optional<Reporter> ParseReporter(absl::string_view text);

std::optional<std::string> ParseDestination(absl::string_view text);

// "Vocational;Economic" to services of list REFERRAL_REASON.
std::optional<std::vector<std::string>> ParseSupport(absl::string_view text);

}  // namespace rufaa::linelist
