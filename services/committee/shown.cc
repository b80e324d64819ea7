#include "services/committee/shown.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;

namespace {

v1::Rate ToProto(const indicators::Rate& rate, bool hidden) {
  v1::Rate proto;
  proto.set_value(hidden ? -1 : rate.value().value_or(-1));
  proto.set_suppressed(hidden);
  if (hidden) return proto;
  proto.set_part(static_cast<uint64_t>(rate.part));
  proto.set_whole(static_cast<uint64_t>(rate.whole));
  return proto;
}

}  // namespace

bool Suppresses(const rpc::Call& call) { return call.caller.role == Role::kCommittee; }

void Set(const std::optional<int64_t>& count, v1::Count* proto) {
  if (count) {
    proto->set_value(static_cast<uint64_t>(*count));
  } else {
    proto->set_suppressed(true);
  }
}

// Of each agency the part and the rest: a rate shows both.
ShownRates RatesShown(const board::Board& board, RateOf rate, bool suppress) {
  std::vector<std::vector<int64_t>> counts;
  for (const auto& [agency, rates] : board.by_agency) {
    const indicators::Rate of = rate(rates.counts);
    counts.push_back({of.part, of.whole - of.part});
  }
  indicators::SafeTable safe;
  if (suppress && !counts.empty()) safe = indicators::SuppressTable(counts);
  ShownRates shown;
  size_t row = 0;
  for (const auto& [agency, rates] : board.by_agency) {
    const bool hidden = suppress && !(safe.cells[row][0] && safe.cells[row][1]);
    shown.by_agency[agency] = ToProto(rate(rates.counts), hidden);
    ++row;
  }
  const bool hidden =
      suppress && row > 0 && !(safe.column_totals[0] && safe.column_totals[1] && safe.total);
  shown.county = ToProto(rate(board.county.counts), hidden);
  return shown;
}

std::map<std::string, std::optional<int64_t>> SentShown(const board::Board& board, bool suppress) {
  CountTable<std::string> table;
  uint64_t county = 0;
  for (const auto& [agency, rates] : board.by_agency) {
    // Agencies stand where sub-counties do elsewhere: what is shown adds up to the county.
    table.Add("sent", agency, rates.sent);
    county += rates.sent;
  }
  std::map<std::string, std::optional<int64_t>> sent;
  sent[""] = static_cast<int64_t>(county);
  for (const auto& line : table.Of("", suppress)) sent[""] = line.count;
  for (const auto& [agency, rates] : board.by_agency) {
    sent[agency] = 0;
    for (const auto& line : table.Of(agency, suppress)) sent[agency] = line.count;
  }
  return sent;
}

}  // namespace rufaa::committee_service
