// A TOML file as flat keys. The parser behind it is slow to compile, so only toml_file.cc sees it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::cli {

struct TomlEntry {
  std::string key;    // "serve.listen"
  std::string value;  // Lists are joined by commas.
  int line = 0;
};

// In the file's order. INVALID_ARGUMENT naming `path` and line where `text` is no TOML, or a value
// is neither text, number, boolean nor a list of these.
absl::StatusOr<std::vector<TomlEntry>> ParseToml(const std::string& path, absl::string_view text);

}  // namespace rufaa::cli
