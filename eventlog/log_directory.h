// The folder a log lives in: `manifest` says whose it is and of which make, `lock` keeps a second
// hub out, `db/` is RocksDB's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/env.h"

namespace rufaa {

// Of everything in the folder. Raised when an older program could not read what this one writes.
inline constexpr uint32_t kLogDirectoryFormat = 1;

struct LogManifest {
  uint32_t format = kLogDirectoryFormat;
  std::string county;
  std::string log_id;  // Hexadecimal; made at random with the folder.
};

class LogDirectory {
 public:
  // Takes the folder for this process, making it if absent. Refuses, plainly: STORE_IN_USE,
  // STORE_NEWER, STORE_OF_ANOTHER_COUNTY. `env` must outlive the result; nullptr: the machine's.
  static absl::StatusOr<std::unique_ptr<LogDirectory>> Open(const std::string& path,
                                                            absl::string_view county,
                                                            rocksdb::Env* env);
  ~LogDirectory();

  // Without taking it: for looking only.
  static absl::StatusOr<LogManifest> ReadManifest(const std::string& path, rocksdb::Env* env);
  static std::string DbPath(const std::string& path) { return path + "/db"; }

  const LogManifest& manifest() const { return manifest_; }

  // For a copy: it has the id of the log that it copies.
  absl::Status TakeLogId(absl::string_view log_id);

  // Writes `manifest` into another folder: for copies.
  static absl::Status WriteManifest(const std::string& path, const LogManifest& manifest,
                                    rocksdb::Env* env);

 private:
  LogDirectory(std::string path, rocksdb::Env* env) : path_(std::move(path)), env_(env) {}

  const std::string path_;
  rocksdb::Env* const env_;
  rocksdb::FileLock* lock_ = nullptr;
  LogManifest manifest_;
};

}  // namespace rufaa
