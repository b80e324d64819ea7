// A record of a line list as the request that makes it a case.
#pragma once

#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/linelist/row.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"

namespace rufaa::cli {

// Agencies by what a spreadsheet may call them.
class AgencyNames {
 public:
  explicit AgencyNames(const directory::v1::ListAgenciesResponse& agencies);
  // Empty: no agency is called so.
  std::string Find(absl::string_view name) const;
  // The same, of courts alone.
  std::string FindCourt(absl::string_view name) const;

 private:
  std::map<std::string, std::string> ids_;  // By name, case, spaces and punctuation aside.
  std::set<std::string> courts_;
};

// A UUID that is the same whenever the same part of the same import is sent.
std::string RequestIdOf(absl::string_view import_id, absl::string_view part);

// Words of which the directory knows no agency go into the narrative, so that nothing is lost.
casework::v1::ImportCaseRequest RequestOf(const linelist::Row& row, const std::string& import_id,
                                          const AgencyNames& agencies);

}  // namespace rufaa::cli
