#include "projections/store/view_store.h"

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "eventlog/store_logger.h"
#include "eventlog/store_room.h"
#include "projections/store/rocks.h"
#include "rocksdb/write_batch.h"

namespace rufaa {

namespace {

// Above this a loose write goes in as a sorted file; below, the file would not be worth its sync.
constexpr size_t kIngestBytes = size_t{1} << 20;

std::string ServingKey(absl::string_view view) { return absl::StrCat("serving/", view); }

size_t BytesOf(const RowChanges& changes) {
  size_t bytes = 0;
  for (const RowChange& change : changes) {
    bytes += change.key.size() + (change.value ? change.value->size() : 0);
  }
  return bytes;
}

void Add(rocksdb::WriteBatch& batch, rocksdb::ColumnFamilyHandle* family, const RowChanges& changes,
         uint64_t position) {
  for (const RowChange& change : changes) {
    if (change.value) {
      batch.Put(family, ToSlice(change.key), ToSlice(*change.value));
    } else {
      batch.Delete(family, ToSlice(change.key));
    }
  }
  batch.Put(family, ToSlice(kPositionKey), ToSlice(EncodePosition(position)));
}

void RemoveUnfinishedFiles(const std::string& path) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path, ignored)) {
    if (absl::StartsWith(entry.path().filename().string(), "build-")) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

// Only a copy of what the log says is lost.
absl::Status Destroy(const ViewStoreOptions& options) {
  RUFAA_RETURN_IF_ERROR(
      FromRocks(rocksdb::DestroyDB(options.path, rocksdb::Options(DbOptionsFor(options), {}))));
  std::error_code error;
  std::filesystem::remove(DamageNote(options.path), error);
  return error ? absl::InternalError(absl::StrCat("views: ", error.message())) : absl::OkStatus();
}

// Opens the database with every table it has.
absl::Status OpenDb(const ViewStoreOptions& options, ViewStoreDb& db,
                    std::vector<rocksdb::ColumnFamilyHandle*>& handles) {
  rocksdb::DBOptions db_options = DbOptionsFor(options);
  db_options.info_log = MakeStoreLogger(options.path);
  std::vector<std::string> names;
  if (!rocksdb::DB::ListColumnFamilies(db_options, options.path, &names).ok()) {
    names = {rocksdb::kDefaultColumnFamilyName};  // A new one.
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.reserve(names.size());
  for (const std::string& name : names) families.emplace_back(name, db.table_options);
  rocksdb::DB* opened = nullptr;
  RUFAA_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(db_options, options.path, families, &handles, &opened)));
  db.db.reset(opened);
  return absl::OkStatus();
}

// What says which tables serve, read while it can still be made anew.
absl::Status ReadMeta(const ViewStoreDb& db) {
  const std::unique_ptr<rocksdb::Iterator> rows(
      db.db->NewIterator(rocksdb::ReadOptions(), db.meta));
  for (rows->SeekToFirst(); rows->Valid();) rows->Next();
  return FromRocks(rows->status());
}

}  // namespace

ViewStore::ViewStore(std::shared_ptr<ViewStoreDb> db) : db_(std::move(db)) {}
ViewStore::~ViewStore() = default;

bool ViewStore::recreated() const { return db_->recreated; }

bool ViewStore::damaged() const {
  std::error_code error;
  return std::filesystem::exists(DamageNote(db_->path), error);
}

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::Open(const ViewStoreOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.path, error);
  if (error) return absl::InternalError(absl::StrCat("views: ", error.message()));
  RemoveUnfinishedFiles(options.path);
  if (!std::filesystem::exists(DamageNote(options.path), error)) {
    absl::StatusOr<std::unique_ptr<ViewStore>> store = OpenAsItIs(options);
    if (store.ok() || !absl::IsDataLoss(store.status())) return store;
  }
  RUFAA_RETURN_IF_ERROR(Destroy(options));
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<ViewStore> anew, OpenAsItIs(options));
  anew->db_->recreated = true;
  return anew;
}

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::OpenAsItIs(const ViewStoreOptions& options) {
  auto db = std::make_shared<ViewStoreDb>();
  db->path = options.path;
  db->table_options = TableOptionsFor(options);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  RUFAA_RETURN_IF_ERROR(OpenDb(options, *db, handles));
  auto store = std::unique_ptr<ViewStore>(new ViewStore(db));
  absl::Status first_error;
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    if (handle->GetName() == rocksdb::kDefaultColumnFamilyName) {
      db->meta = handle;
    } else {
      first_error.Update(
          store->AddTable(std::make_unique<TableHandle>(db->db.get(), handle)).status());
    }
  }
  RUFAA_RETURN_IF_ERROR(first_error);
  RUFAA_RETURN_IF_ERROR(ReadMeta(*db));
  return store;
}

