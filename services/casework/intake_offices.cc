#include "services/casework/intake_offices.h"

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/directory/agency_events.h"
#include "eventlog/codec/wire.h"

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
    return Refuse(Reason::NO_OFFICE, {}, {{"subcounty", std::string(subcounty)}});
  }
  return office->second;
}

absl::Status IntakeOffices::CatchUp() {
  return tail_.ReadOn({directory::AgencyRegistered::kType},
                      [&](const Commit&, const NewEvent& event) { return Learn(event); });
}

absl::Status IntakeOffices::Learn(const NewEvent& event) {
  if (absl::string_view(event.type) != directory::AgencyRegistered::kType) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const directory::AgencyRegistered agency,
                         DecodeFields<directory::AgencyRegistered>(event.payload));
  if (agency.kind != "CHILDREN_OFFICE") return absl::OkStatus();
  if (agency.subcounties.empty()) by_subcounty_.emplace("", agency.agency);
  for (const std::string& served : agency.subcounties) by_subcounty_.emplace(served, agency.agency);
  return absl::OkStatus();
}

}  // namespace rufaa::case_service
