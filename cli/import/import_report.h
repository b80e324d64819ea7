// What is told of a line list: what is wrong with it, and what came of sending it. Never a cell's
// content.
#pragma once

#include <string>
#include <vector>

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

}  // namespace rufaa::cli
