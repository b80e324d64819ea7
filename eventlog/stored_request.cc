#include "eventlog/stored_request.h"

#include "domain/base/status_macros.h"
#include "eventlog/record.h"

namespace rufaa {

absl::StatusOr<std::optional<Applied>> FindApplied(const LogStore& store, absl::string_view caller,
                                                   absl::string_view request_id) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<uint64_t> position,
                         store.FindRequest(caller, request_id));
  if (!position.has_value()) return std::nullopt;
  LogStore::RecordCursor records(store);
  RUFAA_ASSIGN_OR_RETURN(const absl::string_view record, records.At(*position));
  Commit commit;
  RUFAA_RETURN_IF_ERROR(DecodeCommit(record, commit));
  return Applied{.position = commit.position,
                 .recorded_at = commit.recorded_at,
                 .digest = std::move(commit.proposal.digest)};
}

}  // namespace rufaa
