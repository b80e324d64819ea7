#include "projections/core/view_txn.h"

namespace rufaa {

namespace {
// What an entry costs beside its key and bytes: hash table, Entry, the struct's own strings.
constexpr size_t kEntryOverhead = 160;
}  // namespace

ViewTxn::ViewTxn(const RowSource& source, size_t cache_bytes)
    : source_(source), cache_bytes_(cache_bytes) {}

ViewTxn::Entry* ViewTxn::Cached(absl::string_view key) {
  if (auto found = young_.find(key); found != young_.end()) return found->second.get();
  auto aged = old_.find(key);
  if (aged == old_.end()) return nullptr;
  std::unique_ptr<Entry> entry = std::move(aged->second);
  old_.erase(aged);
  return &AddEntry(key, std::move(entry));
}

ViewTxn::Entry& ViewTxn::AddEntry(absl::string_view key, std::unique_ptr<Entry> entry) {
  entry->cost = key.size() + 2 * entry->bytes.size() + kEntryOverhead;
  young_bytes_ += entry->cost;
  return *(young_[key] = std::move(entry));
}

ViewTxn::Entry& ViewTxn::Lookup(absl::string_view key) {
  if (Entry* cached = Cached(key)) return *cached;
  auto entry = std::make_unique<Entry>();
  if (auto blind = blind_.find(key); blind != blind_.end()) {
    entry->present = blind->second.value.has_value();
    if (entry->present) entry->bytes = *std::move(blind->second.value);
    entry->absent_below = !blind->second.maybe_below;
    blind_.erase(blind);
    Entry& added = AddEntry(key, std::move(entry));
    MarkDirty(key, added);
    return added;
  }
  absl::StatusOr<std::optional<std::string>> stored = source_.Get(key);
  if (!stored.ok()) {
    status_.Update(stored.status());
  } else if (stored->has_value()) {
    entry->present = true;
    entry->bytes = **std::move(stored);
  } else {
    entry->absent_below = true;
  }
  return AddEntry(key, std::move(entry));
}

void ViewTxn::MarkDirty(absl::string_view key, Entry& entry) {
  if (entry.dirty) return;
  entry.dirty = true;
  pending_bytes_ += entry.cost;
  dirty_.emplace_back(std::string(key), &entry);
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

void ViewTxn::AppendBytes(std::string key, std::string value) {
  pending_bytes_ += key.size() + value.size();
  appended_.push_back({std::move(key), std::move(value)});
}

void ViewTxn::Delete(absl::string_view key) {
  if (Entry* entry = Cached(key)) {
    entry->present = false;
    entry->held = nullptr;
    entry->bytes = std::string();
    MarkDirty(key, *entry);
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
  RowChanges changes = std::move(appended_);
  appended_ = RowChanges();
  changes.reserve(changes.size() + blind_.size() + dirty_.size());
  for (auto& [key, blind] : blind_) changes.push_back({key, std::move(blind.value)});
  blind_.clear();
  for (auto& [key, entry] : dirty_) {
    entry->dirty = false;
    if (entry->present) {
      changes.push_back({std::move(key), entry->held ? entry->held->Encode() : entry->bytes});
      young_bytes_ -= entry->cost;
      entry->cost = changes.back().key.size() + 2 * changes.back().value->size() + kEntryOverhead;
      young_bytes_ += entry->cost;
    } else if (!entry->absent_below) {
      changes.push_back({std::move(key), std::nullopt});
    }
    entry->absent_below = !entry->present;
  }
  dirty_.clear();
  pending_bytes_ = 0;
  if (young_bytes_ > cache_bytes_ / 2) {
    old_ = std::move(young_);
    young_ = Entries();
    young_bytes_ = 0;
  }
  return changes;
}

}  // namespace rufaa
