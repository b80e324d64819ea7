#include "projections/casefile/history_rows.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rufaa::casefile {

void HistoryRows::AppendLine(const Party& party, Place at, const std::string& row) {
  txn_.AppendBytes(TimelinePrefix(party.agency, kase_), PlaceKey(at), row);
}

std::vector<std::string> HistoryRows::AppendSealed(const Party& party, Place at,
                                                   const std::vector<HeldSealed>& sealed) {
  std::map<Compartment, SealedRow> rows;
  for (const HeldSealed& one : sealed) {
    if (MayHold(party.kind, party.relation, one.sealed.compartment, party.scope)) {
      rows[one.sealed.compartment].fields.push_back(one);
    }
  }
  std::vector<std::string> places;
  for (const auto& [compartment, row] : rows) {
    std::string place = SealedPlaceKey(at, compartment);
    txn_.Append(SealedPrefix(party.agency, kase_), place, row);
    if (party.relation != Relation::kOwner) places.push_back(std::move(place));
  }
  return places;
}

void HistoryRows::TakeBack(const Party& was, Party& party,
                           absl::FunctionRef<bool(Compartment)> goes) {
  const std::string group = SealedPrefix(party.agency, kase_);
  if (was.relation == Relation::kOwner) {
    party.sealed.clear();
    for (const auto& [key, row] : txn_.FindAppended(group)) {
      party.sealed.push_back(key.substr(group.size()));
    }
  }
  std::erase_if(party.sealed, [&](const std::string& place) {
    if (!goes(CompartmentOfSealedKey(place))) return false;
    txn_.DeleteAppended(group, group + place);
    return true;
  });
}

void HistoryRows::CopyTo(const Party& owner, const std::string& from, bool knew) {
  CopyRows(TimelinePrefix(from, kase_), TimelinePrefix(owner.agency, kase_), knew,
           [](absl::string_view) { return true; });
  CopyRows(SealedPrefix(from, kase_), SealedPrefix(owner.agency, kase_), knew,
           [&](absl::string_view key) {
             return MayHold(owner.kind, owner.relation, CompartmentOfSealedKey(key), owner.scope);
           });
}

void HistoryRows::CopyRows(const std::string& from, const std::string& to, bool knew,
                           absl::FunctionRef<bool(absl::string_view)> wanted) {
  std::map<std::string, std::string> held;
  if (knew) held = txn_.FindAppended(to);
  for (auto& [key, row] : txn_.FindAppended(from)) {
    const absl::string_view rest = absl::string_view(key).substr(from.size());
    if (!wanted(key)) continue;
    if (const auto known = held.find(absl::StrCat(to, rest)); known != held.end()) {
      if (known->second == row) continue;
      txn_.DeleteAppended(to, known->first);  // What it was told was not all of it.
    }
    txn_.AppendBytes(to, rest, std::move(row));
  }
}

}  // namespace rufaa::casefile
