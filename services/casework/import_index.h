// The imports of a county and the cases that each made, from its log. Read on when it is asked, so
// that an answer is never older than the log.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/casework/import_events.h"
#include "eventlog/county_log.h"
#include "services/casework/log_tail.h"

namespace rufaa::case_service {

struct ImportEntry {
  uint64_t position = 0;  // Of its start.
  std::string import_id;
  casework::imports::Started started;
  std::string agency;  // Of who started it.
  absl::Time start_time;
  std::optional<casework::imports::Finished> finished;
  std::optional<absl::Time> finish_time;
  std::optional<casework::imports::Reverted> reverted;
  std::optional<absl::Time> revert_time;
  uint32_t imported = 0;  // Cases made.
};

// Thread-safe. `log` must outlive this.
class ImportIndex {
 public:
  explicit ImportIndex(CountyLog& log) : tail_(log) {}

  // Codes of the cases that the import made, in the order of the log.
  absl::StatusOr<std::vector<std::string>> Codes(absl::string_view import_id);
  // nullopt: no import of this id was started.
  absl::StatusOr<std::optional<ImportEntry>> Find(absl::string_view import_id);
  // Which agency began it; empty: no import of this id was started. Reads nothing once it is known:
  // it is asked for every record of an import.
  absl::StatusOr<std::string> AgencyOf(absl::string_view import_id);
  // Newest first: at most `most` that began before position `before`, of `agency` alone or (empty)
  // of all.
  absl::StatusOr<std::vector<ImportEntry>> Before(uint64_t before, absl::string_view agency,
                                                  size_t most);

 private:
  struct Import {
    ImportEntry entry;
    std::vector<std::string> codes;
  };

  absl::Status CatchUp();
  absl::Status Learn(const Commit& commit, const NewEvent& event);

  std::mutex mutex_;
  LogTail tail_;
  std::map<std::string, Import, std::less<>> by_id_;
  std::map<uint64_t, std::string> by_position_;  // Of the start.
};

}  // namespace rufaa::case_service
