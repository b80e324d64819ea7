// `rufaa codes`: what a refusal of a code sends people to. The lists travel in this program; only a
// county's areas hang on where one is signed in.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/verbs/verbs.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "domain/codelists/areas.h"
#include "domain/codelists/codelists.h"

namespace rufaa::cli {
namespace {

constexpr absl::string_view kAreas = "AREAS";

Table TableOfLists() {
  Table table{.columns = {"list", "codes"}, .rows = {}};
  for (const std::string& name : CodeLists::Builtin().Lists()) {
    const size_t many = CodeLists::Builtin().Codes(name).size();
    table.rows.push_back({{name}, {absl::StrCat(many)}});
  }
  return table;
}

Table NewTable() { return {.columns = {"code", "label_en", "label_sw", "parent"}, .rows = {}}; }

// As they may be written today: one that has ended is refused.
Table TableOf(absl::Span<const Code> codes) {
  Table table = NewTable();
  for (const Code& code : codes) {
    if (!code.InForce(LocalDay(absl::Now()))) continue;
    table.rows.push_back({{code.code}, {code.label_en}, {code.label_sw}, {code.parent}});
  }
  return table;
}

absl::StatusOr<Table> TableOfAreas(Context& context) {
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  const Areas* areas = Areas::Of(context.session().county);
  if (areas == nullptr) return absl::NotFoundError("this county names its areas itself");
  Table table = NewTable();
  for (const SubCounty& one : areas->sub_counties()) {
    table.rows.push_back({{one.code}, {one.name}, {one.name}, {}});
  }
  for (const Ward& ward : areas->wards()) {
    table.rows.push_back(
        {{absl::StrCat(ward.number)}, {ward.name}, {ward.name}, {ward.sub_county}});
  }
  return table;
}

absl::Status PrintCodes(Context& context, const Args& args) {
  const CodeLists& lists = CodeLists::Builtin();
  if (!args.Has("list")) {
    context.printer().ShowTable(TableOfLists());
    return absl::OkStatus();
  }
  // As refusals and the help write it, or as a flag is: AGENCY_KIND, agency-kind.
  const std::string name =
      absl::StrReplaceAll(absl::AsciiStrToUpper(args.Get("list")), {{"-", "_"}});
  if (name == kAreas) {
    RUFAA_ASSIGN_OR_RETURN(const Table areas, TableOfAreas(context));
    context.printer().ShowTable(areas);
    return absl::OkStatus();
  }
  if (lists.Codes(name).empty()) {
    const std::vector<std::string> names = lists.Lists();
    const std::vector<absl::string_view> all(names.begin(), names.end());
    const absl::string_view nearest = Nearest(name, all);
    return UsageError(absl::StrCat("'", args.Get("list"), "' is no code list: ",
                                   nearest.empty() ? "`rufaa codes` names them"
                                                   : absl::StrCat("did you mean ", nearest, "?")));
  }
  context.printer().ShowTable(TableOf(lists.Codes(name)));
  return absl::OkStatus();
}

}  // namespace

void AddCodesVerb(App& app) {
  app.Add({.group = "",
           .name = "codes",
           .help = "The code lists, or the codes of one of them.",
           .arguments = {{"list",
                          "as a refusal names it, e.g. REFERRAL_REASON; AREAS: sub-counties "
                          "and wards",
                          false}},
           .run = PrintCodes});
}

}  // namespace rufaa::cli
