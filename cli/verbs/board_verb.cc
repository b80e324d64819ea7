#include "cli/verbs/board_verb.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/app/context.h"
#include "cli/output/cells.h"
#include "cli/verbs/rpc_verb.h"
#include "domain/base/status_macros.h"
#include "services/rpc/convert.h"

namespace rufaa::cli {
namespace {

namespace pb = committee::v1;

RpcVerb BoardCall() { return {"", "board", "committee.GetBoard"}; }

std::string TextOf(const pb::Count& count) {
  return count.suppressed() ? kHidden : absl::StrCat(count.value());
}

// -1 is nothing to divide by.
std::string Percent(const pb::Rate& rate) {
  if (rate.suppressed()) return kHidden;
  return rate.value() < 0 ? "" : absl::StrCat(std::lround(rate.value() * 100), "%");
}

std::string Duration(double hours) {
  if (hours < 0) return "";
  return hours < 48 ? absl::StrCat(std::lround(hours), " h")
                    : absl::StrCat(std::lround(hours / 24), " d");
}

constexpr const char* kAges[] = {"0-7d", "8-28d", "29-84d", "85d+"};

// A row for each of `labels`, with a column for each age. Counts of one row come one after another.
void AddByAge(const std::vector<std::string>& labels, const std::string& age,
              const pb::Count& count, Table& table) {
  const auto same = [&] {
    for (size_t i = 0; i < labels.size(); ++i) {
      if (table.rows.back()[i].text != labels[i]) return false;
    }
    return true;
  };
  if (table.rows.empty() || !same()) {
    table.rows.emplace_back(table.columns.size(), Cell{"."});
    for (size_t i = 0; i < labels.size(); ++i) table.rows.back()[i] = {labels[i]};
  }
  const auto column = std::find(table.columns.begin(), table.columns.end(), age);
  if (column == table.columns.end()) return;
  table.rows.back()[static_cast<size_t>(column - table.columns.begin())] = {TextOf(count)};
}

Table Cases(const pb::GetBoardResponse& board) {
  Table table{.columns = {"stage", "agency"}, .rows = {}};
  table.columns.insert(table.columns.end(), std::begin(kAges), std::end(kAges));
  for (const pb::CaseCell& cell : board.cases()) {
    AddByAge({cell.stage(), cell.agency()}, cell.age_bucket(), cell.count(), table);
  }
  return table;
}

Table CaseSums(const pb::GetBoardResponse& board) {
  Table table{.columns = {"stage", "agency", "cases"}, .rows = {}};
  const auto or_all = [](const std::string& name) {
    return name.empty() ? std::string("all") : name;
  };
  for (const pb::CaseCell& sum : board.case_sums()) {
    table.rows.push_back({{or_all(sum.stage())}, {or_all(sum.agency())}, {TextOf(sum.count())}});
  }
  return table;
}

Table States(const pb::GetBoardResponse& board) {
  Table table{.columns = {"state"}, .rows = {}};
  table.columns.insert(table.columns.end(), std::begin(kAges), std::end(kAges));
  for (const pb::ReferralStateCell& cell : board.referral_states()) {
    AddByAge({cell.state()}, cell.age_bucket(), cell.count(), table);
  }
  return table;
}

Table OverdueCases(const pb::GetBoardResponse& board) {
  Table table{.columns = {"due", "stage", "agency to act", "overdue", "longest"}, .rows = {}};
  const auto add = [&](const std::string& due, const std::string& agency,
                       const pb::OverdueCaseCell& cell) {
    const bool hidden = cell.count().suppressed();
    table.rows.push_back({{due},
                          {cell.stage()},
                          {agency},
                          {TextOf(cell.count())},
                          {hidden ? kHidden : absl::StrCat(cell.longest_days(), " d")}});
  };
  for (const pb::OverdueCaseCell& sum : board.overdue_case_sums()) {
    add("all", sum.turn_agency().empty() ? "the county" : sum.turn_agency(), sum);
  }
  for (const pb::OverdueCaseCell& cell : board.overdue_cases()) {
    add(cell.due_what(), cell.turn_agency(), cell);
  }
  return table;
}

Table Waiting(const pb::GetBoardResponse& board) {
  Table table{.columns = {"agency to act", "referrals", "overdue"}, .rows = {}};
  for (const pb::ReferralCell& cell : board.referrals()) {
    table.rows.push_back({{cell.turn_agency()}, {TextOf(cell.count())}, {TextOf(cell.overdue())}});
  }
  return table;
}

// Those to whom anything was sent, and the county.
std::vector<pb::AgencyRates> WithCounty(const pb::GetBoardResponse& board) {
  std::vector<pb::AgencyRates> all;
  for (const pb::AgencyRates& rates : board.agencies()) {
    if (rates.sent() > 0 || rates.sent_suppressed()) all.push_back(rates);
  }
  if (!board.has_county()) return all;
  all.push_back(board.county());
  all.back().set_agency("the county");
  return all;
}

Table Answers(const pb::GetBoardResponse& board) {
  Table table{.columns = {"agency", "sent", "cohort", "in time", "accepted", "silent", "completed",
                          "confirmed", "missed"},
              .rows = {}};
  for (const pb::AgencyRates& rates : WithCounty(board)) {
    table.rows.push_back(
        {{rates.agency()},
         {rates.sent_suppressed() ? kHidden : absl::StrCat(rates.sent())},
         {rates.response().suppressed() ? kHidden : absl::StrCat(rates.response().whole())},
         {Percent(rates.response())},
         {Percent(rates.acceptance())},
         {Percent(rates.silence())},
         {Percent(rates.completion())},
         {Percent(rates.loop_closed())},
         {Percent(rates.no_show())}});
  }
  return table;
}

// What "sent", "confirmed" and "missed" are of has no end: the cohort is of the rest.
std::string AnswersTitle(const pb::GetBoardResponse& board) {
  const auto day = [](const google::protobuf::Timestamp& time) {
    return absl::FormatTime("%Y-%m-%d", rpc::FromProto(time), absl::UTCTimeZone());
  };
  return absl::StrCat("how agencies answer; cohort: sent from ", day(board.cohort_from_time()),
                      " until before ", day(board.cohort_to_time()), ", followed for ",
                      board.cohort_days(), " days");
}

Table Times(const pb::GetBoardResponse& board) {
  Table table{.columns = {"agency", "decided, half", "9 in 10", "served, half", "9 in 10"},
              .rows = {}};
  for (const pb::AgencyRates& rates : WithCounty(board)) {
    table.rows.push_back({{rates.agency()},
                          {Duration(rates.to_decide().p50_hours())},
                          {Duration(rates.to_decide().p90_hours())},
                          {Duration(rates.to_first_service().p50_hours())},
                          {Duration(rates.to_first_service().p90_hours())}});
  }
  return table;
}

Table Unmet(const pb::GetBoardResponse& board) {
  Table table{.columns = {"service", "subcounty", "needs"}, .rows = {}};
  for (const pb::UnmetNeed& need : board.unmet_needs()) {
    table.rows.push_back({{need.service()}, {need.subcounty()}, {TextOf(need.count())}});
  }
  return table;
}

Table Beds(const pb::GetBoardResponse& board) {
  Table table{.columns = {"agency", "service", "total", "room", "stale"}, .rows = {}};
  for (const pb::BedCell& beds : board.beds()) {
    table.rows.push_back({{beds.agency()},
                          {beds.service()},
                          {absl::StrCat(beds.total())},
                          {absl::StrCat(beds.room())},
                          {beds.stale() ? "yes" : "", Tone::kWarning}});
  }
  return table;
}

absl::Status Board(Context& context, const Args& args) {
  Printer& printer = context.printer();
  if (printer.format() != Format::kTable) return RunRpc(context, args, BoardCall());
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  pb::GetBoardRequest request;
  RUFAA_RETURN_IF_ERROR(FillRequest(context, args, BoardCall(), request));
  if (request.min_revision() == 0) request.set_min_revision(context.session().revision);
  pb::GetBoardResponse board;
  RUFAA_RETURN_IF_ERROR(context.Call("committee.GetBoard", request, board));
  printer.out() << "board time  "
                << absl::FormatTime("%Y-%m-%d %H:%M", rpc::FromProto(board.board_time()),
                                    printer.zone())
                << "\n";
  for (const BoardTable& one : BoardTables(board)) {
    printer.out() << "\n" << one.title << ":\n";
    printer.ShowTable(one.table);
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<BoardTable> BoardTables(const pb::GetBoardResponse& board) {
  std::vector<BoardTable> tables;
  const auto add = [&tables](std::string title, Table table) {
    if (!table.rows.empty()) tables.push_back({std::move(title), std::move(table)});
  };
  add("open cases", CaseSums(board));
  add("cases by days in their stage", Cases(board));
  add("cases that are overdue", OverdueCases(board));
  add("running referrals by days since they were sent", States(board));
  add("referrals that wait", Waiting(board));
  add(AnswersTitle(board), Answers(board));
  add("how long it takes", Times(board));
  add("needs that nobody meets", Unmet(board));
  add("beds", Beds(board));
  return tables;
}

void AddBoardVerb(App& app) {
  Verb verb = MakeVerb(BoardCall());
  verb.run = Board;
  app.Add(std::move(verb));
}

}  // namespace rufaa::cli
