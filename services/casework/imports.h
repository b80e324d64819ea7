// An import as the API shows it, and who may do what with one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/casework/case.h"
#include "domain/casework/import_events.h"
#include "domain/events.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "services/casework/counties.h"
#include "services/casework/import_index.h"
#include "services/rpc/call.h"

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

// NOT_PERMITTED unless `by` owns cases: who may not report a child may not report many.
absl::Status CheckImporter(const Acting& by);
// The same people, and who administers the county: loading the wrong file is an accident of theirs,
// too. Each case then decides for itself.
absl::Status CheckReverter(const Acting& by);

// Of an import that was begun: NOT_FOUND_OR_NOT_YOURS unless the office of `by` did. It is the
// administrator's, too, who works at none.
absl::Status CheckOfficesOwn(ImportIndex& index, const std::string& import_id, const Acting& by);

// `event` as the one change of the import's own stream.
std::vector<Change> OneChange(const std::string& stream, casework::imports::Event event);

// "open", "finished" or "reverted".
std::string StateName(const ImportEntry& entry);

// All of the import as `by` may know it. Of one that was taken back (or, with `reverting`, was to
// be): which cases are, and which are not and why. Cases are named to the importer's own agency.
absl::Status FillReply(const rpc::CountyRuntime& county, Counties& counties, const Acting& by,
                       const std::string& import_id, bool reverting,
                       casework::v1::ImportReply& reply);

// A page of the imports, newest first: of the caller's agency; for the administrator, of all.
absl::Status ReadImports(const rpc::Call& call, ImportIndex& index,
                         const casework::v1::ListImportsRequest& request,
                         casework::v1::ListImportsResponse* reply);

}  // namespace rufaa::case_service
