// The documents for those who read the public topic, made from the table of public events: a JSON
// Schema for each type, the list of them, the code lists they draw on, and an AsyncAPI document. A
// test holds them current.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "services/publisher/public_events.h"

namespace rufaa::publisher {

// File (from the source folder) and text of every document.
std::map<std::string, std::string> PublicEventsDocs();

std::string SchemaFileOf(const PublicEvent& event);  // "docs/schemas/case.closed.json"

// What a field outside means; "" for one that nobody has described.
absl::string_view MeaningOf(absl::string_view outside);

}  // namespace rufaa::publisher
