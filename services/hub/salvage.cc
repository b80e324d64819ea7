#include "services/hub/salvage.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/embedded_log.h"

namespace rufaa::hub {

absl::StatusOr<Salvaged> SalvageLog(const CountyOptions& options, bool reads) {
  const CountyPaths paths(options);
  EmbeddedLog::Options log_options;
  log_options.path = reads ? paths.reads : paths.log;
  // The book's name is StoredBook's.
  log_options.county = reads ? absl::StrCat(options.county, ".reads") : options.county;
  log_options.clock = options.clock;
  log_options.salvage = true;
  std::error_code error;
  if (!std::filesystem::exists(log_options.path, error)) {
    return absl::NotFoundError(absl::StrCat(log_options.path, ": there is no log"));
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<EmbeddedLog> log, EmbeddedLog::Open(log_options));
  Salvaged salvaged{.position = log->Head(), .root = {}};
  RUFAA_ASSIGN_OR_RETURN(salvaged.root, log->Root(salvaged.position));
  // While the log is held, so that no hub begins to fold in between. Views that are ahead of a log
  // are otherwise refused: then it is another county's folder, or an older copy of the log.
  if (!reads) std::filesystem::remove_all(paths.views, error);
  if (error) return absl::UnavailableError(absl::StrCat(paths.views, ": ", error.message()));
  return salvaged;
}

}  // namespace rufaa::hub
