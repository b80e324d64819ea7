#include "cli/import/offices.h"

#include <set>
#include <string>

#include "absl/strings/str_join.h"
#include "domain/base/refusal.h"

namespace rufaa::cli {

absl::Status CheckOffices(const linelist::Outcome& outcome,
                          const directory::v1::ListAgenciesResponse& agencies) {
  std::set<std::string> missing;
  for (const linelist::Row& row : outcome.rows) missing.insert(row.sub_county);
  for (const directory::v1::Agency& agency : agencies.agencies()) {
    if (agency.kind() != "CHILDREN_OFFICE" || agency.has_close_time()) continue;
    if (agency.subcounties().empty()) return absl::OkStatus();  // It works in all of them.
    for (const std::string& served : agency.subcounties()) missing.erase(served);
  }
  if (missing.empty()) return absl::OkStatus();
  return Refuse(Reason::NO_OFFICE,
                "No children's office works in some of the list's sub-counties. Nothing was sent.",
                {{"subcounties", absl::StrJoin(missing, " ")}});
}

}  // namespace rufaa::cli
