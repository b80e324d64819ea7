// Until when a certificate holds: one that has ended shuts out whoever shows it, all at once.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"

namespace rufaa::rpc {

// Of the first certificate in a PEM file: of a chain, its owner's own. FAILED_PRECONDITION, naming
// the file, if there is none.
absl::StatusOr<absl::Time> CertificateEnd(const std::string& file);

// "has expired on 2026-11-26 09:00 UTC", or "expires on …" within 14 days; "": well.
std::string WhyRenew(absl::Time end, absl::Time now);

// To whom a process shows a certificate of its own. To peers what the file holds, also after a
// renewal; to browsers what it held at the start.
enum class Shown { kToPeers, kToBrowsers };

// Writes a warning when the certificate in `file` is to be renewed now, and sets the gauge
// rufaa_certificate_expires_seconds, the end of the one that is shown as Unix time. No file:
// nothing.
void WatchCertificate(const std::string& file, Shown shown, Log& log, Metrics& metrics);

}  // namespace rufaa::rpc
