// Prints a state machine's two tables as a page with a Mermaid diagram (docs/diagrams). The page
// can't tell another story than the program, since both read the same rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/base/transitions.h"

namespace rufaa {

namespace diagram_internal {

// Mermaid takes no '-' in a state's name; "absent" is its start.
inline std::string Id(absl::string_view name) {
  return name == "absent" ? "[*]" : absl::StrReplaceAll(name, {{"-", "_"}});
}

template <class Stage, class Verb, class Party>
bool LeadsTo(absl::Span<const Transition<Stage, Verb, Party>> table, Stage from, Stage to) {
  for (const auto& row : table) {
    if (row.to == to && row.from.Has(from)) return true;
  }
  return false;
}

// Parties are few; their numbers are below 64 as EnumSet asks.
template <class Party>
std::string Parties(EnumSet<Party> who) {
  std::string text;
  for (int i = 0; i < 64; ++i) {
    const auto party = static_cast<Party>(i);
    if (who.Has(party)) absl::StrAppend(&text, text.empty() ? "" : ", ", Name(party));
  }
  return text;
}

}  // namespace diagram_internal

// `returning`, if any, takes a thing back to the stage from which it came: one arrow to each of
// them.
template <class Stage, class Verb, class Party>
std::string DiagramPage(absl::string_view title, absl::string_view source,
                        absl::Span<const Transition<Stage, Verb, Party>> transitions,
                        absl::Span<const StageInfo<Stage, Party>> stages,
                        std::optional<Verb> returning = std::nullopt) {
  using diagram_internal::Id;
  using diagram_internal::LeadsTo;
  using diagram_internal::Parties;
  std::string page = absl::StrCat("# ", title, "\n\nMade from the tables in `", source,
                                  "`; a test fails when this page is not current.\n\n"
                                  "```mermaid\nstateDiagram-v2\n");
  std::string rows;
  for (const auto& row : transitions) {
    std::vector<absl::string_view> from;
    const bool returns = returning == row.verb;
    for (const auto& stage : stages) {
      if (!row.from.Has(stage.stage)) continue;
      from.push_back(stage.name);
      for (const auto& to : stages) {
        if (returns ? LeadsTo(transitions, to.stage, stage.stage) : row.to == to.stage) {
          absl::StrAppend(&page, "  ", Id(stage.name), " --> ", Id(to.name), ": ", Name(row.verb),
                          "\n");
        }
      }
    }
    const absl::string_view then = returns  ? "(back to where it came from)"
                                   : row.to ? Name(*row.to)
                                            : "(as it is)";
    absl::StrAppend(&rows, "| ", Name(row.verb), " | ", absl::StrJoin(from, ", "), " | ", then,
                    " | ", Parties(row.who), " |\n");
  }
  for (const auto& stage : stages) {
    if (stage.final) absl::StrAppend(&page, "  ", Id(stage.name), " --> [*]\n");
  }
  absl::StrAppend(&page, "```\n\n## Whose turn, and until when\n\n| State | Turn | Clock |\n",
                  "|---|---|---|\n");
  for (const auto& stage : stages) {
    if (stage.name == "absent") continue;
    absl::StrAppend(&page, "| ", stage.name, " | ", Name(stage.turn), " | ", stage.clock, " |\n");
  }
  absl::StrAppend(&page, "\n## Who may do what\n\n| Action | In | Then | By |\n|---|---|---|---|\n",
                  rows);
  return page;
}

}  // namespace rufaa
