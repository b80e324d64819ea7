#include "projections/core/view_txn.h"

#include "projections/core/row_order.h"

namespace rufaa {

namespace {

// What an entry costs beside its key and bytes: hash table, Entry, the struct's own strings.
constexpr size_t kEntryOverhead = 160;

}  // namespace

ViewTxn::ViewTxn(const RowSource& source, size_t cache_bytes)
    : source_(source), cache_bytes_(cache_bytes) {}

ViewTxn::Entry* ViewTxn::Cached(const Sought& sought) {
  if (auto found = young_.find(sought); found != young_.end()) return found->get();
  auto aged = old_.find(sought);
  if (aged == old_.end()) return nullptr;
  return &AddEntry(std::move(old_.extract(aged).value()));
}

ViewTxn::Entry& ViewTxn::AddEntry(std::unique_ptr<Entry> entry) {
  entry->cost = entry->key.size() + 2 * entry->bytes.size() + kEntryOverhead;
  young_bytes_ += entry->cost;
  return **young_.insert(std::move(entry)).first;
}

std::optional<std::string> ViewTxn::FromStore(absl::string_view key) {
  absl::StatusOr<std::optional<std::string>> stored = source_.Get(key);
  if (stored.ok()) return *std::move(stored);
  status_.Update(stored.status());
  return std::nullopt;
}

ViewTxn::Entry& ViewTxn::Lookup(absl::string_view key) {
  const Sought sought(key);
  if (Entry* cached = Cached(sought)) return *cached;
  auto entry = std::make_unique<Entry>(sought);
  const auto blind = blind_.find(key, sought.hash);
  const bool was_blind = blind != blind_.end();
  std::optional<std::string> row;
  if (was_blind) {
    row = std::move(blind->second.value);
    entry->absent_below = !blind->second.maybe_below;
    blind_.erase(blind);
  } else {
    row = FromStore(key);
    entry->absent_below = !row.has_value();
  }
  entry->present = row.has_value();
  if (row) entry->bytes = *std::move(row);
  Entry& added = AddEntry(std::move(entry));
  if (was_blind) MarkDirty(added);
  return added;
}

ViewTxn::Entry& ViewTxn::FreshEntry(absl::string_view key, bool absent_below) {
  const Sought sought(key);
  Entry* entry = Cached(sought);
  if (entry == nullptr) {
    auto made = std::make_unique<Entry>(sought);
    made->absent_below = absent_below;
    if (const auto blind = blind_.find(key, sought.hash); blind != blind_.end()) {
      // Nothing is there for the fold, but the store may still hold what it has deleted.
      if (blind->second.maybe_below) made->absent_below = false;
      blind_.erase(blind);
    }
    entry = &AddEntry(std::move(made));
  }
  entry->bytes.clear();
  entry->present = true;
  MarkDirty(*entry);
  return *entry;
}

void ViewTxn::MarkDirty(Entry& entry) {
  if (entry.dirty) return;
  entry.dirty = true;
  pending_bytes_ += entry.cost;
  dirty_.push_back(&entry);
}

void ViewTxn::MarkBroken() { status_.Update(absl::DataLossError("a row of a view is malformed")); }

void ViewTxn::InsertBytes(std::string key, std::string value) {
  pending_bytes_ += key.size() + value.size();
  blind_[std::move(key)].value = std::move(value);
}

void ViewTxn::ReplaceBytes(std::string key, std::string value) {
  pending_bytes_ += key.size() + value.size();
  auto [blind, added] = blind_.try_emplace(std::move(key));
  if (added) blind->second.maybe_below = true;
  blind->second.value = std::move(value);
}

void ViewTxn::MoveBytes(absl::string_view from, std::string to, std::string value) {
  if (from == to) {
    if (!to.empty()) ReplaceBytes(std::move(to), std::move(value));
    return;
  }
  if (!from.empty()) Delete(from);
  if (!to.empty()) InsertBytes(std::move(to), std::move(value));
}

void ViewTxn::AppendBytes(absl::string_view group, absl::string_view rest, std::string value) {
  pending_bytes_ += group.size() + rest.size() + value.size();
  appended_.Append(group, rest, std::move(value));
}

std::map<std::string, std::string> ViewTxn::FindAppended(absl::string_view group) {
  auto rows = appended_.Find(source_, group);
  if (rows.ok()) return *std::move(rows);
  status_.Update(rows.status());
  return {};
}

void ViewTxn::DeleteAppended(absl::string_view group, const std::string& key) {
  pending_bytes_ += key.size();
  appended_.Delete(group, key);
}

void ViewTxn::Delete(absl::string_view key) {
  if (Entry* entry = Cached(Sought(key))) {
    entry->present = false;
    entry->held = nullptr;
    entry->bytes = std::string();
    MarkDirty(*entry);
    return;
  }
  auto [blind, added] = blind_.try_emplace(key);
  if (!added && !blind->second.maybe_below) {
    blind_.erase(blind);
    return;
  }
  blind->second.value = std::nullopt;
  blind->second.maybe_below = true;
  pending_bytes_ += key.size();
}

absl::StatusOr<RowChanges> ViewTxn::TakeChanges() {
  if (!status_.ok()) return status_;
  RowChanges changes = appended_.Take();
  changes.reserve(changes.size() + blind_.size() + dirty_.size());
  for (auto blind = blind_.begin(); blind != blind_.end();) {
    auto node = blind_.extract(blind++);  // Its key can be moved, a map's can't.
    changes.push_back({std::move(node.key()), std::move(node.mapped().value)});
  }
  for (Entry* entry : dirty_) {
    entry->dirty = false;
    if (entry->present) {
      changes.push_back({entry->key, entry->held ? entry->held->Encode() : entry->bytes});
      young_bytes_ -= entry->cost;
      entry->cost = entry->key.size() + 2 * changes.back().value->size() + kEntryOverhead;
      young_bytes_ += entry->cost;
    } else if (!entry->absent_below) {
      changes.push_back({entry->key, std::nullopt});
    }
    entry->absent_below = !entry->present;
  }
  dirty_.clear();
  pending_bytes_ = 0;
  if (young_bytes_ > cache_bytes_ / 2) {
    old_ = std::move(young_);
    young_ = Entries();
    young_.reserve(old_.size());
    young_bytes_ = 0;
  }
  return InOrder(std::move(changes));
}

}  // namespace rufaa
