#include "cli/import/import_file.h"

#include <openssl/sha.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "cli/app/exit_code.h"
#include "cli/config/read_file.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

constexpr size_t kFileBytesMost = size_t{64} << 20;

absl::StatusOr<linelist::ColumnMapping> ParseMaps(const std::vector<std::string>& maps) {
  linelist::ColumnMapping mapping;
  for (const std::string& map : maps) {
    const std::vector<std::string> sides = absl::StrSplit(map, absl::MaxSplits('=', 1));
    if (sides.size() != 2 || sides[0].empty() || sides[1].empty()) {
      return UsageError("--map takes column=field, as \"Kata=Ward\"");
    }
    mapping[sides[0]] = sides[1];
  }
  return mapping;
}

absl::StatusOr<absl::CivilDay> ParseDay(const std::string& text) {
  if (text.empty()) return LocalDay(absl::Now());
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) return day;
  return UsageError("--as-of takes a day, as 2026-11-24");
}

}  // namespace

std::string ImportIdOf(absl::string_view digest) {
  return absl::StrCat("li-", digest.substr(0, 20));
}

int OtherRecord(const linelist::Finding& finding) {
  absl::string_view detail = finding.detail;
  int record = 0;
  if (!absl::ConsumePrefix(&detail, "record ")) return 0;
  return absl::SimpleAtoi(detail, &record) ? record : 0;
}

absl::StatusOr<ImportFile> ReadImportFile(const std::string& path,
                                          const std::vector<std::string>& maps,
                                          const std::string& as_of, const std::string& import_id) {
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kFileBytesMost));
  linelist::Options options;
  RUFAA_ASSIGN_OR_RETURN(options.mapping, ParseMaps(maps));
  RUFAA_ASSIGN_OR_RETURN(options.as_of, ParseDay(as_of));
  options.areas = Areas::Of("001");
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  ImportFile file;
  file.path = path;
  file.digest = absl::BytesToHexString(digest);
  file.import_id = import_id.empty() ? ImportIdOf(file.digest) : import_id;
  file.outcome = linelist::Read(text, options);
  return file;
}

}  // namespace rufaa::cli
