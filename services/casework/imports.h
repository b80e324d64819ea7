// An import as the API shows it, and which cases it made.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/casework/case.h"
#include "domain/casework/import_events.h"
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

// Codes of the cases that the import made, in the order of the log. Reads the log from its
// beginning: for what is asked once in an import's life.
absl::StatusOr<std::vector<std::string>> CasesOfImport(CountyLog& log, absl::string_view import_id);

// Fills all but the counts of a reversal.
absl::Status FillReply(const rpc::CountyRuntime& county, const std::string& import_id,
                       casework::v1::ImportReply& reply);

}  // namespace rufaa::case_service
