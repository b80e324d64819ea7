// Page tokens: where a list goes on, in a form that only this hub can make. A token is bound to the
// caller's agency and to the filters of the list, so one made for another list, or made up, is
// refused instead of reaching rows that the caller did not ask for.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::rpc {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 500;

// 0: the default; more than the most: the most; negative: MALFORMED.
absl::StatusOr<int> PageSize(int32_t asked);

class PageTokens {
 public:
  // `key`: 32 secret bytes. Tokens made with another key are refused.
  explicit PageTokens(std::string key);

  // `scope` names all that must be the same at the next call: method, agency, filters.
  std::string Make(absl::string_view scope, absl::string_view last_key) const;

  // The last key of the page before; "" for an empty token. MALFORMED otherwise.
  absl::StatusOr<std::string> Read(absl::string_view scope, absl::string_view token) const;

 private:
  std::string key_;
};

}  // namespace rufaa::rpc
