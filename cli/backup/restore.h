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
  // The county's newest file of erasures (DATA/<county>/vault.erased): whoever was erased since the
  // backup is erased again. Empty: those that the backup knows of, and no others.
  std::string erasures;
};

struct Restored {
  ops::BackupManifest manifest;
  // The county's log was a copy of a topic in Kafka. It is this folder's own now.
  bool left_topic = false;
};

// Durable when it returns OK. Copies, opens, builds every view, compares root and digests with the
// manifest, and only then puts the county in its place; whatever fails before leaves nothing
// behind. BACKUP_NOT_EMPTY; DATA_LOSS naming what does not hold. Before anything is copied,
// NOT_FOUND naming a folder that is no backup, a usage error naming what can't be read (`erasures`,
// or a file of another account's), and KEY_FILE_UNUSABLE for a county key that is in `key_dir`
// already.
absl::StatusOr<Restored> Restore(const RestoreOptions& options);

// Root and digests of the county in `data_dir` against `manifest`.
absl::Status CheckRestored(const std::string& data_dir, const std::string& key_dir,
                           const ops::BackupManifest& manifest);

}  // namespace rufaa::cli
