#include "projections/core/key_texts.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa {

absl::StatusOr<KeyTexts> ReadKeyTexts(const ViewSnapshot& view, const std::string& prefix,
                                      size_t limit, absl::string_view after) {
  KeyTexts page;
  RUFAA_RETURN_IF_ERROR(view.Scan(absl::StrCat(prefix, after), PrefixEnd(prefix),
                                  [&](absl::string_view key, absl::string_view) {
                                    KeyReader reader(key.substr(prefix.size()));
                                    std::string text;
                                    if (!reader.Text(text)) return true;
                                    if (page.texts.size() == limit) {
                                      page.next = KeyWriter().Text(text).Take();
                                      return false;
                                    }
                                    page.texts.push_back(std::move(text));
                                    return true;
                                  }));
  return page;
}

}  // namespace rufaa
