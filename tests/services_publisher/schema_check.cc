#include "tests/services_publisher/schema_check.h"

#include <fstream>
#include <regex>
#include <sstream>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rufaa {
namespace {

using Json = nlohmann::json;

bool HasType(const Json& value, const std::string& type) {
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  return type == "object" && value.is_object();
}

bool HasFormat(const std::string& text, const std::string& format) {
  absl::Time time;
  absl::CivilDay day;
  std::string problem;
  if (format == "date") return absl::ParseCivilTime(text, &day);
  return format == "date-time" && absl::ParseTime(absl::RFC3339_full, text, &time, &problem);
}

// Keywords that are checked here, or say nothing of values: with another one a schema would promise
// what no test sees.
bool IsKnown(const std::string& keyword) {
  for (const char* known :
       {"$schema", "$id", "title", "description", "type", "properties", "required",
        "additionalProperties", "pattern", "format", "enum", "minimum", "x-code-lists"}) {
    if (keyword == known) return true;
  }
  return false;
}

std::string CheckText(const Json& schema, const std::string& text) {
  if (schema.contains("pattern") &&
      !std::regex_match(text, std::regex(std::string(schema["pattern"])))) {
    return "does not match its pattern";
  }
  if (schema.contains("format") && !HasFormat(text, schema["format"]))
    return "is not of its format";
  return "";
}

std::string Check(const Json& schema, const Json& value) {
  for (const auto& [keyword, unused] : schema.items()) {
    if (!IsKnown(keyword)) return absl::StrCat("has a schema with ", keyword);
  }
  if (!HasType(value, schema["type"])) return "is of another type";
  if (schema.contains("enum")) {
    bool listed = false;
    for (const Json& one : schema["enum"]) listed = listed || one == value;
    if (!listed) return "is not one of its words";
  }
  if (schema.contains("minimum") && value < schema["minimum"]) return "is too small";
  if (value.is_string()) return CheckText(schema, value);
  if (!value.is_object()) return "";
  for (const Json& name : schema["required"]) {
    if (!value.contains(std::string(name))) return absl::StrCat(std::string(name), " is missing");
  }
  for (const auto& [name, item] : value.items()) {
    if (!schema["properties"].contains(name)) return absl::StrCat(name, " is not in the schema");
    const std::string wrong = Check(schema["properties"][name], item);
    if (!wrong.empty()) return absl::StrCat(name, " ", wrong);
  }
  return schema["additionalProperties"] == false ? "" : "allows what it does not name";
}

}  // namespace

std::string WhatIsWrong(const std::string& schema, const std::string& payload) {
  const Json parsed = Json::parse(payload, nullptr, /*allow_exceptions=*/false);
  if (parsed.is_discarded()) return "is no JSON";
  return Check(Json::parse(schema), parsed);
}

std::string SchemaOfType(absl::string_view type) {
  std::ifstream in(absl::StrCat("docs/schemas/", type, ".json"));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace rufaa
