#include "services/casework/intake_offices.h"

#include <optional>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/directory/directory.h"
#include "domain/events.h"
#include "eventlog/codec/wire.h"

namespace rufaa::case_service {
namespace {

absl::StatusOr<std::optional<std::string>> FirstOpen(const std::vector<std::string>& offices,
                                                     Loader& load) {
  for (const std::string& office : offices) {
    RUFAA_ASSIGN_OR_RETURN(const directory::Agency* agency,
                           load.Load<directory::Agency>(AgencyStream(office)));
    if (!agency->closed_at) return office;
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::string> IntakeOffices::For(absl::string_view subcounty, Loader& load) {
  RUFAA_ASSIGN_OR_RETURN(std::optional<std::string> office, FirstOpen(Known(subcounty), load));
  if (!office) {
    // Its own may have been registered since.
    RUFAA_RETURN_IF_ERROR(CatchUp());
    RUFAA_ASSIGN_OR_RETURN(office, FirstOpen(Known(subcounty), load));
  }
  if (!office) {
    RUFAA_ASSIGN_OR_RETURN(office, FirstOpen(Known(""), load));
  }
  if (office) return *office;
  return Refuse(Reason::NO_OFFICE, {}, {{"subcounty", std::string(subcounty)}});
}

std::vector<std::string> IntakeOffices::Known(absl::string_view subcounty) {
  const std::lock_guard lock(mutex_);
  const auto known = by_subcounty_.find(subcounty);
  return known == by_subcounty_.end() ? std::vector<std::string>() : known->second;
}

absl::Status IntakeOffices::CatchUp() {
  const std::lock_guard lock(mutex_);
  return tail_.ReadOn({directory::AgencyRegistered::kType},
                      [&](const Commit&, const NewEvent& event) { return Learn(event); });
}

absl::Status IntakeOffices::Learn(const NewEvent& event) {
  if (absl::string_view(event.type) != directory::AgencyRegistered::kType) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const directory::AgencyRegistered agency,
                         DecodeFields<directory::AgencyRegistered>(event.payload));
  if (agency.kind != "CHILDREN_OFFICE") return absl::OkStatus();
  if (agency.subcounties.empty()) by_subcounty_[""].push_back(agency.agency);
  for (const std::string& served : agency.subcounties) {
    by_subcounty_[served].push_back(agency.agency);
  }
  return absl::OkStatus();
}

}  // namespace rufaa::case_service
