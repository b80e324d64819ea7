// The RocksDB behind ViewStore; private to projections/store.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "projections/store/view_store.h"
#include "rocksdb/db.h"

namespace rufaa {

absl::Status FromRocks(const rocksdb::Status& status);

// Of what was done with the rows in folder `path`: bytes that are not what was written are noted
// there, and the next opening makes the store anew.
absl::Status FromRocksOf(const std::string& path, const rocksdb::Status& status);
std::string DamageNote(const std::string& path);

inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

rocksdb::DBOptions DbOptionsFor(const ViewStoreOptions& options);
rocksdb::ColumnFamilyOptions TableOptionsFor(const ViewStoreOptions& options);

// Where a table keeps its position; before every row, since rows never begin with a zero byte.
inline constexpr absl::string_view kPositionKey("\0", 1);
std::string EncodePosition(uint64_t position);
absl::StatusOr<uint64_t> DecodePosition(absl::string_view bytes);

// Tables and snapshots share it, so that the last of them closes the database.
struct ViewStoreDb {
  ~ViewStoreDb();

  std::string path;
  rocksdb::ColumnFamilyOptions table_options;
  std::unique_ptr<rocksdb::DB> db;
  rocksdb::ColumnFamilyHandle* meta = nullptr;
  bool recreated = false;
  std::atomic<uint64_t> next_file{0};
};

struct TableHandle {
  TableHandle(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family) : db(db), family(family) {}
  ~TableHandle() { db->DestroyColumnFamilyHandle(family); }

  rocksdb::DB* const db;
  rocksdb::ColumnFamilyHandle* const family;
};

// Writes `changes`, which stand in the order of their keys, and the position as one file and adds
// it to the table: half the work of going through the memtable, which a build from zero would soon
// flush anyway.
absl::Status IngestSorted(ViewStoreDb& db, rocksdb::ColumnFamilyHandle* family,
                          const RowChanges& changes, uint64_t position);

}  // namespace rufaa
