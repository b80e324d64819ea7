#include "cli/backup/restore.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/config/read_file.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/hub/move_log.h"
#include "services/hub/open_county.h"
#include "services/ops/backup.h"
#include "vault/county_key.h"
#include "vault/durable_file.h"

namespace rufaa::cli {
namespace {

namespace fs = std::filesystem;

// A line for each child that was ever erased.
constexpr size_t kErasuresBytesMost = size_t{64} << 20;

// What a restore makes before the county is in its place; gone again unless that comes about.
class Unfinished {
 public:
  explicit Unfinished(const std::string& beside) : beside_(beside) { WillMake(beside); }
  ~Unfinished() {
    std::error_code ignored;
    fs::remove_all(beside_, ignored);
    // Folders go only while they are empty: others may have come to use them.
    for (const fs::path& path : made_) fs::remove(path, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  // `path` and the folders above it: those that are not there yet.
  void WillMake(fs::path path) {
    std::error_code error;
    while (!path.empty() && fs::symlink_status(path, error).type() == fs::file_type::not_found) {
      made_.push_back(path);
      path = path.parent_path();
    }
  }
  void Keep() { made_.clear(); }

 private:
  const std::string beside_;
  std::vector<fs::path> made_;
};

absl::Status Copy(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::create_directories(fs::path(to).parent_path(), error);
  if (!error) fs::copy(from, to, fs::copy_options::recursive, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat(from, " can't be copied to ", to, ": ", error.message()));
}

// As the hub makes such files, whatever they became where they were saved.
absl::Status CopyForOwnerAlone(const std::string& from, const std::string& to) {
  RUFAA_RETURN_IF_ERROR(Copy(from, to));
  std::error_code error;
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(to, ": ", error.message()));
}

hub::CountyPaths PathsOf(const RestoreOptions& options, const std::string& data_dir,
                         const std::string& county) {
  return hub::CountyPaths(
      {.data_dir = data_dir, .county = county, .key_dir = options.key_dir, .session_limits = {}});
}

// One that is there already stays, so a hub must be able to use it.
absl::Status CheckKeyThere(const std::string& path) {
  std::error_code error;
  // Of the name itself: a link is nothing that a hub would follow.
  if (fs::symlink_status(path, error).type() == fs::file_type::not_found) return absl::OkStatus();
  return CountyKey::Read(path).status();
}

absl::Status CopyKey(const std::string& from, const std::string& to) {
  std::error_code error;
  // A key that is there already stays: Vault::Open says if it is another.
  if (fs::exists(to, error)) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(CopyForOwnerAlone(from, to));
  // It may stand apart from the county, whose folder is synced as a whole.
  const std::string folder = fs::path(to).parent_path().string();
  RUFAA_RETURN_IF_ERROR(SyncTree(folder));
  return SyncFolderOf(folder);
}

absl::Status CopyParts(const RestoreOptions& options, const std::string& data_dir,
                       const std::string& county) {
  const hub::CountyPaths paths = PathsOf(options, data_dir, county);
  const std::string journal =
      options.erasures.empty() ? options.keys_folder + "/vault.erased" : options.erasures;
  RUFAA_RETURN_IF_ERROR(Copy(options.folder + "/log", paths.log));
  // A backup of before there was an access book has none, and the county begins one.
  if (std::error_code error; fs::exists(options.folder + "/reads", error)) {
    RUFAA_RETURN_IF_ERROR(Copy(options.folder + "/reads", paths.reads));
  } else {
    std::ofstream(paths.reads + hub::kBeginAnew).close();
  }
  RUFAA_RETURN_IF_ERROR(Copy(options.folder + "/access", paths.access));
  RUFAA_RETURN_IF_ERROR(Copy(options.keys_folder + "/vault", paths.vault));
  RUFAA_RETURN_IF_ERROR(CopyForOwnerAlone(journal, paths.vault + ".erased"));
  std::error_code error;
  fs::permissions(paths.folder, fs::perms::owner_all, error);
  return CopyKey(options.keys_folder + "/county.key", paths.key_file);
}

// The log of a county on Kafka is a copy of its topic, and so is its backup. Restored it stands by
// itself, whatever became of the topic since. True when it was such a copy.
absl::StatusOr<bool> LeaveTopic(const std::string& data_dir, const std::string& county) {
  RUFAA_ASSIGN_OR_RETURN(
      const Moved moved,
      hub::MoveLog({.data_dir = data_dir, .county = county, .key_dir = {}, .session_limits = {}},
                   hub::LogHome::kEmbeddedWithoutTopic, nullptr));
  return !moved.before;
}

absl::Status CheckLog(absl::string_view what, StoredLog& log, uint64_t position,
                      const std::string& root) {
  if (log.Head() != position) {
    return absl::DataLossError(absl::StrCat("the ", what, " does not end where the manifest says"));
  }
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash now, log.Root(position));
  if (absl::BytesToHexString(BytesOf(now)) == root) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the ", what, "'s root is not what it was"));
}

absl::Status CheckView(ViewRunner& views, const ViewStatus& view,
                       const ops::BackupManifest& manifest) {
  const std::string name = absl::StrCat(view.view, ".v", view.version);
  const auto known = manifest.views.find(name);
  // Not taken then, or folded otherwise by this program: nothing to compare.
  if (known == manifest.views.end()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> snapshot, views.Snapshot(view.view));
  RUFAA_ASSIGN_OR_RETURN(const std::string digest, Digest(*snapshot));
  if (absl::BytesToHexString(digest) == known->second) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("view ", name, " is not what it was"));
}

}  // namespace

