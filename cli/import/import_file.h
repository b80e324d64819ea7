// A line list on its way in: the file, what it is called for the hub, and what the rules say of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/linelist/linelist.h"

namespace rufaa::cli {

struct ImportFile {
  std::string path;
  std::string digest;     // Hex SHA-256 of its bytes.
  std::string import_id;  // Of the digest, so that the same file is the same import.
  linelist::Outcome outcome;
};

// `maps`: "column=field" each. `as_of`: "2026-11-24"; empty: today. `import_id`: empty: of the
// digest.
absl::StatusOr<ImportFile> ReadImportFile(const std::string& path,
                                          const std::vector<std::string>& maps,
                                          const std::string& as_of, const std::string& import_id);

std::string ImportIdOf(absl::string_view digest);

// The record that `finding` refers to ("record 41"); 0: none.
int OtherRecord(const linelist::Finding& finding);

}  // namespace rufaa::cli
