// What a worker beside the calls tells of its failures: a line when they begin or are of another
// kind, and one when they are over; not one for each that it tries again. By the refusal's name
// alone, never by its words. Not thread-safe.
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/rpc/log.h"
#include "services/rpc/status.h"

namespace rufaa::rpc {

class Trouble {
 public:
  // `who` failed or succeeded for `county`. `log` must outlive this.
  Trouble(Log& log, std::string who, std::string county)
      : log_(log), who_(std::move(who)), county_(std::move(county)) {}

  void Tell(const absl::Status& status) {
    const std::string reason = ReasonName(status);
    if (reason == reason_) return;
    reason_ = reason;
    log_.Write(status.ok() ? Level::kInfo : Level::kWarning,
               status.ok() ? "works again" : "failing",
               {{"who", who_}, {"county", county_}, {"why", reason}});
  }

 private:
  Log& log_;
  const std::string who_, county_;
  std::string reason_ = "OK";
};

}  // namespace rufaa::rpc
