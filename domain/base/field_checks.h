// MALFORMED, naming the field as the request does, and the problem: what every decider says of a
// command that makes no sense by itself.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/base/refusal.h"

namespace rufaa {

inline absl::Status Malformed(absl::string_view field, absl::string_view what) {
  return Refuse(Reason::MALFORMED, absl::StrCat(field, " ", what),
                {{"field", std::string(field)}, {"problem", std::string(what)}});
}

inline absl::Status CheckGiven(absl::string_view field, absl::string_view value) {
  return value.empty() ? Malformed(field, "is missing") : absl::OkStatus();
}

}  // namespace rufaa
