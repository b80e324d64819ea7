#include "services/ops/manifest.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa::ops {
namespace {

using Json = nlohmann::json;

Json ToJson(const BackupManifest& manifest) {
  Json files = Json::array();
  for (const FileEntry& file : manifest.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  return {{"format", manifest.format},
          {"county", manifest.county},
          {"log_id", manifest.log_id},
          {"created_at",
           absl::FormatTime(absl::RFC3339_full, manifest.created_at, absl::UTCTimeZone())},
          {"position", manifest.position},
          {"root", manifest.root},
          {"reads_position", manifest.reads_position},
          {"reads_root", manifest.reads_root},
          {"views", manifest.views},
          {"files", std::move(files)}};
}

// Throws what the JSON library throws.
BackupManifest FromJson(const Json& json) {
  BackupManifest manifest;
  manifest.format = json.at("format").get<uint32_t>();
  manifest.county = json.at("county").get<std::string>();
  manifest.log_id = json.at("log_id").get<std::string>();
  absl::ParseTime(absl::RFC3339_full, json.at("created_at").get<std::string>(),
                  &manifest.created_at, nullptr);
  manifest.position = json.at("position").get<uint64_t>();
  manifest.root = json.at("root").get<std::string>();
  if (manifest.format >= 2) {
    manifest.reads_position = json.at("reads_position").get<uint64_t>();
    manifest.reads_root = json.at("reads_root").get<std::string>();
  }
  manifest.views = json.at("views").get<std::map<std::string, std::string>>();
  for (const Json& file : json.at("files")) {
    manifest.files.push_back({file.at("path").get<std::string>(), file.at("bytes").get<uint64_t>(),
                              file.at("sha256").get<std::string>()});
  }
  return manifest;
}

absl::Status CanNotOpen(const std::string& folder, const std::string& path, int error) {
  absl::Status unread = CanNotRead(path, error);
  if (!absl::IsNotFound(unread)) return unread;
  // Of a backup, or of its keys: what is not proven any more is not "not there".
  for (const char* copy : {"/log", "/vault"}) {
    if (std::error_code ignored; std::filesystem::exists(folder + copy, ignored)) {
      return absl::DataLossError(absl::StrCat(path, ": is missing"));
    }
  }
  return absl::NotFoundError(absl::StrCat(folder, ": there is no backup"));
}

}  // namespace

absl::Status WriteManifest(const std::string& folder, const BackupManifest& manifest) {
  const std::string path = absl::StrCat(folder, "/", kManifestName);
  const std::string text = ToJson(manifest).dump(2) + "\n";
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return absl::UnavailableError(absl::StrCat(path, ": can't be made"));
  const bool written =
      ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  ::close(fd);
  return written ? absl::OkStatus() : Refuse(Reason::STORE_FULL);
}

absl::StatusOr<BackupManifest> ReadManifest(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/", kManifestName);
  std::ifstream file(path);
  if (!file) return CanNotOpen(folder, path, errno);
  std::ostringstream text;
  text << file.rdbuf();
  try {
    BackupManifest manifest = FromJson(Json::parse(text.str()));
    if (manifest.format > kBackupFormat) return Refuse(Reason::STORE_NEWER);
    return manifest;
  } catch (const Json::exception&) {
    return absl::DataLossError(absl::StrCat(path, ": is no backup's manifest"));
  }
}

}  // namespace rufaa::ops
