// What a backup says of itself, in manifest.json beside the copies.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ops/file_list.h"

namespace rufaa::ops {

// Raised when an older program could not restore what this one writes.
// 2: with the access book; in a backup of format 1 there is none.
inline constexpr uint32_t kBackupFormat = 2;
inline constexpr char kManifestName[] = "manifest.json";

struct BackupManifest {
  uint32_t format = kBackupFormat;
  std::string county;
  std::string log_id;
  absl::Time created_at;
  uint64_t position = 0;
  std::string root;                          // Hex Merkle root over the first `position` commits.
  uint64_t reads_position = 0;               // Likewise of the access book.
  std::string reads_root;                    // "": there is no access book.
  std::map<std::string, std::string> views;  // Hex digest of each as of `position`, if taken.
  std::vector<FileEntry> files;

  bool operator==(const BackupManifest&) const = default;
};

absl::Status WriteManifest(const std::string& folder, const BackupManifest& manifest);

// NOT_FOUND when `folder` is no backup, INVALID_ARGUMENT when it is not this account's to read.
// DATA_LOSS when it is no manifest, or copies are there without one; STORE_NEWER when a newer
// program wrote it.
absl::StatusOr<BackupManifest> ReadManifest(const std::string& folder);

}  // namespace rufaa::ops
