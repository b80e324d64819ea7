#include "services/casework/intake_offices.h"

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/directory/agency_events.h"
#include "eventlog/codec/wire.h"
#include "eventlog/record.h"

namespace rufaa::case_service {

absl::StatusOr<std::string> IntakeOffices::For(absl::string_view subcounty) {
  const std::lock_guard lock(mutex_);
  auto office = by_subcounty_.find(subcounty);
  if (office == by_subcounty_.end()) {
    RUFAA_RETURN_IF_ERROR(CatchUp());
    office = by_subcounty_.find(subcounty);
  }
  if (office == by_subcounty_.end()) office = by_subcounty_.find("");
  if (office == by_subcounty_.end()) {
    return Refuse(Reason::UNKNOWN_CODE, "No children's office works in this sub-county.",
                  {{"field", "subcounty"}});
  }
  return office->second;
}

absl::Status IntakeOffices::CatchUp() {
  absl::Status status;
  RUFAA_RETURN_IF_ERROR(
      log_.ReadChunks(read_through_, [&](absl::string_view chunk, uint64_t, uint64_t last) {
        status = Learn(chunk);
        if (status.ok()) read_through_ = last;
        return status.ok();
      }));
  return status;
}

absl::Status IntakeOffices::Learn(absl::string_view chunk) {
  constexpr absl::string_view kType = directory::AgencyRegistered::kType;
  // Agencies are rarely registered: other chunks are passed over unread.
  if (chunk.find(kType) == absl::string_view::npos) return absl::OkStatus();
  ChunkReader reader(chunk);
  Commit commit;
  while (reader.Next()) {
    RUFAA_RETURN_IF_ERROR(DecodeCommit(reader.record(), commit));
    for (const NewEvent& event : commit.proposal.events) {
      if (absl::string_view(event.type) != kType) continue;
      RUFAA_ASSIGN_OR_RETURN(const directory::AgencyRegistered agency,
                             DecodeFields<directory::AgencyRegistered>(event.payload));
      if (agency.kind != "CHILDREN_OFFICE") continue;
      if (agency.subcounties.empty()) by_subcounty_.emplace("", agency.agency);
      for (const std::string& served : agency.subcounties) {
        by_subcounty_.emplace(served, agency.agency);
      }
    }
  }
  return reader.status();
}

}  // namespace rufaa::case_service
