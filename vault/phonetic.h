// How a name sounds, for finding "Muhammad Abdalla" when "Mohamed Abdullah" is asked for. Made for
// the names of the Kenyan coast: Swahili, Mijikenda and Arabic names in whatever spelling the clerk
// heard. It errs on the side of too many: a person compares the matches.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rufaa {

// Consonants as they sound, behind the first vowel if the name begins with one; "" if no letters.
std::string Phonetic(absl::string_view name);

}  // namespace rufaa
