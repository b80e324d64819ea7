// What a fold sees of its view: rows to read, change, insert and delete. Changes stay in an overlay
// until the runner takes them, so a fold gives the same rows whatever the batch size; rows that
// folds come back to are kept as structs in a bounded cache, so a hot row is neither read from the
// store nor decoded nor encoded once per event, but encoded once per batch.
//
// A key is used either as a struct (Find to Overwrite) or as bytes (Insert to MoveBytes), never
// both: bytes under the key of a struct that is kept would be a second change of one row.
//
// Not thread-safe: one fold, one thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/base/check.h"
#include "eventlog/codec/wire.h"
#include "projections/core/appended_rows.h"
#include "projections/core/rows.h"

namespace rufaa {

class ViewTxn {
 public:
  // `source` gives the rows as of the last TakeChanges(); it must outlive this.
  ViewTxn(const RowSource& source, size_t cache_bytes);
  ViewTxn(const ViewTxn&) = delete;
  ViewTxn& operator=(const ViewTxn&) = delete;

  // The row, or nullptr. Pointers to rows are good until the fold of this commit returns.
  template <class Row>
  const Row* Find(absl::string_view key);
  // The same, to be changed; the change counts without further ado.
  template <class Row>
  Row* Edit(absl::string_view key);
  // The row to be changed, made empty if it is not there.
  template <class Row>
  Row& EditOrMake(absl::string_view key);
  // The row under a key that the fold knows to hold none (the first event of a stream): saves the
  // look-up in the store.
  template <class Row>
  Row& Make(absl::string_view key);

  // A row to be written afresh whatever was there: saves the look-up too. The caller assigns all of
  // it: it may still hold what an earlier fold left.
  template <class Row>
  Row& Overwrite(absl::string_view key);

  // A row that no fold will read back, under a key that holds none now: a place in a queue. It may
  // be deleted later. If it goes before the batch ends, the store never hears of it.
  template <class Row>
  void Insert(std::string key, const Row& row) {
    InsertBytes(std::move(key), EncodeFields(row));
  }
  void InsertBytes(std::string key, std::string value);
  // Puts another row in the place of one inserted earlier.
  void ReplaceBytes(std::string key, std::string value);
  // Such a row that stood under `from` and belongs under `to` now, which may be the same key. An
  // empty key: nowhere.
  void MoveBytes(absl::string_view from, std::string to, std::string value);

  // A row that no fold looks up (appended_rows.h): found and deleted by its group alone, and by the
  // rare fold that comes back to it.
  template <class Row>
  void Append(absl::string_view group, absl::string_view rest, const Row& row) {
    AppendBytes(group, rest, EncodeFields(row));
  }
  void AppendBytes(absl::string_view group, absl::string_view rest, std::string value);
  std::map<std::string, std::string> FindAppended(absl::string_view group);
  void DeleteAppended(absl::string_view group, const std::string& key);

  void Delete(absl::string_view key);

  // For the runner ------------------------------------------------------------------------------

  // The changes since the last call in the order of their keys, each key at most once, and forgets
  // them: `source` must show them from now on. The store's error, if reading failed meanwhile: then
  // nothing may be written.
  absl::StatusOr<RowChanges> TakeChanges();
  // About how many bytes wait to be taken.
  size_t pending_bytes() const { return pending_bytes_; }

 private:
  // A row kept as the struct it is, encoded when the runner takes it.
  struct Held {
    virtual ~Held() = default;
    virtual std::string Encode() const = 0;
  };
  template <class Row>
  struct HeldRow : Held {
    Row row{};
    std::string Encode() const override { return EncodeFields(row); }
  };
  // One address per row type: tells rows of two types under one key apart.
  template <class Row>
  static const void* TypeTag() {
    static const char tag = 0;
    return &tag;
  }
  // A key with its hash, which all tables that it is looked for in share.
  struct Sought {
    explicit Sought(absl::string_view sought)
        : key(sought), hash(absl::Hash<absl::string_view>()(sought)) {}
    absl::string_view key;
    size_t hash;
  };
  struct Entry {
    explicit Entry(const Sought& sought) : key(sought.key), hash(sought.hash) {}
    const std::string key;
    const size_t hash;  // A table that grows does not come back to the keys.
    std::string bytes;  // As the store gave it, until somebody asks for the struct.
    std::unique_ptr<Held> held;
    const void* type = nullptr;
    bool present = false;
    bool dirty = false;
    bool absent_below = false;  // The store is known to hold no such row.
    size_t cost = 0;
  };
  struct Blind {
    std::optional<std::string> value;
    bool maybe_below = false;  // The store may hold a row under this key.
  };
  struct HashOf {
    using is_transparent = void;
    size_t operator()(const Sought& sought) const { return sought.hash; }
    size_t operator()(const std::unique_ptr<Entry>& entry) const { return entry->hash; }
  };
  struct SameKey {
    using is_transparent = void;
    static absl::string_view Of(const Sought& sought) { return sought.key; }
    static absl::string_view Of(const std::unique_ptr<Entry>& entry) { return entry->key; }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return Of(a) == Of(b);
    }
  };
  using Entries = absl::flat_hash_set<std::unique_ptr<Entry>, HashOf, SameKey>;

  Entry& Lookup(absl::string_view key);  // Asks the store at the first time.
  Entry* Cached(const Sought& sought);
  Entry& FreshEntry(absl::string_view key, bool absent_below);
  Entry& AddEntry(std::unique_ptr<Entry> entry);
  std::optional<std::string> FromStore(absl::string_view key);
  void MarkDirty(Entry& entry);
  void MarkBroken();
  template <class Row>
  Row& RowOf(Entry& entry);

  const RowSource& source_;
  const size_t cache_bytes_;
  absl::Status status_;
  // Two generations in place of a list of last uses: what was not asked for while `young_` filled
  // up is dropped with `old_`.
  Entries young_, old_;
  size_t young_bytes_ = 0;
  std::vector<Entry*> dirty_;
  absl::flat_hash_map<std::string, Blind> blind_;
  AppendedRows appended_;
  size_t pending_bytes_ = 0;
};

template <class Row>
Row& ViewTxn::RowOf(Entry& entry) {
  if (entry.held == nullptr) {
    auto held = std::make_unique<HeldRow<Row>>();
    if (!wire::TakeStruct(entry.bytes, held->row)) MarkBroken();
    entry.bytes = std::string();
    entry.held = std::move(held);
    entry.type = TypeTag<Row>();
  }
  RUFAA_CHECK(entry.type == TypeTag<Row>());
  return static_cast<HeldRow<Row>&>(*entry.held).row;
}

template <class Row>
const Row* ViewTxn::Find(absl::string_view key) {
  Entry& entry = Lookup(key);
  return entry.present ? &RowOf<Row>(entry) : nullptr;
}

template <class Row>
Row* ViewTxn::Edit(absl::string_view key) {
  Entry& entry = Lookup(key);
  if (!entry.present) return nullptr;
  MarkDirty(entry);
  return &RowOf<Row>(entry);
}

template <class Row>
Row& ViewTxn::EditOrMake(absl::string_view key) {
  Entry& entry = Lookup(key);
  entry.present = true;
  MarkDirty(entry);
  return RowOf<Row>(entry);
}

template <class Row>
Row& ViewTxn::Make(absl::string_view key) {
  Entry& entry = FreshEntry(key, true);
  entry.held = nullptr;
  return RowOf<Row>(entry);
}

template <class Row>
Row& ViewTxn::Overwrite(absl::string_view key) {
  return RowOf<Row>(FreshEntry(key, false));
}

}  // namespace rufaa
