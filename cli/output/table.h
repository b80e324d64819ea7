// Rows and columns, for people and for spreadsheets.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rufaa::cli {

enum class Tone { kPlain, kWarning, kGood };

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  // Each as long as `columns`.
};

// Aligned columns under a heading.
void PrintTable(const Table& table, bool color, std::ostream& out);
// RFC 4180, with a header. A cell that a spreadsheet would take for a formula gets a leading
// apostrophe: what somebody typed into a field must not run on the desk of whoever opens the file.
void PrintCsv(const Table& table, std::ostream& out);

// "name: value", names aligned. Empty values are left out.
void PrintCard(const std::vector<std::pair<std::string, Cell>>& lines, bool color,
               std::ostream& out);

// What a terminal may be shown: control characters, which could move its cursor or rename its
// window, become spaces.
std::string Printable(absl::string_view text);
std::string CsvCell(absl::string_view text);
std::string Colored(absl::string_view text, Tone tone, bool color);

}  // namespace rufaa::cli
