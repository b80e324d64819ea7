// What a script can tell from how `rufaa` ended, and what a person is told.
#pragma once

#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rufaa::cli {

enum class ExitCode {
  kOk = 0,
  kFailure = 1,
  kUsage = 2,           // The command line, a file given to it, or the hub: malformed.
  kNotFound = 3,        // No such thing, or not yours to know of.
  kAuthentication = 4,  // Sign in.
  kDenied = 5,
  kConflict = 6,     // The thing's present state does not allow it, or it moved on.
  kUnavailable = 7,  // Try again later; the same --request-id makes that safe.
  kNotWhole = 8,     // What is stored does not verify.
  kInterrupted = 130,
};

ExitCode ExitCodeOf(const absl::Status& status);

// Reason, message, and what to do about it, for people:
//   OPEN_REFERRAL: A referral of this case is still open.
//     referrals: MSR-7F3K-Q2M5
//     Complete or cancel the referrals named in the details first.
void ExplainFailure(const absl::Status& status, std::ostream& out);

// `failure` of an act that was sent under `request_id`: where that may be sent again, what is told
// of it has the id to send it under.
absl::Status OfRequest(absl::string_view request_id, absl::Status failure);

// A mistake in what was typed: exit code 2.
absl::Status UsageError(absl::string_view message);

}  // namespace rufaa::cli
