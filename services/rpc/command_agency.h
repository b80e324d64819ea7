// An agency to which a request gives something: a referral, a case, a child, a court date, consent.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/directory/directory.h"
#include "eventlog/execute/executor.h"

namespace rufaa::rpc {

// As the directory has it now; MALFORMED, naming `field`, when it has none by this id, and
// AGENCY_CLOSED when it had closed by `at`. Lives as long as `load`.
absl::StatusOr<const directory::Agency*> LoadAgency(Loader& load, absl::string_view field,
                                                    absl::string_view id,
                                                    absl::Time at = absl::InfiniteFuture());

// Its kind; empty where the directory has none by this id. AGENCY_CLOSED when it has
// closed.
absl::StatusOr<std::string> KindOfAgency(Loader& load, absl::string_view field,
                                         absl::string_view id);

}  // namespace rufaa::rpc
