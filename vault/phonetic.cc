#include "vault/phonetic.h"

#include "absl/strings/ascii.h"

namespace rufaa {
namespace {

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// Arabic sounds that Swahili spells with an h or without: Khadija, Hadija; Sharifa, Sarifa;
// Dhahabu.
char FoldedDigraph(char first) {
  switch (first) {
    case 'p':
      return 'f';
    case 'k':
      return 'h';
    case 's':
    case 'd':
    case 't':
    case 'g':
    case 'c':
      return first;
    default:
      return '\0';
  }
}

// Sounds that clerks of different mother tongues write for one another: l and r, s and z, k, q.
char FoldedConsonant(char c) {
  switch (c) {
    case 'l':
      return 'r';
    case 'z':
      return 's';
    case 'q':
    case 'x':
      return 'k';
    case 'v':
      return 'f';
    default:
      return c;
  }
}

char FoldedFirstVowel(char c) {
  switch (c) {
    case 'e':
    case 'y':
      return 'i';
    case 'o':
      return 'u';
    default:
      return c;
  }
}

}  // namespace

std::string Phonetic(absl::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalpha(c)) letters += absl::ascii_tolower(c);
  }
  std::string sound;
  for (size_t i = 0; i < letters.size(); ++i) {
    char c = letters[i];
    if (IsVowel(c)) {
      if (i == 0) sound += FoldedFirstVowel(c);
      continue;
    }
    const bool h_follows = i + 1 < letters.size() && letters[i + 1] == 'h';
    if (h_follows && FoldedDigraph(c) != '\0') {
      c = FoldedDigraph(c);
      ++i;
    } else if (c == 'h' && i > 0 && i + 1 == letters.size()) {
      continue;  // A last h is breath only: Abdullah, Khadijah.
    } else {
      c = FoldedConsonant(c);
    }
    if (sound.empty() || sound.back() != c) sound += c;
  }
  return sound;
}

}  // namespace rufaa
