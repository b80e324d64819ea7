#include "domain/indicators/csec.h"

#include <algorithm>

#include "domain/codelists/codelists.h"

namespace rufaa::indicators {

bool IsCsec(const std::vector<casework::Category>& categories, absl::CivilDay day) {
  const CodeLists& codes = CodeLists::Builtin();
  return std::any_of(categories.begin(), categories.end(), [&](const casework::Category& one) {
    return codes.Has(list::kCsec, one.category, day) ||
           codes.Has(list::kCsec, one.subcategory, day);
  });
}

}  // namespace rufaa::indicators
