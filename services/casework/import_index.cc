#include "services/casework/import_index.h"

#include "domain/base/status_macros.h"
#include "domain/casework/case_events.h"
#include "eventlog/codec/wire.h"

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

absl::StatusOr<std::string> ImportIndex::AgencyOf(absl::string_view import_id) {
  const std::lock_guard lock(mutex_);
  auto import = by_id_.find(import_id);
  if (import == by_id_.end() || import->second.entry.position == 0) {
    RUFAA_RETURN_IF_ERROR(CatchUp());
    import = by_id_.find(import_id);
  }
  return import == by_id_.end() ? std::string() : import->second.entry.agency;
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
  return tail_.ReadOn(
      {"import.", casework::Imported::kType},
      [&](const Commit& commit, const NewEvent& event) { return Learn(commit, event); });
}

absl::Status ImportIndex::Learn(const Commit& commit, const NewEvent& event) {
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
