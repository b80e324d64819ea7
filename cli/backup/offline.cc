#include "cli/backup/offline.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/county_topic.h"
#include "services/ops/backup.h"

namespace rufaa::cli {

absl::StatusOr<std::unique_ptr<hub::OpenCounty>> OpenOffline(const hub::CountyOptions& options) {
  const hub::CountyPaths paths(options);
  if (std::error_code error; !std::filesystem::exists(paths.log, error)) {
    return absl::NotFoundError(absl::StrCat(paths.folder, ": there is no county"));
  }
  hub::CountyOptions reading = options;
  if (reading.kafka) {
    reading.kafka->replicas = reading.kafka->min_insync_replicas = kAnyReplicas;
  }
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<hub::OpenCounty> county, hub::OpenCounty::Open(reading));
  RUFAA_RETURN_IF_ERROR(county->views().FoldToHead());
  return county;
}

absl::StatusOr<ops::BackupManifest> BackUpOffline(hub::OpenCounty& county,
                                                  const std::string& folder,
                                                  const std::string& keys_folder, absl::Time now) {
  // The log is copied by then, with what came to it while the views were folded. Only now, and not
  // by following the log: the views would go on past the copy while it is verified.
  const auto copy_accounts = [&county](const std::string& path) -> absl::Status {
    RUFAA_RETURN_IF_ERROR(county.views().FoldToHead());
    return county.access().store().Checkpoint(path);
  };
  return ops::CreateBackup({.county = county.id(),
                            .log = county.log(),
                            .reads = county.reads(),
                            .vault = county.vault(),
                            .views = county.views(),
                            .copy_accounts = copy_accounts,
                            .key_file = county.key_file()},
                           folder, keys_folder, now);
}

}  // namespace rufaa::cli
