#include "cli/config/toml_file.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/app/exit_code.h"

namespace rufaa::cli {
namespace {

std::optional<std::string> ScalarText(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return std::string(flag->get() ? "true" : "false");
  return std::nullopt;
}

std::optional<std::string> ValueText(const toml::node& node) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return ScalarText(node);
  std::vector<std::string> items;
  for (const toml::node& item : *list) {
    std::optional<std::string> text = ScalarText(item);
    if (!text) return std::nullopt;
    items.push_back(*std::move(text));
  }
  return absl::StrJoin(items, ",");
}

absl::Status Flatten(const std::string& path, const toml::table& table, const std::string& prefix,
                     std::vector<TomlEntry>& entries) {
  for (const auto& [name, node] : table) {
    const std::string key = absl::StrCat(prefix, prefix.empty() ? "" : ".",
                                         absl::string_view(name.data(), name.length()));
    const int line = static_cast<int>(node.source().begin.line);
    if (const toml::table* inner = node.as_table()) {
      if (absl::Status status = Flatten(path, *inner, key, entries); !status.ok()) return status;
      continue;
    }
    std::optional<std::string> value = ValueText(node);
    if (!value) {
      return UsageError(absl::StrCat(path, ":", line, ": ", key,
                                     " is neither text, a number, true or false, nor a list"));
    }
    entries.push_back({key, *std::move(value), line});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<TomlEntry>> ParseToml(const std::string& path, absl::string_view text) {
  const toml::parse_result result =
      toml::parse(std::string_view(text.data(), text.size()), std::string_view(path));
  if (!result) {
    const std::string_view problem = result.error().description();
    return UsageError(absl::StrCat(path, ":", result.error().source().begin.line, ": ",
                                   absl::string_view(problem.data(), problem.size())));
  }
  std::vector<TomlEntry> entries;
  if (absl::Status status = Flatten(path, result.table(), "", entries); !status.ok()) return status;
  // The parser keeps its tables sorted by name; people read files from the top.
  std::sort(entries.begin(), entries.end(),
            [](const TomlEntry& a, const TomlEntry& b) { return a.line < b.line; });
  return entries;
}

}  // namespace rufaa::cli
