// Rows of views in RocksDB: one column family ("table") per build of a view, named
// `<view>.v<version>` with a suffix when that is taken. A table holds its own log position, so it
// is a consistent fold of a prefix of the log whatever was lost of the unsynced tail.
//
// Everything here can be thrown away: the log is the truth. Thread-safe; a table's writes come
// from one thread at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "projections/core/rows.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace rufaa {

class ViewTable;
struct TableHandle;
struct ViewStoreDb;

struct ViewStoreOptions {
  std::string path;  // Made if absent.
  size_t block_cache_bytes = size_t{32} << 20;
  size_t write_buffer_bytes = size_t{32} << 20;  // Of all tables together.
  rocksdb::Env* env = nullptr;                   // Must outlive it; nullptr: the machine's.
};

// How sure a write is. kLogged survives kill -9, and after a power cut all tables written together
// fall back to one earlier position. kLoose is for building: faster, and after any crash each table
// falls back to a position of its own.
enum class WriteMode { kLogged, kLoose };

struct TableWrite {
  ViewTable* table;
  std::shared_ptr<const RowChanges> changes;  // In the order of their keys.
  uint64_t position;  // What the table is a fold of once the changes are in.
};

class ViewStore {
 public:
  // A store that is damaged, or was found to be since it was opened, is thrown away and made anew:
  // `recreated()` says so.
  static absl::StatusOr<std::unique_ptr<ViewStore>> Open(const ViewStoreOptions& options);
  ~ViewStore();

  bool recreated() const;
  // Whether bytes were read that are not what was written: opening it anew mends that.
  bool damaged() const;

  std::vector<std::string> TableNames() const;
  // Opens table `name`, making it if absent.
  absl::StatusOr<std::shared_ptr<ViewTable>> OpenTable(const std::string& name);
  // Snapshots already taken go on reading it.
  absl::Status DropTable(const std::string& name);

  // The table that serves `view`, durably; nullopt when none was set.
  absl::StatusOr<std::optional<std::string>> ServingTable(absl::string_view view) const;
  absl::Status SetServingTable(absl::string_view view, absl::string_view table);

  // All or nothing; kLoose takes one table at a time.
  absl::Status Write(std::vector<TableWrite> writes, WriteMode mode);
  // Makes every row of `table` so far durable: needed once between kLoose and kLogged.
  absl::Status Persist(ViewTable& table);
  // After a failed write: makes the store writable again if the cause is gone.
  absl::Status Resume();

 private:
  explicit ViewStore(std::shared_ptr<ViewStoreDb> db);
  static absl::StatusOr<std::unique_ptr<ViewStore>> OpenAsItIs(const ViewStoreOptions& options);
  absl::StatusOr<std::shared_ptr<ViewTable>> AddTable(std::unique_ptr<TableHandle> handle);

  const std::shared_ptr<ViewStoreDb> db_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<ViewTable>> tables_;
};

// Reads the newest rows; Snapshot() reads one moment.
class ViewTable : public RowSource {
 public:
  ~ViewTable() override;
  const std::string& name() const { return name_; }
  uint64_t position() const { return position_.load(std::memory_order_acquire); }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override;
  absl::Status Scan(absl::string_view from, absl::string_view until, ShowRow show) const override;
  static absl::StatusOr<std::unique_ptr<ViewSnapshot>> Snapshot(std::shared_ptr<ViewTable> table);

 private:
  friend class ViewStore;
  class TableSnapshot;
  ViewTable(std::string name, std::shared_ptr<ViewStoreDb> db, std::unique_ptr<TableHandle> handle,
            uint64_t position);

  const std::string name_;
  const std::shared_ptr<ViewStoreDb> db_;
  const std::unique_ptr<TableHandle> handle_;
  std::atomic<uint64_t> position_;
};

}  // namespace rufaa
