#include "domain/linelist/linelist.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
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

// Commas alone: spreadsheets export the empty rows below the list. They keep their number.
bool IsBlank(const csv::Record& record) {
  return record.fault.empty() &&
         std::all_of(record.fields.begin(), record.fields.end(), [](const std::string& field) {
           return absl::StripAsciiWhitespace(field).empty();
         });
}

size_t CommasIn(absl::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), ','));
}

// A quote that nobody meant runs on to the next one, or to the end of the file, and what is between
// becomes one cell. Honest cells have line breaks and commas, too. But where quote met quote under
// one title, so that nothing else is wrong, the cell begins with all that stood behind it in its
// own line, and ends with all that stood before it in the last.
bool SwallowsOthers(const csv::Record& record, size_t width) {
  if (record.last_line == record.line) return false;
  if (!record.fault.empty() || record.fields.size() != width) return true;
  for (size_t i = 0; i < width; ++i) {
    const absl::string_view cell = record.fields[i];
    const size_t first = cell.find('\n');
    if (first == absl::string_view::npos) continue;
    const bool from_here = CommasIn(cell.substr(0, first)) == width - 1 - i;
    if (from_here && CommasIn(cell.substr(cell.rfind('\n'))) == i) return true;
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
  csv::Reader csv(text);
  csv::Record record;
  if (!csv.Next(record)) record = {};
  if (SwallowsOthers(record, record.fields.size())) {
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
    if (SwallowsOthers(record, header.width())) {
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
