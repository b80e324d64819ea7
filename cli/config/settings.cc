#include "cli/config/settings.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/app/exit_code.h"
#include "cli/config/read_file.h"
#include "cli/config/toml_file.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "domain/codelists/codelists.h"
#include "domain/codes/codes.h"

namespace rufaa::cli {
namespace {

using Kind = SettingKind;

constexpr size_t kFileBytesMost = size_t{1} << 20;

constexpr SettingInfo kSettings[] = {
    {"server", "server", Kind::kText, "127.0.0.1:7440",
     "the hub to talk to: host:port on this machine, https://host:port on another"},
    {"ca", "ca", Kind::kText, "",
     "PEM file of who signs the server's certificate; empty: whom this system believes"},
    {"insecure", "insecure", Kind::kSwitch, "false",
     "talk to another machine in clear, passwords and names too"},
    {"county", "county", Kind::kText, "", "county to sign in to; may be empty where there is one"},
    {"profile", "profile", Kind::kText, "default",
     "whose session to use: one shell can act as several people"},
    {"output", "output", Kind::kText, "table", "table, json, jsonl or csv"},
    {"timeout", "timeout", Kind::kDuration, "10s", "deadline of a call, retries included"},
    {"time_zone", "time-zone", Kind::kText, "Africa/Nairobi", "in which times are read and shown"},
    {"quiet", "quiet", Kind::kSwitch, "false", "no messages but errors"},
    {"verbose", "verbose", Kind::kSwitch, "false", "tell request ids, trace ids and retries"},
    {"no_color", "no-color", Kind::kSwitch, "false", "no colour, as NO_COLOR says too"},
    {"no_input", "no-input", Kind::kSwitch, "false", "never ask; fail where something is missing"},
    {"serve.listen", "listen", Kind::kText, "127.0.0.1:7440",
     "where the hub listens, host:port; port 0: any free one"},
    {"serve.data", "data", Kind::kText, "/var/lib/rufaa", "data directory, one folder per county"},
    {"serve.counties", "county", Kind::kList, "001", "a county to serve, by code: 001 to 047"},
    {"serve.key_dir", "key-dir", Kind::kText, "",
     "folder of the key files, KEYS/<county>.key; empty: DATA/<county>/keys/county.key"},
    {"serve.make_keys", "make-keys", Kind::kSwitch, "false",
     "make a county's key where there is none and nothing was sealed yet"},
    {"serve.admin_file", "admin-file", Kind::kText, "",
     "login and password of the county's first administrator, a line each; mode 0600"},
    {"serve.code_letters", "code-letters", Kind::kText, "MS",
     "two letters that codes of cases and referrals begin with; taken at a county's founding"},
    {"serve.clocks", "clocks", Kind::kText, "",
     "the county's clocks, such as deploy/config/clocks.toml; empty: those built in"},
    {"serve.metrics", "metrics", Kind::kText, "7441",
     "host:port, or port of the loopback, of /metrics, /livez, /readyz; port 0: any; off: none"},
    {"serve.reflection", "reflection", Kind::kSwitch, "false", "let gRPC clients list the methods"},
    {"serve.log_level", "log-level", Kind::kText, "info", "debug, info, warning, error or off"},
    {"serve.drain", "drain", Kind::kDuration, "10s", "how long calls may finish after a stop"},
    {"kafka.brokers", "kafka-brokers", Kind::kText, "",
     "brokers that give the log its order, host:port,…; empty: the hub itself does"},
    {"kafka.replicas", "kafka-replicas", Kind::kNumber, "3", "of a topic that is made now"},
    {"kafka.min_insync_replicas", "kafka-min-insync-replicas", Kind::kNumber, "2",
     "how many replicas must have a commit before it is acknowledged"},
    {"kafka.client", "kafka-client", Kind::kList, "",
     "KEY=VALUE: how to reach them, a setting of librdkafka; KEY=@FILE: a file of mode 0600 has "
     "it"},
    {"publisher.brokers", "public-brokers", Kind::kText, "",
     "brokers that the county's public case events go to, host:port,…; empty: none are published"},
    {"publisher.topic", "public-topic", Kind::kText, "rufaa.public.<county>",
     "their topic; <county> in it is the county's code"},
    {"publisher.replicas", "public-replicas", Kind::kNumber, "3", "of a topic that is made now"},
    {"publisher.min_insync_replicas", "public-min-insync-replicas", Kind::kNumber, "2",
     "how many replicas must have an event before it counts as published"},
    {"publisher.client", "public-client", Kind::kList, "", "as --kafka-client, of these brokers"},
    {"gateway.listen", "gateway-listen", Kind::kText, "off",
     "where browsers are served, host:port; port 0: any free one; off: nowhere"},
    {"gateway.origin", "gateway-origin", Kind::kText, "",
     "what browsers call it where a proxy brings TLS, e.g. https://rufaa.example.org"},
    {"gateway.web_root", "web-root", Kind::kText, "",
     "folder of the built console; empty: none is served"},
    {"gateway.cert", "gateway-cert", Kind::kText, "", "certificate chain for TLS, a PEM file"},
    {"gateway.key", "gateway-key", Kind::kText, "", "its key, a PEM file"},
};

const SettingInfo* InfoOf(absl::string_view key) {
  for (const SettingInfo& info : kSettings) {
    if (info.key == key) return &info;
  }
  return nullptr;
}

std::string Suggestion(absl::string_view key) {
  std::vector<absl::string_view> keys;
  for (const SettingInfo& info : kSettings) keys.push_back(info.key);
  const absl::string_view nearest = Nearest(key, keys);
  return nearest.empty() ? "; `rufaa config print` lists the keys"
                         : absl::StrCat("; did you mean '", nearest, "'?");
}

bool IsOrigin(absl::string_view text) {
  return (absl::ConsumePrefix(&text, "https://") || absl::ConsumePrefix(&text, "http://")) &&
         !text.empty() && !absl::StrContains(text, '/');
}

// A port, or one of a host.
bool IsPort(absl::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon != absl::string_view::npos) text.remove_prefix(colon + 1);
  int64_t number = 0;
  return colon != 0 && absl::SimpleAtoi(text, &number) && number >= 0 && number <= 65535;
}

std::vector<std::string> ItemsOf(absl::string_view text) {
  return absl::StrSplit(text, ',', absl::SkipWhitespace());
}

// What is wrong with `text` as a value of `info`; empty: nothing.
std::string Problem(const SettingInfo& info, const std::string& text) {
  bool flag = false;
  int64_t number = 0;
  absl::Duration duration;
  absl::TimeZone zone;
  if (info.kind == Kind::kSwitch && !absl::SimpleAtob(text, &flag)) return "is not true or false";
  if (info.kind == Kind::kNumber && !absl::SimpleAtoi(text, &number)) return "is not a number";
  if (info.kind == Kind::kDuration &&
      (!absl::ParseDuration(text, &duration) || duration <= absl::ZeroDuration())) {
    return "is not a duration such as 10s or 2m";
  }
  if (info.key == "output" && text != "table" && text != "json" && text != "jsonl" &&
      text != "csv") {
    return "is not table, json, jsonl or csv";
  }
  if (info.key == "serve.log_level" && text != "debug" && text != "info" && text != "warning" &&
      text != "error" && text != "off") {
    return "is not debug, info, warning, error or off";
  }
  if (info.key == "serve.code_letters" && !AreCountyLetters(text)) {
    return "is not two letters of A to Z";
  }
  if (info.key == "county" && !text.empty() && !AreCountyCodes({text})) {
    return "is no county's code of three digits, 001 to 047";
  }
  if (info.key == "serve.counties" && !AreCountyCodes(ItemsOf(text))) {
    return "is not counties' codes of three digits, 001 to 047, each once";
  }
  if (info.key == "serve.metrics" && text != "off" && !IsPort(text)) {
    return "is neither a port, nor host:port, nor off";
  }
  if (info.key == "gateway.origin" && !text.empty() && !IsOrigin(text)) {
    return "is not http:// or https:// and a host, without a path";
  }
  if (info.key == "time_zone" && !absl::LoadTimeZone(text, &zone)) return "is no known time zone";
  return "";
}

std::optional<std::string> FirstFile(const Settings::Environment& environment) {
  if (const auto named = environment("RUFAA_CONFIG"); named && !named->empty()) return named;
  std::vector<std::string> places;
  if (const auto home = environment("XDG_CONFIG_HOME"); home && !home->empty()) {
    places.push_back(*home + "/rufaa/rufaa.toml");
  } else if (const auto user = environment("HOME"); user && !user->empty()) {
    places.push_back(*user + "/.config/rufaa/rufaa.toml");
  }
  places.push_back("/etc/rufaa/rufaa.toml");
  std::error_code ignored;
  for (std::string& place : places) {
    if (std::filesystem::exists(place, ignored)) return std::move(place);
  }
  return std::nullopt;
}

}  // namespace

