#include "domain/codes/codes.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "domain/base/refusal.h"

namespace rufaa {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kGroup = 4;
constexpr size_t kCaseRandom = 5;
constexpr size_t kReferralRandom = 7;

// Multiplication by the generator of GF(32), x^5 + x^2 + 1.
uint32_t TimesAlpha(uint32_t value) {
  value <<= 1;
  return value & 32 ? value ^ 0x25 : value;
}

// Horner's rule: the sum of value[i] * alpha^(n-i). Written behind the values, the sum makes the
// whole code's sum zero. A wrong character adds alpha^i * d, never zero; two neighbours a, b
// swapped add (alpha^i + alpha^(i+1)) * (a + b), zero only if a = b.
uint32_t Sum(absl::string_view characters) {
  uint32_t sum = 0;
  for (const char c : characters) {
    sum = TimesAlpha(sum) ^ static_cast<uint32_t>(kAlphabet.find(c));
  }
  return sum;
}

std::string Written(absl::string_view letters, char kind, absl::string_view characters) {
  std::string code = std::string(letters) + kind;
  for (size_t i = 0; i < characters.size(); ++i) {
    if (i % kGroup == 0) code += '-';
    code += characters[i];
  }
  return code;
}

std::string Make(uint64_t random, size_t count, absl::string_view letters, char kind) {
  std::string characters;
  for (size_t i = 0; i < count; ++i) {
    characters += kAlphabet[random & 31];
    random >>= 5;
  }
  characters += kAlphabet[TimesAlpha(Sum(characters))];
  return Written(letters, kind, characters);
}

absl::Status Malformed(absl::string_view problem, absl::string_view message) {
  return Refuse(Reason::MALFORMED, message, {{"field", "code"}, {"problem", std::string(problem)}});
}

// What the eye or the ear confuses.
char Forgiven(char c) {
  switch (c) {
    case 'O':
      return '0';
    case 'I':
    case 'L':
      return '1';
    default:
      return c;
  }
}

absl::StatusOr<std::string> Parse(absl::string_view text, size_t count, absl::string_view letters,
                                  char kind) {
  std::string plain;
  for (const char c : text) {
    if (c != '-' && !absl::ascii_isspace(c)) plain += absl::ascii_toupper(c);
  }
  const std::string prefix = std::string(letters) + kind;
  if (plain.compare(0, prefix.size(), prefix) != 0) {
    return Malformed("prefix", "The code begins with other letters than expected here.");
  }
  std::string characters = plain.substr(prefix.size());
  if (characters.size() != count + 1) {
    return Malformed("length", "The code is too short or too long.");
  }
  for (char& c : characters) {
    c = Forgiven(c);
    if (kAlphabet.find(c) == absl::string_view::npos) {
      return Malformed("character", "The code holds a character that no code has.");
    }
  }
  if (Sum(characters) != 0) {
    return Malformed("check", "The code was mistyped: its last character does not fit.");
  }
  return Written(letters, kind, characters);
}

}  // namespace

bool AreCountyLetters(absl::string_view letters) {
  return letters.size() == 2 && absl::ascii_isupper(static_cast<unsigned char>(letters[0])) &&
         absl::ascii_isupper(static_cast<unsigned char>(letters[1]));
}

bool AreCountyCodes(absl::Span<const std::string> codes) {
  std::set<absl::string_view> seen;
  for (const absl::string_view code : codes) {
    const bool three = code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) {
                         return absl::ascii_isdigit(static_cast<unsigned char>(c));
                       });
    if (!three || code < "001" || code > "047" || !seen.insert(code).second) return false;
  }
  return true;
}

std::string MakeCaseCode(uint64_t random, absl::string_view letters) {
  return Make(random, kCaseRandom, letters, 'A');
}

std::string MakeReferralCode(uint64_t random, absl::string_view letters) {
  return Make(random, kReferralRandom, letters, 'R');
}

absl::StatusOr<std::string> ParseCaseCode(absl::string_view text, absl::string_view letters) {
  return Parse(text, kCaseRandom, letters, 'A');
}

absl::StatusOr<std::string> ParseReferralCode(absl::string_view text, absl::string_view letters) {
  return Parse(text, kReferralRandom, letters, 'R');
}

}  // namespace rufaa
