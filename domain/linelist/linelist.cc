#include "domain/linelist/linelist.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
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

}  // namespace

bool Outcome::header_refused() const {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.record == 0 && finding.refuses();
  });
}

Outcome Read(absl::string_view text, const Options& options) {
  RUFAA_CHECK(options.areas != nullptr);
  Outcome outcome;
  csv::Reader csv(text);
  csv::Record record;
  if (!csv.Next(record)) record = {};
  const Header header = Header::Read(record.fields, options.mapping, outcome.findings);
  const bool unusable = outcome.header_refused();

  RecordReader reader(header, options, outcome.findings);
  absl::flat_hash_map<std::string, int> record_of_serial, record_of_likeness;
  for (int number = 1; csv.Next(record); ++number) {
    if (IsBlank(record)) continue;
    ++outcome.records;
    if (unusable) continue;
    Row row;
    bool taken = reader.Read(record, number, row);
    const auto find = [&](absl::string_view rule, Column column, int earlier) {
      outcome.findings.push_back({.record = number,
                                  .column = header.TitleOf(column),
                                  .rule = &RuleNamed(rule),
                                  .detail = absl::StrCat("record ", earlier)});
    };
    if (!row.serial.empty()) {
      const auto [earlier, is_new] =
          record_of_serial.emplace(absl::AsciiStrToUpper(row.serial), number);
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
