#include "services/casework/log_tail.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"

namespace rufaa::case_service {

absl::Status LogTail::ReadOn(std::initializer_list<absl::string_view> marks, Learn learn) {
  absl::Status status;
  RUFAA_RETURN_IF_ERROR(
      log_.ReadChunks(read_through_, [&](absl::string_view chunk, uint64_t, uint64_t last) {
        const bool marked = std::any_of(marks.begin(), marks.end(), [&](absl::string_view mark) {
          return absl::StrContains(chunk, mark);
        });
        if (marked) status = ReadChunk(chunk, learn);
        if (status.ok()) read_through_ = last;
        return status.ok();
      }));
  return status;
}

absl::Status LogTail::ReadChunk(absl::string_view chunk, Learn learn) {
  ChunkReader reader(chunk);
  Commit commit;
  while (reader.Next()) {
    RUFAA_RETURN_IF_ERROR(DecodeCommit(reader.record(), commit));
    if (commit.position <= read_through_) continue;  // A chunk may begin before what is new.
    for (const NewEvent& event : commit.proposal.events) {
      RUFAA_RETURN_IF_ERROR(learn(commit, event));
    }
    read_through_ = commit.position;
  }
  return reader.status();
}

}  // namespace rufaa::case_service
