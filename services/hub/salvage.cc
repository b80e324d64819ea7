#include "services/hub/salvage.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/embedded_log.h"
#include "eventlog/log_directory.h"
#include "eventlog/verify_log.h"

namespace rufaa::hub {
namespace {

EmbeddedLog::Options LogOptions(const CountyOptions& options, const std::string& path, bool reads) {
  EmbeddedLog::Options log;
  log.path = path;
  // The book's name is StoredBook's.
  log.county = reads ? absl::StrCat(options.county, ".reads") : options.county;
  log.clock = options.clock;
  log.env = options.env;
  log.salvage = true;
  return log;
}

absl::Status CanNotBeSalvaged(const VerifyReport& report) {
  return Refuse(Reason::STORE_DAMAGED,
                absl::StrCat("The log can't be salvaged, and nothing was done: its tables do not "
                             "hold from position ",
                             *report.first_bad, " on. Restore a backup. ", report.reason),
                {{"position", absl::StrCat(*report.first_bad)}});
}

}  // namespace

absl::StatusOr<Salvaged> SalvageLog(const CountyOptions& options, bool reads) {
  const CountyPaths paths(options);
  const EmbeddedLog::Options log_options =
      LogOptions(options, reads ? paths.reads : paths.log, reads);
  // At once, and before the folder is taken, which makes what is missing of it.
  RUFAA_RETURN_IF_ERROR(
      VerifyLog(log_options.path, {.env = options.env, .to_position = 0}).status());
  {
    RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<LogDirectory> held,
                           LogDirectory::Open(log_options.path, log_options.county, options.env));
    RUFAA_ASSIGN_OR_RETURN(const VerifyReport report,
                           VerifyLog(log_options.path, {.env = options.env}));
    if (report.ok()) {
      return Salvaged{.was_whole = true, .position = report.commits, .root = report.root};
    }
    if (!report.can_be_salvaged) return CanNotBeSalvaged(report);
    // First, so that none is left ahead of the log if this ends in between: a hub takes that for
    // another county's folder, or for an older copy of the log. It opens no damaged log meanwhile.
    std::error_code error;
    if (!reads) std::filesystem::remove_all(paths.views, error);
    if (error) return absl::UnavailableError(absl::StrCat(paths.views, ": ", error.message()));
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<EmbeddedLog> log, EmbeddedLog::Open(log_options));
  Salvaged salvaged{.position = log->Head(), .root = {}};
  RUFAA_ASSIGN_OR_RETURN(salvaged.root, log->Root(salvaged.position));
  return salvaged;
}

}  // namespace rufaa::hub
