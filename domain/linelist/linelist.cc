#include "domain/linelist/linelist.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/imported_record.h"
#include "domain/codelists/codelists.h"
#include "domain/linelist/csv.h"
#include "domain/linelist/record_reader.h"

namespace rufaa::linelist {
namespace {

// Alike enough to ask a person: same names and sex, and the same birthday; without one, the same
// year of birth and ward. Empty when too little is told to say.
std::string LikenessOf(const Row& row) {
  const std::string name = Squeeze(row.first_name);
  const std::string surname = Squeeze(row.surname);
  if (name.empty() || surname.empty() || !row.birth_year) return "";
  const std::string who = absl::StrCat(name, "/", surname, "/", row.sex, "/");
  if (row.born_on) return absl::StrCat(who, absl::FormatCivilTime(*row.born_on));
  return absl::StrCat(who, *row.birth_year, "/", row.ward);
}

// The rule against a file of this form, told by its first bytes; empty: none.
absl::string_view RuleAgainst(absl::string_view text) {
  // Of a zip archive, which .xlsx and .ods are, and of .xls.
  if (absl::StartsWith(text, "PK\x03\x04") || absl::StartsWith(text, "\xD0\xCF\x11\xE0")) {
    return "not_csv";
  }
  const bool utf16 = absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF");
  return utf16 ? "utf16" : "";
}

// Spreadsheets write what the country does: semicolons where the comma parts decimals. What gives
// the header the most titles is meant.
char DelimiterOf(absl::string_view text) {
  char delimiter = ',';
  size_t most = 0;
  for (const char candidate : {',', ';', '\t'}) {
    csv::Record header;
    if (!csv::Reader(text, candidate).Next(header) || header.fields.size() <= most) continue;
    delimiter = candidate;
    most = header.fields.size();
  }
  return delimiter;
}

// Commas alone: spreadsheets export the empty rows below the list. They keep their number.
bool IsBlank(const csv::Record& record) {
  return record.fault.empty() &&
         std::all_of(record.fields.begin(), record.fields.end(), [](const std::string& field) {
           return absl::StripAsciiWhitespace(field).empty();
         });
}

size_t CountOf(char delimiter, absl::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), delimiter));
}

// A quote that nobody meant runs on to the next one, or to the end of the file, and what is between
// becomes one cell. Honest cells have line breaks and delimiters, too. But where quote met quote
// under one title, so that nothing else is wrong, the cell begins with all that stood behind it in
// its own line, and ends with all that stood before it in the last.
bool SwallowsOthers(const csv::Record& record, size_t width, char delimiter) {
  if (record.last_line == record.line) return false;
  if (!record.fault.empty() || record.fields.size() != width) return true;
  for (size_t i = 0; i < width; ++i) {
    const absl::string_view cell = record.fields[i];
    const size_t first = cell.find('\n');
    if (first == absl::string_view::npos) continue;
    const bool from_here = CountOf(delimiter, cell.substr(0, first)) == width - 1 - i;
    if (from_here && CountOf(delimiter, cell.substr(cell.rfind('\n'))) == i) return true;
  }
  return false;
}

Finding Swallowed(const csv::Record& record, int number) {
  return {.record = number,
          .column = "",
          .rule = &RuleNamed("records_swallowed"),
          .detail = absl::StrCat("lines ", record.line, " to ", record.last_line)};
}

}  // namespace

bool Outcome::file_refused() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.refuses_file(); });
}

Outcome Read(absl::string_view text, const Options& options) {
  RUFAA_CHECK(options.areas != nullptr);
  Outcome outcome;
  if (const absl::string_view rule = RuleAgainst(text); !rule.empty()) {
    outcome.findings.push_back({.record = 0, .column = "", .rule = &RuleNamed(rule), .detail = ""});
    return outcome;
  }
  const char delimiter = DelimiterOf(text);
  csv::Reader csv(text, delimiter);
  csv::Record record;
  if (!csv.Next(record)) record = {};
  if (SwallowsOthers(record, record.fields.size(), delimiter)) {
    outcome.findings.push_back(Swallowed(record, 0));
    return outcome;
  }
  const Header header = Header::Read(record.fields, options.mapping, outcome.findings);
  const bool unusable = outcome.file_refused();

  RecordReader reader(header, options, outcome.findings);
  absl::flat_hash_map<std::string, int> record_of_serial, record_of_likeness;
  for (int number = 1; csv.Next(record); ++number) {
    if (IsBlank(record)) continue;
    ++outcome.records;
    if (unusable) continue;
    if (SwallowsOthers(record, header.width(), delimiter)) {
      outcome.findings.push_back(Swallowed(record, number));
      outcome.rows.clear();
      break;
    }
    Row row;
    bool taken = reader.Read(record, number, row);
    const auto find = [&](absl::string_view rule, Column column, int earlier) {
      outcome.findings.push_back({.record = number,
                                  .column = header.TitleOf(column),
                                  .rule = &RuleNamed(rule),
                                  .detail = absl::StrCat("record ", earlier)});
    };
    if (!row.serial.empty()) {
      // As the hub tells serials apart: what it would take for another's must be named here.
      const auto [earlier, is_new] = record_of_serial.emplace(NormalSerial(row.serial), number);
      if (!is_new) {
        find("serial_repeated", Column::kSerial, earlier->second);
        taken = false;
      }
    }
    if (!taken) continue;
    if (const std::string likeness = LikenessOf(row); !likeness.empty()) {
      const auto [earlier, is_new] = record_of_likeness.emplace(likeness, number);
      if (!is_new) find("same_child_twice", Column::kSurname, earlier->second);
    }
    outcome.rows.push_back(std::move(row));
  }
  return outcome;
}

}  // namespace rufaa::linelist
