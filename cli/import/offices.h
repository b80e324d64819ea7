// Whether the county has the children's offices that a line list's cases go to.
#pragma once

#include "absl/status/status.h"
#include "domain/linelist/linelist.h"
#include "rufaa/directory/v1/directory_service.pb.h"

namespace rufaa::cli {

// NO_OFFICE naming the sub-counties of good records in which no office works: the hub would refuse
// each of those records, and say the same of every one.
absl::Status CheckOffices(const linelist::Outcome& outcome,
                          const directory::v1::ListAgenciesResponse& agencies);

}  // namespace rufaa::cli
