#include "domain/codelists/codelists.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "domain/base/check.h"
#include "domain/codelists/embedded.h"
#include "domain/linelist/csv.h"

namespace rufaa {
namespace {

// The files are ours: whatever is wrong with one is our mistake, and every test would see it.
absl::CivilDay DayOf(const std::string& text) {
  absl::CivilDay day;
  RUFAA_CHECK(absl::ParseCivilTime(text, &day));
  return day;
}

std::vector<Code> Parse(absl::string_view text) {
  csv::Reader reader(text);
  csv::Record record;
  RUFAA_CHECK(reader.Next(record) && record.fields.size() == 7 && record.fields[0] == "code");
  std::vector<Code> codes;
  while (reader.Next(record)) {
    RUFAA_CHECK(record.fault.empty() && record.fields.size() == 7);
    const std::vector<std::string>& f = record.fields;
    Code code{.code = f[0],
              .label_en = f[1],
              .label_sw = f[2],
              .parent = f[3],
              .from = DayOf(f[4]),
              .until = std::nullopt,
              .source = f[6]};
    if (!f[5].empty()) code.until = DayOf(f[5]);
    codes.push_back(std::move(code));
  }
  return codes;
}

int EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

CodeLists::CodeLists() {
  for (const EmbeddedText& file : EmbeddedCodeLists()) {
    lists_[absl::AsciiStrToUpper(file.stem)] = Parse(file.text);
  }
}

const CodeLists& CodeLists::Builtin() {
  static const CodeLists* const lists = new CodeLists();
  return *lists;
}

absl::Span<const Code> CodeLists::Codes(absl::string_view list) const {
  const auto found = lists_.find(list);
  if (found == lists_.end()) return {};
  return found->second;
}

std::vector<std::string> CodeLists::Lists() const {
  std::vector<std::string> names;
  for (const auto& [name, codes] : lists_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

// Lists are short (at most some dozens): walking one is quicker than hashing.
const Code* CodeLists::Find(absl::string_view list, absl::string_view code) const {
  for (const Code& candidate : Codes(list)) {
    if (candidate.code == code) return &candidate;
  }
  return nullptr;
}

bool CodeLists::Has(absl::string_view list, absl::string_view code, absl::CivilDay day) const {
  const Code* found = Find(list, code);
  return found != nullptr && found->InForce(day);
}

const Code* CodeLists::Recognise(absl::string_view list, absl::string_view text,
                                 absl::CivilDay day) const {
  const std::string wanted = Squeeze(text);
  if (wanted.empty()) return nullptr;
  const Code* found = nullptr;
  for (const Code& code : Codes(list)) {
    if (!code.InForce(day)) continue;
    if (wanted == Squeeze(code.code)) return &code;
    if (wanted == Squeeze(code.label_en) || wanted == Squeeze(code.label_sw)) {
      if (found != nullptr) return nullptr;
      found = &code;
    }
  }
  return found;
}

std::string Squeeze(absl::string_view text) {
  std::string squeezed;
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) squeezed += absl::ascii_tolower(c);
  }
  return squeezed;
}

absl::string_view Nearest(absl::string_view text, absl::Span<const absl::string_view> candidates) {
  const std::string wanted = Squeeze(text);
  absl::string_view nearest;
  // More than a third of the letters wrong is another word, not a misspelling.
  int best = static_cast<int>(wanted.size()) / 3 + 1;
  for (const absl::string_view candidate : candidates) {
    const int distance = EditDistance(wanted, Squeeze(candidate));
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace rufaa