absl::Span<const SettingInfo> AllSettings() { return kSettings; }

std::string EnvironmentName(absl::string_view key) {
  return "RUFAA_" + absl::AsciiStrToUpper(absl::StrReplaceAll(key, {{".", "_"}}));
}

absl::Status Settings::Put(absl::string_view key, const std::string& text,
                           const std::string& origin) {
  const SettingInfo* info = InfoOf(key);
  if (info == nullptr) {
    return UsageError(absl::StrCat(origin, ": unknown key '", key, "'", Suggestion(key)));
  }
  if (const std::string problem = Problem(*info, text); !problem.empty()) {
    return UsageError(absl::StrCat(origin, ": ", key, ": '", text, "' ", problem));
  }
  values_[std::string(key)] = {text, origin};
  return absl::OkStatus();
}

absl::Status Settings::ReadFile(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kFileBytesMost));
  file_ = path;
  RUFAA_ASSIGN_OR_RETURN(const std::vector<TomlEntry> entries, ParseToml(path, text));
  for (const TomlEntry& entry : entries) {
    RUFAA_RETURN_IF_ERROR(
        Put(entry.key, entry.value, absl::StrCat("file ", path, ":", entry.line)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Settings> Settings::Load(const std::string& file, const Flags& flags,
                                        const Environment& environment) {
  Settings settings;
  for (const SettingInfo& info : kSettings) {
    settings.values_[std::string(info.key)] = {std::string(info.default_value), "default"};
  }
  if (!file.empty()) {
    RUFAA_RETURN_IF_ERROR(settings.ReadFile(file));
  } else if (const std::optional<std::string> found = FirstFile(environment)) {
    RUFAA_RETURN_IF_ERROR(settings.ReadFile(*found));
  }
  for (const SettingInfo& info : kSettings) {
    const std::string name = EnvironmentName(info.key);
    if (const std::optional<std::string> value = environment(name)) {
      RUFAA_RETURN_IF_ERROR(settings.Put(info.key, *value, "environment " + name));
    }
    if (const auto flag = flags.find(std::string(info.key)); flag != flags.end()) {
      RUFAA_RETURN_IF_ERROR(
          settings.Put(info.key, flag->second, absl::StrCat("flag --", info.flag)));
    }
  }
  return settings;
}

const std::string& Settings::Text(absl::string_view key) const {
  const auto found = values_.find(key);
  RUFAA_CHECK(found != values_.end());
  return found->second.text;
}

bool Settings::Switch(absl::string_view key) const {
  bool value = false;
  RUFAA_CHECK(absl::SimpleAtob(Text(key), &value));
  return value;
}

absl::Duration Settings::Duration(absl::string_view key) const {
  absl::Duration value;
  RUFAA_CHECK(absl::ParseDuration(Text(key), &value));
  return value;
}

std::vector<std::string> Settings::List(absl::string_view key) const { return ItemsOf(Text(key)); }

int64_t Settings::Number(absl::string_view key) const {
  int64_t value = 0;
  RUFAA_CHECK(absl::SimpleAtoi(Text(key), &value));
  return value;
}

const std::string& Settings::Origin(absl::string_view key) const {
  const auto found = values_.find(key);
  RUFAA_CHECK(found != values_.end());
  return found->second.origin;
}

absl::TimeZone Settings::zone() const {
  absl::TimeZone zone;
  RUFAA_CHECK(absl::LoadTimeZone(Text("time_zone"), &zone));
  return zone;
}

}  // namespace rufaa::cli
