#include "services/ops/backup.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/store_room.h"
#include "eventlog/verify_log.h"
#include "services/ops/own_copy.h"
#include "vault/durable_file.h"

namespace rufaa::ops {
namespace {

namespace fs = std::filesystem;

// How long the views may take to come to where the copy stands.
constexpr absl::Duration kViewsWithin = absl::Seconds(5);

std::string Hex(const MerkleHash& hash) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

absl::Status FileError(const std::string& path, const std::error_code& error) {
  return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
}

// To be told by name: where a hub may write is for its unit and its account to say.
absl::Status CanNotMake(absl::string_view field, const std::string& path,
                        const std::error_code& error) {
  return Refuse(Reason::MALFORMED,
                absl::StrCat("The hub can't make ", path, " (", error.message(),
                             "): the place must be its account's own, and its unit must let it "
                             "write there."),
                {{"field", std::string(field)}, {"problem", "not_writable"}});
}

// Where `path` is or would be, whatever way it is named: no slash at its end, no link on the way.
fs::path PlaceOf(const std::string& path) {
  std::error_code error;
  fs::path place = fs::weakly_canonical(path, error);
  if (error) place = fs::path(path).lexically_normal();
  return place.has_filename() ? place : place.parent_path();
}

bool Within(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

// Who is given the backup must not be given its keys with it; nor could one of the two folders be
// put into its place if the other had made it on its way.
absl::Status CheckApart(const fs::path& folder, const fs::path& keys_folder) {
  if (!Within(keys_folder, folder) && !Within(folder, keys_folder)) return absl::OkStatus();
  return Refuse(
      Reason::MALFORMED,
      absl::StrCat("The keys are to be kept apart from the backup: ", keys_folder.string(), " and ",
                   folder.string(), " are one folder, or one is in the other."),
      {{"field", "keys_folder"}, {"problem", "not_apart"}});
}

// A folder being written, beside its place and for its owner only; gone again unless kept.
class NewFolder {
 public:
  // `field`: of the request, that names it.
  static absl::StatusOr<std::unique_ptr<NewFolder>> Make(absl::string_view field,
                                                         const std::string& path) {
    std::error_code error;
    if (fs::exists(path, error)) return Refuse(Reason::BACKUP_NOT_EMPTY, {}, {{"folder", path}});
    auto folder = std::unique_ptr<NewFolder>(new NewFolder(path));
    fs::remove_all(folder->part(), error);  // Of a backup that was cut short.
    fs::create_directories(folder->part(), error);
    if (error) return CanNotMake(field, path, error);
    if (::chmod(folder->part().c_str(), 0700) != 0) {
      return absl::UnavailableError(absl::StrCat(folder->part(), ": can't set its mode"));
    }
    return folder;
  }
  ~NewFolder() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(part(), ignored);
  }

  std::string part() const { return path_ + ".part"; }
  // All of it durable, then in its place, and that durable, too.
  absl::Status Keep() {
    RUFAA_RETURN_IF_ERROR(SyncTree(part()));
    std::error_code error;
    fs::rename(part(), path_, error);
    if (error) return FileError(path_, error);
    kept_ = true;
    return SyncFolderOf(path_);
  }

 private:
  explicit NewFolder(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  bool kept_ = false;
};

absl::StatusOr<std::map<std::string, std::string>> DigestsAt(ViewRunner& views, uint64_t position) {
  std::map<std::string, std::string> digests;
  // Behind or ahead of the copy, a view's digest says nothing of it: then there is none.
  (void)views.WaitForAll(position, absl::Now() + kViewsWithin);
  for (const ViewStatus& view : views.Status()) {
    // Rows that another fold made, wherever they stand, are none of this version's. Of a view that
    // is still being made there is no snapshot.
    if (!view.followed || view.position != position) continue;
    RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> snapshot, views.Snapshot(view.view));
    if (snapshot->position() != position) continue;
    RUFAA_ASSIGN_OR_RETURN(const std::string digest, Digest(*snapshot));
    digests[absl::StrCat(view.view, ".v", view.version)] = absl::BytesToHexString(digest);
  }
  return digests;
}

absl::Status CopyKeys(const BackupSource& source, const std::string& folder) {
  RUFAA_RETURN_IF_ERROR(source.vault.Checkpoint(folder + "/vault"));
  std::error_code error;
  const std::string key = folder + "/county.key";
  fs::copy_file(source.key_file, key, error);
  if (error) return FileError(key, error);
  fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write, error);
  return error ? FileError(key, error) : absl::OkStatus();
}

// `what`: "log" or "reads", as its folder is called.
absl::Status CheckWhole(absl::string_view what, const VerifyReport& report, uint64_t position,
                        const std::string& root) {
  if (!report.ok()) {
    return absl::DataLossError(
        absl::StrCat(what, ": position ", *report.first_bad, ": ", report.reason));
  }
  if (report.commits == position && Hex(report.root) == root) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(what, ": ends elsewhere, or with another root, than the manifest says"));
}

