// Reads a county's line list, record by record, and says what is wrong with it. Pure: it makes no
// case; the import turns the rows into commands.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/codelists/areas.h"
#include "domain/linelist/columns.h"
#include "domain/linelist/findings.h"
#include "domain/linelist/row.h"

namespace rufaa::linelist {

struct Options {
  absl::CivilDay as_of;          // Today: what lies behind it is the future.
  const Areas* areas = nullptr;  // The county's; must be given.
  ColumnMapping mapping;
};

struct Outcome {
  // Every record that no rule refuses, in the file's order. None at all if the file is refused.
  std::vector<Row> rows;
  std::vector<Finding> findings;  // In the file's order, the header's first.
  int records = 0;                // Behind the header, as far as it was read.

  // For its header, or for a record that may hold others.
  bool file_refused() const;
  // Records refused, each once.
  int refused() const { return records - static_cast<int>(rows.size()); }
};

// `text` is a file as it was exported: cells have commas between them, or semicolons or tabs where
// the header does. One that is no text, or not UTF-8 as a whole, is refused by what it is.
Outcome Read(absl::string_view text, const Options& options);

}  // namespace rufaa::linelist
