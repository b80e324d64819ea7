#include "services/casework/import_index.h"

#include "domain/base/status_macros.h"
#include "domain/casework/case_events.h"
#include "eventlog/codec/wire.h"
#include "eventlog/record.h"

namespace rufaa::case_service {

namespace imports = casework::imports;

absl::StatusOr<std::vector<std::string>> ImportIndex::Codes(absl::string_view import_id) {
  const std::lock_guard lock(mutex_);
  RUFAA_RETURN_IF_ERROR(CatchUp());
  const auto import = by_id_.find(import_id);
  return import == by_id_.end() ? std::vector<std::string>() : import->second.codes;
}

absl::StatusOr<std::optional<ImportEntry>> ImportIndex::Find(absl::string_view import_id) {
  const std::lock_guard lock(mutex_);
  RUFAA_RETURN_IF_ERROR(CatchUp());
  const auto import = by_id_.find(import_id);
  if (import == by_id_.end() || import->second.entry.position == 0) return std::nullopt;
  return import->second.entry;
}

absl::StatusOr<std::vector<ImportEntry>> ImportIndex::Before(uint64_t before,
                                                             absl::string_view agency,
                                                             size_t most) {
  const std::lock_guard lock(mutex_);
  RUFAA_RETURN_IF_ERROR(CatchUp());
  std::vector<ImportEntry> entries;
  for (auto at = by_position_.lower_bound(before); at != by_position_.begin();) {
    const ImportEntry& entry = by_id_.find((--at)->second)->second.entry;
    if (entries.size() == most) break;
    if (agency.empty() || agency == entry.agency) entries.push_back(entry);
  }
  return entries;
}

absl::Status ImportIndex::CatchUp() {
  absl::Status status;
  RUFAA_RETURN_IF_ERROR(
      log_.ReadChunks(read_through_, [&](absl::string_view chunk, uint64_t, uint64_t last) {
        status = Learn(chunk);
        if (status.ok()) read_through_ = last;
        return status.ok();
      }));
  return status;
}

absl::Status ImportIndex::Learn(absl::string_view chunk) {
  // Imports are rare: a chunk without their events is passed over unread.
  if (chunk.find("import.") == absl::string_view::npos &&
      chunk.find(casework::Imported::kType) == absl::string_view::npos) {
    return absl::OkStatus();
  }
  ChunkReader reader(chunk);
  Commit commit;
  while (reader.Next()) {
    RUFAA_RETURN_IF_ERROR(DecodeCommit(reader.record(), commit));
    if (commit.position <= read_through_) continue;  // A chunk may begin before what is new.
    for (const NewEvent& event : commit.proposal.events) {
      RUFAA_RETURN_IF_ERROR(LearnEvent(commit, event));
    }
  }
  return reader.status();
}

absl::Status ImportIndex::LearnEvent(const Commit& commit, const NewEvent& event) {
  const absl::string_view type = event.type;
  const std::string id = event.stream.substr(event.stream.find('/') + 1);
  if (type == casework::Imported::kType) {
    RUFAA_ASSIGN_OR_RETURN(const casework::Imported imported,
                           DecodeFields<casework::Imported>(event.payload));
    Import& import = by_id_[imported.import_id];
    import.codes.push_back(id);
    ++import.entry.imported;
  } else if (type == imports::Started::kType) {
    ImportEntry& entry = by_id_[id].entry;
    RUFAA_ASSIGN_OR_RETURN(entry.started, DecodeFields<imports::Started>(event.payload));
    entry.import_id = id;
    entry.position = commit.position;
    entry.agency = commit.proposal.actor.agency;
    entry.start_time = commit.recorded_at;
    by_position_[commit.position] = id;
  } else if (type == imports::Finished::kType) {
    ImportEntry& entry = by_id_[id].entry;
    RUFAA_ASSIGN_OR_RETURN(entry.finished, DecodeFields<imports::Finished>(event.payload));
    entry.finish_time = commit.recorded_at;
  } else if (type == imports::Reverted::kType) {
    ImportEntry& entry = by_id_[id].entry;
    RUFAA_ASSIGN_OR_RETURN(entry.reverted, DecodeFields<imports::Reverted>(event.payload));
    entry.revert_time = commit.recorded_at;
  }
  return absl::OkStatus();
}

}  // namespace rufaa::case_service