absl::StatusOr<std::shared_ptr<ViewTable>> ViewStore::AddTable(
    std::unique_ptr<TableHandle> handle) {
  std::string bytes;
  uint64_t position = 0;
  const rocksdb::Status status =
      db_->db->Get(rocksdb::ReadOptions(), handle->family, ToSlice(kPositionKey), &bytes);
  if (status.ok()) {
    RUFAA_ASSIGN_OR_RETURN(position, DecodePosition(bytes));
  } else if (!status.IsNotFound()) {
    return FromRocks(status);
  }
  const std::string name = handle->family->GetName();
  return tables_[name] =
             std::shared_ptr<ViewTable>(new ViewTable(name, db_, std::move(handle), position));
}

std::vector<std::string> ViewStore::TableNames() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  names.reserve(tables_.size());
  for (const auto& [name, table] : tables_) names.push_back(name);
  return names;
}

absl::StatusOr<std::shared_ptr<ViewTable>> ViewStore::OpenTable(const std::string& name) {
  std::lock_guard lock(mutex_);
  if (auto found = tables_.find(name); found != tables_.end()) return found->second;
  rocksdb::ColumnFamilyHandle* family = nullptr;
  RUFAA_RETURN_IF_ERROR(FromRocks(db_->db->CreateColumnFamily(db_->table_options, name, &family)));
  return AddTable(std::make_unique<TableHandle>(db_->db.get(), family));
}

absl::Status ViewStore::DropTable(const std::string& name) {
  std::lock_guard lock(mutex_);
  auto found = tables_.find(name);
  if (found == tables_.end()) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(FromRocks(db_->db->DropColumnFamily(found->second->handle_->family)));
  tables_.erase(found);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> ViewStore::ServingTable(absl::string_view view) const {
  std::string name;
  const rocksdb::Status status =
      db_->db->Get(rocksdb::ReadOptions(), db_->meta, ServingKey(view), &name);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocks(status);
  return name;
}

absl::Status ViewStore::SetServingTable(absl::string_view view, absl::string_view table) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocks(db_->db->Put(options, db_->meta, ServingKey(view), ToSlice(table)));
}

absl::Status ViewStore::Write(std::vector<TableWrite> writes, WriteMode mode) {
  // A large one goes in as a file of its own, which no batch holds together with others.
  RUFAA_CHECK(mode == WriteMode::kLogged || writes.size() == 1);
  RUFAA_RETURN_IF_ERROR(CheckRoom(*db_->db->GetEnv(), db_->path, kFollowerReserveBytes));
  rocksdb::WriteBatch batch;
  for (const TableWrite& write : writes) {
    rocksdb::ColumnFamilyHandle* family = write.table->handle_->family;
    if (mode == WriteMode::kLoose && BytesOf(*write.changes) > kIngestBytes) {
      RUFAA_RETURN_IF_ERROR(IngestSorted(*db_, family, *write.changes, write.position));
    } else {
      Add(batch, family, *write.changes, write.position);
    }
  }
  rocksdb::WriteOptions options;
  options.disableWAL = mode == WriteMode::kLoose;
  if (batch.Count() > 0) {
    RUFAA_RETURN_IF_ERROR(FromRocksOf(db_->path, db_->db->Write(options, &batch)));
  }
  for (TableWrite& write : writes) {
    write.table->position_.store(write.position, std::memory_order_release);
  }
  return absl::OkStatus();
}

absl::Status ViewStore::Persist(ViewTable& table) {
  return FromRocksOf(db_->path, db_->db->Flush(rocksdb::FlushOptions(), table.handle_->family));
}

absl::Status ViewStore::Resume() { return FromRocks(db_->db->Resume()); }

}  // namespace rufaa
