#include "domain/linelist/findings.h"

#include "domain/base/check.h"

namespace rufaa::linelist {
namespace {

constexpr Rule kRules[] = {
    // The file.
    {"not_csv", Severity::kRefuseFile, "The file is a spreadsheet program's own, and not CSV.",
     "In that program save the sheet as CSV UTF-8, comma-separated, and load that file."},
    {"utf16", Severity::kRefuseFile, "The file is not UTF-8 text but UTF-16.",
     "In the spreadsheet program save the sheet as CSV UTF-8, comma-separated, and load that "
     "file."},
    // The header.
    {"header_missing", Severity::kRefuse, "The first line is no header.",
     "Begin the file with the columns' titles, as in the sample; if it does, say in the mapping "
     "what "
     "titles of your own mean."},
    {"column_missing", Severity::kRefuse, "A column that every record needs is not there.",
     "Name the column as in the sample, or say in the mapping which of yours it is."},
    {"column_repeated", Severity::kRefuse, "Two columns have the same meaning.",
     "Remove or rename one of them."},
    {"column_unknown", Severity::kFlag, "The column is not known and is not read.",
     "Say in the mapping what it is, or leave it out."},
    {"column_absent", Severity::kFlag, "The file does not have this column.",
     "Nothing, if the county does not keep it."},
    // The record's form.
    {"record_malformed", Severity::kRefuse, "The record is not well-formed CSV.",
     "Export the file again as CSV (UTF-8); look for a stray quote in this record."},
    {"records_swallowed", Severity::kRefuseFile,
     "The record is broken and runs over these lines: a stray quote may have joined others to it.",
     "Take out the quote that is too many, most often in the first of these lines; if there is "
     "none, take the line breaks out of the cells."},
    {"field_count", Severity::kRefuse, "The record has more or fewer fields than the header.",
     "Look for a comma, or what else stands between cells, that should stand within quotes."},
    {"too_long", Severity::kRefuse, "The cell is longer than any honest value.",
     "Shorten it to what belongs there."},
    {"not_utf8", Severity::kRefuse, "The cell is not UTF-8 text, as what Excel's plain CSV holds.",
     "Export the file again as CSV UTF-8; look for an apostrophe or a letter with an accent here."},
    // Single cells.
    {"value_missing", Severity::kRefuse, "The cell is empty, and every record needs it.",
     "Fill it in."},
    {"value_unknown", Severity::kRefuse, "The cell holds no code or word of its list.",
     "Use a code or label of the list."},
    {"date_nonsense", Severity::kRefuse, "There is no such date.",
     "Write it as 28-Jan-2024, 28/01/2024 or 2024-01-28."},
    {"number_nonsense", Severity::kRefuse, "The cell should hold a small whole number.",
     "Correct the number, or empty the cell."},
    {"sex_unknown", Severity::kRefuse, "The child's sex is not told.",
     "Write F, M or I (intersex); msichana and mvulana will do."},
    {"category_missing", Severity::kRefuse, "No category is told.",
     "Give the category of the case, as code or in words."},
    // Cells against each other.
    {"ward_not_in_subcounty", Severity::kRefuse, "The ward is not in this sub-county.",
     "Correct the ward or the sub-county."},
    {"subcategory_mismatch", Severity::kRefuse, "The sub-category belongs to another category.",
     "Correct the category or the sub-category."},
    {"adult", Severity::kRefuse, "The person was 18 or older when reported.",
     "Correct age or date of birth; an adult has no case here."},
    {"age_disagrees", Severity::kFlag, "Age and date of birth do not fit each other.",
     "Ask, and correct one of them in the case."},
    {"age_missing", Severity::kFlag, "Neither age nor date of birth is told.",
     "Ask, and add it to the case."},
    {"reported_in_future", Severity::kRefuse, "The report is dated in the future.",
     "Correct the date."},
    {"date_in_future", Severity::kRefuse, "What is said to have happened lies in the future.",
     "Correct the date."},
    {"born_after_report", Severity::kRefuse, "The child was born after the report.",
     "Correct the date of birth or of the report."},
    {"referral_before_report", Severity::kRefuse, "The referral is older than the report.",
     "Correct one of the two dates."},
    {"closed_before_reported", Severity::kRefuse, "The case was closed before it was reported.",
     "Correct one of the two dates."},
    {"closure_incomplete", Severity::kRefuse,
     "A closed case needs a reason and a date, an open one "
     "has neither.",
     "Complete the closure, or empty its cells."},
    // Records against each other.
    {"serial_repeated", Severity::kRefuse, "An earlier record has this serial number.",
     "Give the record its own serial number, or delete it if it is the same case."},
    {"same_child_twice", Severity::kFlag, "An earlier record is likely of the same child.",
     "Compare the two and decide; both are taken until then."},
};

}  // namespace

absl::Span<const Rule> AllRules() { return kRules; }

const Rule& RuleNamed(absl::string_view id) {
  for (const Rule& rule : kRules) {
    if (rule.id == id) return rule;
  }
  RUFAA_CHECK(false);
}

}  // namespace rufaa::linelist
