// What is told of a line list: what is wrong with it, and what came of sending it. Never a cell's
// content.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/import/import_file.h"
#include "cli/import/import_run.h"
#include "cli/output/printer.h"
#include "cli/output/table.h"

namespace rufaa::cli {

// Record, column, rule, what is wrong, how to fix it: one row per finding.
Table ReportOf(const linelist::Outcome& outcome);

// How many records are in, were there before, are refused. All formats but the one for people name
// each that a case was there for already, too: by its serial, with the case where it is known, or
// as it was first sent.
Table OutcomeOf(const ImportFile& file, const ImportResult& result, Format format);

// The same of a file whose import has ended, as the hub knows it: nothing was sent, so that nothing
// was imported or flagged.
Table OutcomeOf(const ImportFile& file, const casework::v1::ImportReply& ended, Format format);

// For people: the first few of the same records.
std::vector<std::string> NotesOfThereBefore(const ImportResult& result);

// For people, of each record that may be of the child of another case: what `own_agency` can do,
// and where another office finds what only it can.
std::vector<std::string> NotesOfFlagged(const ImportResult& result, absl::string_view own_agency);

}  // namespace rufaa::cli
