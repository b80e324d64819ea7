// What is wrong with a line list, said so that a clerk can put it right: record, column, rule, how
// to fix. A finding never repeats a cell's content, so reports can be passed on.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rufaa::linelist {

enum class Severity {
  kFlag,        // Taken; a person should look.
  kRefuse,      // Not taken until it is put right. In the header: the whole file is not.
  kRefuseFile,  // Nothing of the file is, nor is it read further.
};

struct Rule {
  absl::string_view id;
  Severity severity;
  absl::string_view message;
  absl::string_view fix;
};

struct Finding {
  int record = 0;      // 0: the header.
  std::string column;  // As the file calls it; empty: the whole record.
  const Rule* rule = nullptr;
  std::string detail;  // "record 41", "did you mean Ward?"; may be empty.

  bool refuses() const { return rule->severity != Severity::kFlag; }
  bool refuses_file() const {
    return rule->severity == Severity::kRefuseFile || (record == 0 && refuses());
  }
};

absl::Span<const Rule> AllRules();

// Our own mistake if there is none.
const Rule& RuleNamed(absl::string_view id);

}  // namespace rufaa::linelist
