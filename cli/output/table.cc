#include "cli/output/table.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace rufaa::cli {
namespace {

constexpr absl::string_view kBold = "\x1b[1m";
constexpr absl::string_view kPlain = "\x1b[0m";

// In columns of a terminal: UTF-8's continuation bytes take none.
size_t Width(absl::string_view text) {
  size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return width;
}

std::string Padding(size_t width, absl::string_view text) {
  const size_t taken = Width(text);
  return std::string(taken < width ? width - taken : 0, ' ');
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  // U+0080 to U+009F, which some terminals obey as well.
  for (size_t i = 0; i + 1 < clean.size(); ++i) {
    if (clean[i] == '\xc2' && static_cast<unsigned char>(clean[i + 1]) < 0xa0) {
      clean.replace(i, 2, "  ");
    }
  }
  return clean;
}

std::string Colored(absl::string_view text, Tone tone, bool color) {
  if (!color || tone == Tone::kPlain || text.empty()) return std::string(text);
  return absl::StrCat(tone == Tone::kWarning ? "\x1b[31m" : "\x1b[32m", text, kPlain);
}

void PrintTable(const Table& table, bool color, std::ostream& out) {
  std::vector<size_t> widths;
  widths.reserve(table.columns.size());
  for (const std::string& column : table.columns) widths.push_back(Width(column));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], Width(Printable(row[i].text)));
    }
  }
  const size_t last = table.columns.empty() ? 0 : table.columns.size() - 1;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (color) out << kBold;
    out << table.columns[i];
    if (color) out << kPlain;
    if (i != last) out << Padding(widths[i], table.columns[i]) << "  ";
  }
  out << "\n";
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string text = Printable(row[i].text);
      out << Colored(text, row[i].tone, color);
      if (i != last) out << Padding(widths[i], text) << "  ";
    }
    out << "\n";
  }
}

std::string CsvCell(absl::string_view text) {
  std::string cell(text);
  // A spreadsheet skips control characters and spaces before it looks for a formula.
  const size_t first = cell.find_first_not_of("\t\r\n \v\f");
  if (first != std::string::npos &&
      absl::string_view("=+-@|%").find(cell[first]) != absl::string_view::npos) {
    cell.insert(0, "'");
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

void PrintCsv(const Table& table, std::ostream& out) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    out << (i > 0 ? "," : "") << CsvCell(table.columns[i]);
  }
  out << "\r\n";
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) out << (i > 0 ? "," : "") << CsvCell(row[i].text);
    out << "\r\n";
  }
}

void PrintCard(const std::vector<std::pair<std::string, Cell>>& lines, bool color,
               std::ostream& out) {
  size_t width = 0;
  for (const auto& [name, cell] : lines) {
    if (!cell.text.empty()) width = std::max(width, Width(name));
  }
  for (const auto& [name, cell] : lines) {
    if (cell.text.empty()) continue;
    out << name << Padding(width, name) << "  " << Colored(Printable(cell.text), cell.tone, color)
        << "\n";
  }
}

}  // namespace rufaa::cli
