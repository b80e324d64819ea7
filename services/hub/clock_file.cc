#include "services/hub/clock_file.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <cstdint>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"

namespace rufaa::hub {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

absl::Status Wrong(const std::string& path, const toml::node& node, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", node.source().begin.line, ": ", what));
}

// A [[clock]] as far as it was read.
struct Draft {
  ClockRow row;
  bool has_from = false, has_ground = false;
};

// What is wrong with the value; empty: nothing.
absl::string_view TakeText(const toml::node& node, std::string& text) {
  if (node.as_string() == nullptr || node.as_string()->get().empty()) return "is not a text";
  text = node.as_string()->get();
  return "";
}

absl::string_view TakeCount(const toml::node& node, int& count) {
  const auto* number = node.as_integer();
  if (number == nullptr || number->get() < 1 || number->get() > std::numeric_limits<int>::max()) {
    return "is not a whole number above 0";
  }
  count = static_cast<int>(number->get());
  return "";
}

absl::string_view TakeDay(const toml::node& node, Draft& draft) {
  const auto* date = node.as_date();
  if (date == nullptr) return "is not a day such as 2024-01-01";
  draft.row.from = absl::CivilDay(date->get().year, date->get().month, date->get().day);
  draft.has_from = true;
  return "";
}

absl::string_view TakeGround(const toml::node& node, Draft& draft) {
  for (const Ground ground : {Ground::kLaw, Ground::kGuideline, Ground::kLocalPolicy}) {
    const auto* text = node.as_string();
    if (text == nullptr || View(text->get()) != Name(ground)) continue;
    draft.row.ground = ground;
    draft.has_ground = true;
    return "";
  }
  return "is not \"law\", \"national guideline\" or \"local policy\"";
}

absl::string_view Take(absl::string_view key, const toml::node& node, Draft& draft) {
  ClockRow& row = draft.row;
  if (key == "rule") return TakeText(node, row.rule);
  if (key == "from") return TakeDay(node, draft);
  if (key == "months") return TakeCount(node, row.limit.months);
  if (key == "days") return TakeCount(node, row.limit.days);
  if (key == "hours") return TakeCount(node, row.limit.hours);
  if (key == "ground") return TakeGround(node, draft);
  if (key == "trigger") return TakeText(node, row.trigger);
  if (key == "source") return TakeText(node, row.source);
  return "is no key of a clock; those are rule, from, months, days, hours, ground, trigger, source";
}

absl::StatusOr<ClockRow> RowOf(const std::string& path, const toml::node& node) {
  const toml::table* const table = node.as_table();
  if (table == nullptr) return Wrong(path, node, "clock: is not a [[clock]] table");
  Draft draft{.row = {.rule = {},
                      .from = {},
                      .limit = {},
                      .ground = Ground::kLocalPolicy,
                      .trigger = {},
                      .source = {}}};
  for (const auto& [name, value] : *table) {
    const absl::string_view key(name.data(), name.length());
    const absl::string_view problem = Take(key, value, draft);
    if (!problem.empty()) return Wrong(path, value, absl::StrCat("clock.", key, ": ", problem));
  }
  const ClockRow& row = draft.row;
  const absl::string_view missing = row.rule.empty()       ? "rule"
                                    : !draft.has_from      ? "from"
                                    : row.limit == Limit{} ? "months, days or hours"
                                    : !draft.has_ground    ? "ground"
                                    : row.trigger.empty()  ? "trigger"
                                    : row.source.empty()   ? "source"
                                                           : "";
  if (!missing.empty()) return Wrong(path, node, absl::StrCat("clock: has no ", missing));
  return draft.row;
}

absl::StatusOr<std::vector<ClockRow>> RowsOf(const std::string& path, const toml::table& file) {
  std::vector<ClockRow> rows;
  for (const auto& [name, value] : file) {
    const absl::string_view key(name.data(), name.length());
    if (key != "clock") {
      return Wrong(path, value, absl::StrCat(key, ": is no key; a clock begins with [[clock]]"));
    }
    const toml::array* const clocks = value.as_array();
    if (clocks == nullptr) return Wrong(path, value, "clock: is not a list of [[clock]]");
    for (const toml::node& clock : *clocks) {
      RUFAA_ASSIGN_OR_RETURN(ClockRow row, RowOf(path, clock));
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace

absl::StatusOr<ClockTable> ParseClocks(const std::string& path, absl::string_view text) {
  const toml::parse_result result =
      toml::parse(std::string_view(text.data(), text.size()), std::string_view(path));
  if (!result) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", result.error().source().begin.line,
                                                   ": ", View(result.error().description())));
  }
  RUFAA_ASSIGN_OR_RETURN(std::vector<ClockRow> rows, RowsOf(path, result.table()));
  absl::StatusOr<ClockTable> table = ClockTable::Of(std::move(rows));
  if (table.ok()) return table;
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", table.status().message()));
}

absl::StatusOr<ClockTable> ReadClockFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return absl::InvalidArgumentError(absl::StrCat(path, ": can't be read"));
  return ParseClocks(path, text.str());
}

}  // namespace rufaa::hub
