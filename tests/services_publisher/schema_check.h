// Whether a payload is as its published JSON Schema says: as much of JSON Schema as ours use.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rufaa {

// What is wrong; "": nothing. `schema` is the text of docs/schemas/<type>.json.
std::string WhatIsWrong(const std::string& schema, const std::string& payload);

std::string SchemaOfType(absl::string_view type);

}  // namespace rufaa