absl::Status CheckRestored(const std::string& data_dir, const std::string& key_dir,
                           const ops::BackupManifest& manifest) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<hub::OpenCounty> county,
                         hub::OpenCounty::Open({.data_dir = data_dir,
                                                .county = manifest.county,
                                                .key_dir = key_dir,
                                                .session_limits = {}}));
  RUFAA_RETURN_IF_ERROR(CheckLog("log", county->log(), manifest.position, manifest.root));
  if (!manifest.reads_root.empty()) {
    RUFAA_RETURN_IF_ERROR(
        CheckLog("access book", county->reads(), manifest.reads_position, manifest.reads_root));
  }
  RUFAA_RETURN_IF_ERROR(county->views().FoldToHead());
  for (const ViewStatus& view : county->views().Status()) {
    RUFAA_RETURN_IF_ERROR(CheckView(county->views(), view, manifest));
  }
  return absl::OkStatus();
}

absl::StatusOr<Restored> Restore(const RestoreOptions& options) {
  // First: the backup may take minutes to verify and to copy.
  if (!options.erasures.empty()) {
    RUFAA_RETURN_IF_ERROR(ReadWholeFile(options.erasures, kErasuresBytesMost).status());
  }
  RUFAA_ASSIGN_OR_RETURN(ops::BackupManifest manifest,
                         ops::VerifyBackup(options.folder, options.keys_folder));
  const std::string place = absl::StrCat(options.data_dir, "/", manifest.county);
  std::error_code error;
  if (fs::exists(place, error)) return Refuse(Reason::BACKUP_NOT_EMPTY, {}, {{"folder", place}});
  const std::string beside = absl::StrCat(options.data_dir, "/.restoring");
  fs::remove_all(beside, error);  // Of a restore that was cut short.
  RUFAA_RETURN_IF_ERROR(
      CheckKeyThere(PathsOf(options, options.data_dir, manifest.county).key_file));
  Unfinished unfinished(beside);
  unfinished.WillMake(PathsOf(options, beside, manifest.county).key_file);
  RUFAA_RETURN_IF_ERROR(CopyParts(options, beside, manifest.county));
  RUFAA_ASSIGN_OR_RETURN(const bool left_topic, LeaveTopic(beside, manifest.county));
  RUFAA_RETURN_IF_ERROR(CheckRestored(beside, options.key_dir, manifest));
  RUFAA_RETURN_IF_ERROR(SyncTree(absl::StrCat(beside, "/", manifest.county)));
  fs::rename(absl::StrCat(beside, "/", manifest.county), place, error);
  if (error) return absl::UnavailableError(absl::StrCat(place, ": ", error.message()));
  unfinished.Keep();
  RUFAA_RETURN_IF_ERROR(SyncFolderOf(place));
  RUFAA_RETURN_IF_ERROR(SyncFolderOf(options.data_dir));  // Which may be new as well.
  return Restored{.manifest = std::move(manifest), .left_topic = left_topic};
}

}  // namespace rufaa::cli
