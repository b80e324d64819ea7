// What one person is told out of their agency's rows, where that is less than the agency holds. A
// row has what all referrals of the agency together were sent with, and the consent of one may be
// gone since; and who reported the child may know of that alone, whatever else the agency is to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/sealed.h"
#include "domain/events.h"
#include "projections/casefile/casefile_rows.h"
#include "projections/casefile/reader.h"
#include "projections/core/rows.h"

namespace rufaa::casefile {

// An agency that helps the child, or once did, and while the case was its own: what it did then it
// did as that.
struct Helper {
  std::string agency;
  std::vector<Span> owned;
};

// What is open now to somebody of an agency that does not own the case.
struct Opened {
  std::string agency, kind;
  Relation relation = Relation::kNone;    // As its head says.
  std::vector<Compartment> compartments;  // With a step-up, if need be.
  std::vector<Helper> helpers;
  std::vector<std::string> referrals;  // Its own, as its head says.
};

// Every agency that ever accepted a referral of the case: what one did while it helped the child
// stays a helper's act after its part has ended.
absl::StatusOr<std::vector<Helper>> HelpersOf(const ViewSnapshot& view,
                                              absl::string_view case_code);

// Takes out of the head what belongs to a compartment that is shut.
void KeepOpened(const Opened& opened, CaseFile& head);

// A line's event without that; nullopt: all of it is shut.
absl::StatusOr<std::optional<AnyEvent>> OpenedEvent(const Opened& opened, const TimelineLine& line);

// The case as who reported it may know it: that it was received, by whom, and how far it got.
// NOT_FOUND_OR_NOT_YOURS when there is none.
absl::StatusOr<CaseFile> ReadReport(const ViewSnapshot& view, absl::string_view case_code);
// Whether a line is of that.
absl::StatusOr<bool> IsOfReport(const TimelineRow& row);

}  // namespace rufaa::casefile
