#include "domain/base/status_macros.h"
#include "projections/store/rocks.h"
#include "projections/store/view_store.h"

namespace rufaa {

ViewTable::ViewTable(std::string name, std::shared_ptr<ViewStoreDb> db,
                     std::unique_ptr<TableHandle> handle, uint64_t position)
    : name_(std::move(name)), db_(std::move(db)), handle_(std::move(handle)), position_(position) {}

ViewTable::~ViewTable() = default;

namespace {

absl::StatusOr<std::optional<std::string>> GetRow(const TableHandle& handle,
                                                  const rocksdb::ReadOptions& options,
                                                  absl::string_view key) {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = handle.db->Get(options, handle.family, ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksOf(handle.db->GetName(), status);
  return value.ToString();
}

absl::Status ScanRows(const TableHandle& handle, rocksdb::ReadOptions options,
                      absl::string_view from, absl::string_view until, RowSource::ShowRow show) {
  const rocksdb::Slice upper = ToSlice(until);
  if (!until.empty()) options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> rows(handle.db->NewIterator(options, handle.family));
  constexpr absl::string_view kFirstRow("\x01", 1);
  for (rows->Seek(ToSlice(std::max(from, kFirstRow))); rows->Valid(); rows->Next()) {
    if (!show(ToView(rows->key()), ToView(rows->value()))) return absl::OkStatus();
  }
  return FromRocksOf(handle.db->GetName(), rows->status());
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ViewTable::Get(absl::string_view key) const {
  return GetRow(*handle_, rocksdb::ReadOptions(), key);
}

absl::Status ViewTable::Scan(absl::string_view from, absl::string_view until, ShowRow show) const {
  return ScanRows(*handle_, rocksdb::ReadOptions(), from, until, show);
}

class ViewTable::TableSnapshot : public ViewSnapshot {
 public:
  explicit TableSnapshot(std::shared_ptr<ViewTable> table)
      : table_(std::move(table)), snapshot_(handle().db->GetSnapshot()) {
    options_.snapshot = snapshot_;
  }
  ~TableSnapshot() override { handle().db->ReleaseSnapshot(snapshot_); }

  // The position is a row of the table, so the snapshot holds the one that belongs to its rows.
  absl::Status ReadPosition() {
    RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           GetRow(handle(), options_, kPositionKey));
    if (!bytes) return absl::OkStatus();
    RUFAA_ASSIGN_OR_RETURN(position_, DecodePosition(*bytes));
    return absl::OkStatus();
  }

  uint64_t position() const override { return position_; }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return GetRow(handle(), options_, key);
  }

  absl::Status Scan(absl::string_view from, absl::string_view until, ShowRow show) const override {
    return ScanRows(handle(), options_, from, until, show);
  }

 private:
  const TableHandle& handle() const { return *table_->handle_; }

  const std::shared_ptr<ViewTable> table_;
  const rocksdb::Snapshot* const snapshot_;
  rocksdb::ReadOptions options_;
  uint64_t position_ = 0;
};

absl::StatusOr<std::unique_ptr<ViewSnapshot>> ViewTable::Snapshot(
    std::shared_ptr<ViewTable> table) {
  auto snapshot = std::make_unique<TableSnapshot>(std::move(table));
  RUFAA_RETURN_IF_ERROR(snapshot->ReadPosition());
  return std::unique_ptr<ViewSnapshot>(std::move(snapshot));
}

}  // namespace rufaa
