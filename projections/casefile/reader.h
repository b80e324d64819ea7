// One agency's view of one case.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "projections/casefile/casefile_rows.h"
#include "projections/core/rows.h"

namespace rufaa::casefile {

// NOT_FOUND_OR_NOT_YOURS unless `agency` may know of the case.
absl::StatusOr<CaseFile> ReadHead(const ViewSnapshot& view, absl::string_view agency,
                                  absl::string_view case_code);

// What is left of a head to a recipient without consent, as when its referrals have ended: that
// they are; not of those on which it has yet to decide.
CaseFile OwnReferrals(absl::string_view agency, const CaseFile& head);

struct TimelineLine {
  uint64_t position = 0;
  uint32_t index = 0;
  TimelineRow row;
  std::vector<HeldSealed> sealed;  // What this agency may hold of the event's sealed fields.
};

struct TimelinePage {
  std::vector<TimelineLine> lines;  // Oldest first.
  std::string next;                 // Pass it as `after`; empty: this is the last page.
  uint64_t position = 0;
};
absl::StatusOr<TimelinePage> ReadTimeline(const ViewSnapshot& view, absl::string_view agency,
                                          absl::string_view case_code, size_t limit,
                                          absl::string_view after = {});

struct CasesPage {
  std::vector<std::string> cases;  // By code.
  std::string next;
  uint64_t position = 0;
};
// Every case of which the agency holds a row.
absl::StatusOr<CasesPage> ReadCases(const ViewSnapshot& view, absl::string_view agency,
                                    size_t limit, absl::string_view after = {});

}  // namespace rufaa::casefile
