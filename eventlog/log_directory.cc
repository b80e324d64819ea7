#include "eventlog/log_directory.h"

#include <random>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/log_store_options.h"
#include "eventlog/store_lock.h"

namespace rufaa {
namespace {

constexpr absl::string_view kFirstLine = "rufaa county log";

std::string ManifestPath(const std::string& path) { return path + "/manifest"; }

std::string NewLogId() {
  std::random_device random;
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<char>(random()));
  return absl::BytesToHexString(bytes);
}

// Lines of `key value` after the first; keys of later formats are passed over, since `format`
// alone says whether this program may go on.
absl::StatusOr<LogManifest> Parse(const std::string& text) {
  LogManifest manifest{.format = 0, .county = "", .log_id = ""};
  const std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  if (lines.empty() || lines[0] != kFirstLine) {
    return Refuse(Reason::STORE_DAMAGED, "The data directory's manifest is not one.");
  }
  for (const std::string& line : lines) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    if (parts.first == "format" && !absl::SimpleAtoi(parts.second, &manifest.format)) break;
    if (parts.first == "county") manifest.county = parts.second;
    if (parts.first == "log") manifest.log_id = parts.second;
  }
  if (manifest.format == 0) {
    return Refuse(Reason::STORE_DAMAGED, "The data directory's manifest names no format.");
  }
  return manifest;
}

}  // namespace

absl::StatusOr<LogManifest> LogDirectory::ReadManifest(const std::string& path, rocksdb::Env* env) {
  std::string text;
  RUFAA_RETURN_IF_ERROR(FromRocksDb(rocksdb::ReadFileToString(env, ManifestPath(path), &text)));
  return Parse(text);
}

absl::Status LogDirectory::WriteManifest(const std::string& path, const LogManifest& manifest,
                                         rocksdb::Env* env) {
  const std::string text = absl::StrCat(kFirstLine, "\nformat ", manifest.format, "\ncounty ",
                                        manifest.county, "\nlog ", manifest.log_id, "\n");
  // Renamed into place: a crash leaves no manifest or a whole one.
  const std::string draft = ManifestPath(path) + ".new";
  RUFAA_RETURN_IF_ERROR(FromRocksDb(rocksdb::WriteStringToFile(env, text, draft, true)));
  RUFAA_RETURN_IF_ERROR(FromRocksDb(env->RenameFile(draft, ManifestPath(path))));
  std::unique_ptr<rocksdb::Directory> directory;
  RUFAA_RETURN_IF_ERROR(FromRocksDb(env->NewDirectory(path, &directory)));
  return FromRocksDb(directory->Fsync());
}

absl::StatusOr<std::unique_ptr<LogDirectory>> LogDirectory::Open(const std::string& path,
                                                                 absl::string_view county,
                                                                 rocksdb::Env* env) {
  if (env == nullptr) env = rocksdb::Env::Default();
  RUFAA_RETURN_IF_ERROR(FromRocksDb(env->CreateDirIfMissing(path)));
  std::unique_ptr<LogDirectory> directory(new LogDirectory(path, env));
  const rocksdb::Status locked = env->LockFile(path + "/lock", &directory->lock_);
  if (!locked.ok()) directory->lock_ = nullptr;
  RUFAA_RETURN_IF_ERROR(CheckLock(locked));
  RUFAA_RETURN_IF_ERROR(FromRocksDb(locked));
  if (env->FileExists(ManifestPath(path)).IsNotFound()) {
    directory->manifest_.county = std::string(county);
    directory->manifest_.log_id = NewLogId();
    RUFAA_RETURN_IF_ERROR(WriteManifest(path, directory->manifest_, env));
    return directory;
  }
  RUFAA_ASSIGN_OR_RETURN(directory->manifest_, ReadManifest(path, env));
  if (directory->manifest_.format > kLogDirectoryFormat) return Refuse(Reason::STORE_NEWER);
  if (directory->manifest_.county != county) {
    return Refuse(Reason::STORE_OF_ANOTHER_COUNTY, {}, {{"county", directory->manifest_.county}});
  }
  return directory;
}

absl::Status LogDirectory::TakeLogId(absl::string_view log_id) {
  LogManifest manifest = manifest_;
  manifest.log_id = std::string(log_id);
  RUFAA_RETURN_IF_ERROR(WriteManifest(path_, manifest, env_));
  manifest_ = std::move(manifest);
  return absl::OkStatus();
}

LogDirectory::~LogDirectory() {
  if (lock_ != nullptr) env_->UnlockFile(lock_);
}

}  // namespace rufaa
