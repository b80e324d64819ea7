// An import as the API shows it, and which cases it made.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/casework/case.h"
#include "domain/casework/import_events.h"
#include "domain/events.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "services/rpc/county.h"

namespace rufaa::case_service {

// The fold of stream "import/<id>".
struct ImportState {
  bool started = false;
  std::string file_digest;
  uint32_t rows = 0;
  std::string started_by;
  bool finished = false;
  bool reverted = false;
};
ImportState Evolve(ImportState state, const casework::imports::Event& event);

// NOT_PERMITTED unless `by` administers the county or owns cases.
absl::Status CheckImporter(const Acting& by);

// 16 bytes that are the same whenever the same is done again: imports are repeated by whoever finds
// them half done.
std::string DerivedId(absl::string_view what, absl::string_view import_id, absl::string_view part);

// `event` as the one change of the import's own stream.
std::vector<Change> OneChange(const std::string& stream, casework::imports::Event event);

// Codes of the cases that the import made, in the order of the log. Reads the log from its
// beginning: for what is asked once in an import's life.
absl::StatusOr<std::vector<std::string>> CasesOfImport(CountyLog& log, absl::string_view import_id);

// Fills all but the counts of a reversal.
absl::Status FillReply(const rpc::CountyRuntime& county, const std::string& import_id,
                       casework::v1::ImportReply& reply);

}  // namespace rufaa::case_service
