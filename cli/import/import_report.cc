#include "cli/import/import_report.h"

#include <functional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rufaa::cli {
namespace {

constexpr size_t kNamedMost = 10;

Cell Text(std::string text, Tone tone = Tone::kPlain) { return {std::move(text), tone}; }

// Of many records the first few: a list that is loaded again must not fill the terminal.
void AddFew(const std::set<int>& records, const std::function<std::string(int)>& say,
            absl::string_view rest, std::vector<std::string>& notes) {
  size_t named = 0;
  for (const int record : records) {
    if (named++ == kNamedMost) break;
    notes.push_back(absl::StrCat("record ", record, ": ", say(record)));
  }
  if (records.size() <= kNamedMost) return;
  notes.push_back(absl::StrCat(records.size() - kNamedMost, " more ", rest, "; -o json names all"));
}

struct Counts {
  size_t imported = 0;
  size_t there_before = 0;
  size_t refused = 0;
  size_t flagged = 0;
  // Records, for programs alone.
  std::string known_by_serial = {};
  std::string as_first_sent = {};
};

Table OneOutcome(const ImportFile& file, const Counts& counts, Format format) {
  Table table{
      .columns = {"import_id", "records", "imported", "there_before", "refused", "flagged"},
      .rows = {{Text(file.import_id), Text(absl::StrCat(file.outcome.records)),
                Text(absl::StrCat(counts.imported)), Text(absl::StrCat(counts.there_before)),
                Text(absl::StrCat(counts.refused)), Text(absl::StrCat(counts.flagged))}}};
  if (format == Format::kTable) return table;
  table.columns.insert(table.columns.end(), {"known_by_serial", "as_first_sent"});
  table.rows.front().push_back(Text(counts.known_by_serial));
  table.rows.front().push_back(Text(counts.as_first_sent));
  return table;
}

}  // namespace

Table ReportOf(const linelist::Outcome& outcome) {
  Table table{.columns = {"record", "column", "rule", "refused", "problem", "detail", "fix"},
              .rows = {}};
  for (const linelist::Finding& finding : outcome.findings) {
    const linelist::Rule& rule = *finding.rule;
    const Tone tone = finding.refuses() ? Tone::kWarning : Tone::kPlain;
    table.rows.push_back({Text(finding.record == 0 ? "header" : absl::StrCat(finding.record)),
                          Text(finding.column), Text(std::string(rule.id), tone),
                          Text(finding.refuses() ? "yes" : "no"), Text(std::string(rule.message)),
                          Text(finding.detail), Text(std::string(rule.fix))});
  }
  return table;
}

Table OutcomeOf(const ImportFile& file, const ImportResult& result, Format format) {
  std::vector<std::string> known;
  for (const int record : result.known) {
    const auto code = result.codes.find(record);
    known.push_back(absl::StrCat(record));
    if (code != result.codes.end()) absl::StrAppend(&known.back(), " ", code->second);
  }
  const int imported = result.taken() - result.repeated;
  const size_t there_before = static_cast<size_t>(result.repeated) + result.known.size();
  const size_t refused = static_cast<size_t>(file.outcome.refused()) + result.refused.size();
  return OneOutcome(file,
                    {.imported = static_cast<size_t>(imported),
                     .there_before = there_before,
                     .refused = refused,
                     .flagged = result.flagged.size(),
                     .known_by_serial = absl::StrJoin(known, ", "),
                     .as_first_sent = absl::StrJoin(result.as_first_sent, ", ")},
                    format);
}

Table OutcomeOf(const ImportFile& file, const casework::v1::ImportReply& ended, Format format) {
  // Of one that was taken back those are there that were not.
  const bool reverted = ended.state() == "reverted";
  return OneOutcome(file,
                    {.there_before = reverted ? ended.kept() : ended.imported(),
                     .refused = static_cast<size_t>(file.outcome.refused())},
                    format);
}

std::vector<std::string> NotesOfThereBefore(const ImportResult& result) {
  std::vector<std::string> notes;
  const auto known = [&](int record) {
    const auto code = result.codes.find(record);
    const std::string which =
        code == result.codes.end() ? "a case" : absl::StrCat("case ", code->second);
    return absl::StrCat("there before: ", which, " has its serial; nothing of it was taken");
  };
  AddFew(result.known, known, "were there before by their serials", notes);
  const auto as_first_sent = [](int) {
    return std::string("there before, and stands as it was first sent");
  };
  AddFew(result.as_first_sent, as_first_sent, "stand as they were first sent", notes);
  return notes;
}

std::vector<std::string> NotesOfFlagged(const ImportResult& result, absl::string_view own_agency) {
  std::vector<std::string> notes;
  for (const auto& [record, other] : result.flagged) {
    const std::string& code = result.codes.at(record);
    const auto decider = result.deciders.find(record);
    const bool told = decider != result.deciders.end();
    notes.push_back(absl::StrCat("record ", record, ": case ", code, " may be the same child as ",
                                 other, "; "));
    if (told && decider->second == own_agency) {
      absl::StrAppend(&notes.back(), "decide: rufaa case duplicate ", code, " ", other);
    } else {
      absl::StrAppend(&notes.back(), told ? decider->second : "its office",
                      " decides, and finds it by: rufaa case list --awaiting-decision");
    }
  }
  return notes;
}

}  // namespace rufaa::cli
