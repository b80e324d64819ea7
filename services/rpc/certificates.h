// Until when a certificate holds: one that has ended shuts out whoever shows it, all at once.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "services/rpc/timer.h"

namespace rufaa::rpc {

// Of the first certificate in a PEM file: of a chain, its owner's own. FAILED_PRECONDITION, naming
// the file, if there is none.
absl::StatusOr<absl::Time> CertificateEnd(const std::string& file);

// "has expired on 2026-11-26 09:00 UTC", or "expires on …" within 14 days; "": well.
std::string WhyRenew(absl::Time end, absl::Time now);

// To whom a process shows a certificate of its own. To peers what the file holds, also after a
// renewal; to browsers what it held at the start.
enum class Shown { kToPeers, kToBrowsers };

// Tells until when the certificate in a file holds: by the gauge rufaa_certificate_expires_seconds,
// the end of the one that is shown as Unix time; and, when it is to be renewed now, by a warning in
// the log: at the start, each day that it stays so, and at once when another such one takes its
// place.
class CertificateWatch {
 public:
  // Looks at `file` now, and each `every` on a thread of its own. nullptr without a file. All must
  // outlive this; the gauge, which may outlive it, only `metrics`.
  static std::unique_ptr<CertificateWatch> Start(const std::string& file, Shown shown, Log& log,
                                                 Metrics& metrics, Clock& clock,
                                                 absl::Duration every = absl::Minutes(1));

  // Reads the file, and warns if that is due by the clock. For one thread at a time.
  void Look();

 private:
  CertificateWatch(const std::string& file, Shown shown, Log& log, Clock& clock);
  void LookEach(absl::Duration every);
  std::string Problem(absl::Time now) const;

  const std::string file_;
  const Shown shown_;
  Log& log_;
  Clock& clock_;
  const absl::StatusOr<absl::Time> end_at_start_;
  std::string told_;  // The problem that was told last; "": there was none at the last look.
  absl::Time told_at_ = absl::InfinitePast();
  Timer timer_;  // Goes first: it calls this.
};

}  // namespace rufaa::rpc
