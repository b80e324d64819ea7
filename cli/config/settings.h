// Settings of the `rufaa` command, each from the first of: flag, environment, file, default. Where
// a value came from is kept, since "why does it do that?" is mostly "where does it get that from?".
//
// No setting is a secret: a secret stands in a file of its own, and a setting named `…_file` or
// `…_dir` says where.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace rufaa::cli {

enum class SettingKind { kText, kSwitch, kDuration, kList, kNumber };

struct SettingInfo {
  absl::string_view key;   // "serve.listen"
  absl::string_view flag;  // "listen"
  SettingKind kind;
  absl::string_view default_value;
  absl::string_view help;
};

// All of them, in the order of deploy/rufaa.toml.
absl::Span<const SettingInfo> AllSettings();

// "serve.listen" is RUFAA_SERVE_LISTEN in the environment.
std::string EnvironmentName(absl::string_view key);

class Settings {
 public:
  // Given on the command line, by key; lists are joined by commas.
  using Flags = std::map<std::string, std::string>;
  using Environment = std::function<std::optional<std::string>(const std::string& name)>;

  // `file`: --config; empty: RUFAA_CONFIG, $XDG_CONFIG_HOME/rufaa/rufaa.toml,
  // ~/.config/rufaa/rufaa.toml or /etc/rufaa/rufaa.toml, the first that exists. A key that is not
  // known, or a value not of its kind, is an error that names the file, and the nearest key.
  static absl::StatusOr<Settings> Load(const std::string& file, const Flags& flags,
                                       const Environment& environment);

  // `key` must be one of AllSettings(); its value is known to be of its kind.
  const std::string& Text(absl::string_view key) const;
  bool Switch(absl::string_view key) const;
  absl::Duration Duration(absl::string_view key) const;
  std::vector<std::string> List(absl::string_view key) const;
  int64_t Number(absl::string_view key) const;

  // "default", "flag --listen", "environment RUFAA_SERVE_LISTEN" or "file /etc/rufaa.toml:12".
  const std::string& Origin(absl::string_view key) const;
  // The file that was read; empty: none.
  const std::string& file() const { return file_; }
  absl::TimeZone zone() const;

 private:
  struct Value {
    std::string text;
    std::string origin;
  };
  absl::Status Put(absl::string_view key, const std::string& text, const std::string& origin);
  absl::Status ReadFile(const std::string& path);
  std::map<std::string, Value, std::less<>> values_;
  std::string file_;
};

}  // namespace rufaa::cli
