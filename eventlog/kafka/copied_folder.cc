#include "eventlog/kafka/copied_folder.h"

#include <memory>

#include "domain/base/status_macros.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"

namespace rufaa {

absl::Status ForgetWhatWasTheOthers(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<LogStore> store,
                         LogStore::Open(LogDirectory::DbPath(path), {}));
  RUFAA_ASSIGN_OR_RETURN(const MoveMark move, store->ReadMove());
  if (move.kind != MoveMark::Kind::kClosing) return absl::OkStatus();
  LogStore::Batch batch(*store);
  batch.PutMove({});
  return store->Write(batch);
}

}  // namespace rufaa
