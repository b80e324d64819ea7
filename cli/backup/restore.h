// A backup becomes a county's data directory again, and proves that it is the same.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/ops/manifest.h"

namespace rufaa::cli {

struct RestoreOptions {
  std::string folder;       // Of the backup.
  std::string keys_folder;  // Of its keys.
  std::string data_dir;     // As `rufaa serve` takes it; the county must not be there yet.
  std::string key_dir;      // Likewise; empty: within the county's folder.
  // The erasures that were carried out since, if the machine's own file of them was saved
  // (DATA/<county>/vault.erased): they are carried out again. Empty: those of the backup.
  std::string erasures;
};

// Copies, opens, builds every view, compares root and digests with the manifest, and only then puts
// the county in its place. BACKUP_NOT_EMPTY; DATA_LOSS naming what does not hold.
absl::StatusOr<ops::BackupManifest> Restore(const RestoreOptions& options);

// Root and digests of the county in `data_dir` against `manifest`.
absl::Status CheckRestored(const std::string& data_dir, const std::string& key_dir,
                           const ops::BackupManifest& manifest);

}  // namespace rufaa::cli
