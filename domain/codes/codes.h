// Pseudonymous codes that people read aloud, write on paper and type into a phone:
//
//   MSA-7F3K-Q2        a case: the county's two letters and A, five random characters, a check
//   MSR-7F3K-Q2M5      a referral: the two letters and R, seven random characters, a check
//
// The alphabet has no two characters that look alike (no I, L, O, U: Crockford's base 32). The
// check character catches every single wrong character and every two neighbours swapped. The groups
// are for the eye; parsing forgives lower case, spaces, missing dashes, and O for 0, I or L for 1.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rufaa {

inline constexpr absl::string_view kMombasaLetters = "MS";

// Whether a county's codes may begin so: two of A to Z. They are chosen once, at its founding.
bool AreCountyLetters(absl::string_view letters);

// Whether each is the code of a county, "001" to "047", and none stands there twice. They are the
// names of folders, too: nothing else may be asked for as one.
bool AreCountyCodes(absl::Span<const std::string> codes);

// The randomness is the caller's, so that this stays pure; only its lower bits are used. 32^5 (33.5
// million) case codes and 32^7 (34 thousand million) referral codes: the caller appends on
// condition that the stream is new, and draws again on the rare collision.
std::string MakeCaseCode(uint64_t random, absl::string_view letters = kMombasaLetters);
std::string MakeReferralCode(uint64_t random, absl::string_view letters = kMombasaLetters);

// The code in its one written form, or MALFORMED with detail "problem" = "length" | "prefix" |
// "character" | "check". A code that was mistyped is never taken for another.
absl::StatusOr<std::string> ParseCaseCode(absl::string_view text,
                                          absl::string_view letters = kMombasaLetters);
absl::StatusOr<std::string> ParseReferralCode(absl::string_view text,
                                              absl::string_view letters = kMombasaLetters);

}  // namespace rufaa
