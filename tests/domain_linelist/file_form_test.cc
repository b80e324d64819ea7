// The sample as other programs and other countries save it: read, or refused by what it is.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/linelist/csv.h"
#include "domain/linelist/linelist.h"

namespace rufaa::linelist {
namespace {

std::string Sample() {
  std::stringstream text;
  text << std::ifstream("samples/linelist.csv").rdbuf();
  return text.str();
}

Outcome ReadText(const std::string& text) {
  return Read(text,
              {.as_of = absl::CivilDay(2026, 11, 24), .areas = Areas::Of("001"), .mapping = {}});
}

std::string With(absl::string_view delimiter) {
  const std::string sample = Sample();
  csv::Reader reader(sample);
  csv::Record record;
  std::string text;
  while (reader.Next(record)) {
    for (std::string& field : record.fields) {
      field = absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
    }
    absl::StrAppend(&text, absl::StrJoin(record.fields, delimiter), "\r\n");
  }
  return text;
}

// Record, column and rule of each finding, and the serials taken.
std::string Told(const Outcome& outcome) {
  std::string told;
  for (const Finding& finding : outcome.findings) {
    absl::StrAppend(&told, finding.record, " ", finding.column, " ", finding.rule->id, "\n");
  }
  for (const Row& row : outcome.rows) absl::StrAppend(&told, row.serial, " ", row.remarks, "\n");
  return told;
}

TEST(LineListForm, CellsMayHaveSemicolonsOrTabsBetweenThem) {
  const Outcome sample = ReadText(Sample());
  ASSERT_FALSE(sample.rows.empty());
  for (const char* delimiter : {";", "\t"}) {
    const Outcome outcome = ReadText(With(delimiter));
    EXPECT_EQ(outcome.records, sample.records) << delimiter;
    EXPECT_EQ(Told(outcome), Told(sample)) << delimiter;
  }
}

TEST(LineListForm, WhatIsNotCsvIsRefusedByWhatItIs) {
  const std::string utf16 = std::string("S\0e\0r\0i\0a\0l\0", 12);
  for (const auto& [text, rule] : std::vector<std::pair<std::string, std::string>>{
           {std::string("PK\x03\x04\x14\0\x06\0", 8), "not_csv"},
           {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "not_csv"},
           {"\xFF\xFE" + utf16, "utf16"},
           {"\xFE\xFF" + utf16, "utf16"}}) {
    const Outcome outcome = ReadText(text);
    EXPECT_TRUE(outcome.file_refused());
    ASSERT_EQ(outcome.findings.size(), 1u) << rule;
    EXPECT_EQ(std::string(outcome.findings[0].rule->id), rule);
  }
}

}  // namespace
}  // namespace rufaa::linelist
