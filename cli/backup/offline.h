// A backup of a county whose hub is stopped: this process opens the county itself, which keeps a
// hub out meanwhile. On Kafka its log goes on all the same, by what others append to the topic.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/hub/open_county.h"
#include "services/ops/manifest.h"

namespace rufaa::cli {

// With its views as of its log's end. NOT_FOUND where there is no county: opening would make one.
// Nothing is to be appended to its log: a topic of too few replicas for that is read all the same.
absl::StatusOr<std::unique_ptr<hub::OpenCounty>> OpenOffline(const hub::CountyOptions& options);

// As ops::CreateBackup, of a county that OpenOffline gave.
absl::StatusOr<ops::BackupManifest> BackUpOffline(hub::OpenCounty& county,
                                                  const std::string& folder,
                                                  const std::string& keys_folder, absl::Time now);

}  // namespace rufaa::cli
