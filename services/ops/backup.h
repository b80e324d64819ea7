// A backup of one county: copies of log, access book and accounts in one folder, of the keys in
// another, each with a manifest. The two are to be kept apart: whoever has only one can read no
// child's data.
//
//   BACKUP/manifest.json, BACKUP/log, BACKUP/reads, BACKUP/access
//   KEYS/manifest.json, KEYS/vault, KEYS/vault.erased, KEYS/county.key
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventlog/stored_log.h"
#include "projections/runner/view_runner.h"
#include "services/ops/manifest.h"
#include "vault/vault.h"

namespace rufaa::ops {

// What is open of the county; it goes on being used meanwhile.
struct BackupSource {
  std::string county;
  StoredLog& log;
  StoredLog& reads;  // The log of the access book.
  Vault& vault;
  ViewRunner& views;
  std::function<absl::Status(const std::string& path)> copy_accounts;
  std::string key_file;
};

// Neither folder may exist (BACKUP_NOT_EMPTY), or be in the other (MALFORMED); each appears whole
// or not at all, and is durable when this returns OK. No file of theirs is shared with the county's
// own: STORE_FULL where there is no room for copies, and for what stores leave free. Digests of
// views are taken if they stand at the copy's position, which they do unless the county is busy, or
// a view's new version is still being made.
absl::StatusOr<BackupManifest> CreateBackup(const BackupSource& source, const std::string& folder,
                                            const std::string& keys_folder, absl::Time now);

// Recomputes everything: hashes of all files, log and access book record by record, their roots.
// DATA_LOSS naming what does not hold; NOT_FOUND and INVALID_ARGUMENT as ReadManifest, of any file.
// `keys_folder` may be empty: then the keys are not looked at. NOT_FOUND if it is a backup's other
// folder, without any.
absl::StatusOr<BackupManifest> VerifyBackup(const std::string& folder,
                                            const std::string& keys_folder);

}  // namespace rufaa::ops