absl::Status CheckLogs(const std::string& folder, const BackupManifest& manifest) {
  RUFAA_ASSIGN_OR_RETURN(const VerifyReport log, VerifyLog(folder + "/log", {}));
  RUFAA_RETURN_IF_ERROR(CheckWhole("log", log, manifest.position, manifest.root));
  if (manifest.reads_root.empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const VerifyReport reads, VerifyLog(folder + "/reads", {}));
  return CheckWhole("reads", reads, manifest.reads_position, manifest.reads_root);
}

// By its manifest: that the files are there is CheckFiles' to tell.
bool HoldsKeys(const BackupManifest& keys) {
  const auto any = [&keys](const auto& is_it) {
    return std::any_of(keys.files.begin(), keys.files.end(), is_it);
  };
  return any([](const FileEntry& file) { return file.path == "county.key"; }) &&
         any([](const FileEntry& file) { return absl::StartsWith(file.path, "vault/"); });
}

}  // namespace

absl::StatusOr<BackupManifest> CreateBackup(const BackupSource& source, const std::string& folder,
                                            const std::string& keys_folder, absl::Time now) {
  const fs::path place = PlaceOf(folder), keys_place = PlaceOf(keys_folder);
  RUFAA_RETURN_IF_ERROR(CheckApart(place, keys_place));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<NewFolder> data,
                         NewFolder::Make("folder", place.string()));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<NewFolder> keys,
                         NewFolder::Make("keys_folder", keys_place.string()));
  // The log first: whatever it holds sealed then has its key in the copy of the vault, made later.
  RUFAA_RETURN_IF_ERROR(source.log.Checkpoint(data->part() + "/log"));
  RUFAA_RETURN_IF_ERROR(source.reads.Checkpoint(data->part() + "/reads"));
  RUFAA_RETURN_IF_ERROR(source.copy_accounts(data->part() + "/access"));
  RUFAA_RETURN_IF_ERROR(CopyKeys(source, keys->part()));
  // Before anything is verified or hashed: that is to be of what is kept.
  RUFAA_RETURN_IF_ERROR(CopyLinked(data->part(), kStoreReserveBytes));
  RUFAA_RETURN_IF_ERROR(CopyLinked(keys->part(), kStoreReserveBytes));
  RUFAA_ASSIGN_OR_RETURN(const VerifyReport report, VerifyLog(data->part() + "/log", {}));
  RUFAA_ASSIGN_OR_RETURN(const VerifyReport reads, VerifyLog(data->part() + "/reads", {}));
  BackupManifest manifest{.format = kBackupFormat,
                          .county = source.county,
                          .log_id = source.log.log_id(),
                          .created_at = absl::FromUnixSeconds(absl::ToUnixSeconds(now)),
                          .position = report.commits,
                          .root = Hex(report.root),
                          .reads_position = reads.commits,
                          .reads_root = Hex(reads.root),
                          .views = {},
                          .files = {}};
  RUFAA_RETURN_IF_ERROR(CheckWhole("log", report, manifest.position, manifest.root));
  RUFAA_RETURN_IF_ERROR(CheckWhole("reads", reads, manifest.reads_position, manifest.reads_root));
  BackupManifest of_keys = manifest;
  RUFAA_ASSIGN_OR_RETURN(manifest.views, DigestsAt(source.views, manifest.position));
  RUFAA_ASSIGN_OR_RETURN(manifest.files, ListFiles(data->part(), kManifestName));
  RUFAA_ASSIGN_OR_RETURN(of_keys.files, ListFiles(keys->part(), kManifestName));
  RUFAA_RETURN_IF_ERROR(WriteManifest(data->part(), manifest));
  RUFAA_RETURN_IF_ERROR(WriteManifest(keys->part(), of_keys));
  RUFAA_RETURN_IF_ERROR(keys->Keep());
  RUFAA_RETURN_IF_ERROR(data->Keep());
  return manifest;
}

absl::StatusOr<BackupManifest> VerifyBackup(const std::string& folder,
                                            const std::string& keys_folder) {
  RUFAA_ASSIGN_OR_RETURN(BackupManifest manifest, ReadManifest(folder));
  RUFAA_RETURN_IF_ERROR(CheckFiles(folder, manifest.files, kManifestName));
  RUFAA_RETURN_IF_ERROR(CheckLogs(folder, manifest));
  if (keys_folder.empty()) return manifest;
  RUFAA_ASSIGN_OR_RETURN(const BackupManifest keys, ReadManifest(keys_folder));
  if (keys.log_id != manifest.log_id || keys.position != manifest.position) {
    return absl::DataLossError("the keys were not backed up together with this log");
  }
  if (!HoldsKeys(keys)) {
    return absl::NotFoundError(absl::StrCat(keys_folder, ": there are no keys of a backup"));
  }
  RUFAA_RETURN_IF_ERROR(CheckFiles(keys_folder, keys.files, kManifestName));
  return manifest;
}

}  // namespace rufaa::ops
