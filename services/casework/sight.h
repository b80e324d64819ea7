// A case as one caller sees it: their agency's row, as far as they, and not only the agency, may
// know of the case. What is personal in it opens only through the door (services/rpc/door.h).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "domain/events.h"
#include "eventlog/execute/aggregates.h"
#include "projections/casefile/reader.h"
#include "projections/casefile/told.h"
#include "services/rpc/call.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/door.h"

namespace rufaa::case_service {

struct Sight {
  std::string code;
  std::unique_ptr<ViewSnapshot> view;
  Folded<casework::State> kase;
  Acting by;
  rpc::Reader reader;
  casefile::CaseFile file;  // As far as the caller reads it.
  casefile::Opened opened;  // Of one that is whole, and another's.

  bool whole() const { return reader.reach == rpc::Reach::kAll; }
  bool owner() const { return file.relation == casefile::Relation::kOwner; }
};

// Refused as rpc::RefuseRead says, unless the caller may know of it.
absl::StatusOr<Sight> Look(const rpc::Call& call, absl::string_view text, rpc::Sought& sought);

// A page of the lines that the caller may be told. It may come short, and then has a token for the
// rest.
absl::StatusOr<casefile::TimelinePage> LinesOf(const Sight& sight, size_t size,
                                               const std::string& after);

// The event of such a line, as the caller may know it; nullopt: only that it was.
absl::StatusOr<std::optional<AnyEvent>> EventOf(const Sight& sight,
                                                const casefile::TimelineLine& line);

}  // namespace rufaa::case_service
