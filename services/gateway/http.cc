#include "services/gateway/http.h"

#include "absl/strings/match.h"

namespace rufaa::gateway {

absl::string_view Headers::Get(absl::string_view name) const {
  for (const auto& [key, value] : all_) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

size_t Headers::Count(absl::string_view name) const {
  size_t count = 0;
  for (const auto& [key, value] : all_) count += absl::EqualsIgnoreCase(key, name);
  return count;
}

}  // namespace rufaa::gateway
