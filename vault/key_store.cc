#include "vault/key_store.h"

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/store_lock.h"
#include "eventlog/store_logger.h"
#include "eventlog/store_look.h"
#include "eventlog/store_room.h"
#include "eventlog/store_writes.h"

namespace rufaa {
namespace {

constexpr absl::string_view kFormat = "1";

rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }

absl::Status FromRocks(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsNoSpace()) return Refuse(Reason::STORE_FULL);
  if (status.IsCorruption()) return Refuse(Reason::STORE_DAMAGED, "The key store is damaged.");
  return absl::InternalError("key store: " + status.ToString());
}

rocksdb::Options StoreOptions(const std::string& path, rocksdb::Env* env) {
  rocksdb::Options options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = true;
  // Small rows, few of them (six keys per child): the defaults would reserve memory for nothing.
  options.write_buffer_size = 4 << 20;
  options.max_open_files = 64;
  // RocksDB would go on with what is before the damage, and forget keys that were acknowledged, or
  // whose store it is (docs/decisions/0005-what-the-wal-is-trusted-for.md).
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.info_log = MakeStoreLogger(path);
  return options;
}

}  // namespace

KeyStore::KeyStore(std::unique_ptr<rocksdb::DB> db)
    : db_(std::move(db)), writes_(std::make_unique<StoreWrites>(*db_)) {}

KeyStore::~KeyStore() = default;

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Open(const std::string& path,
                                                         absl::string_view county,
                                                         absl::string_view key_fingerprint,
                                                         rocksdb::Env* env) {
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(StoreOptions(path, env), path, &db);
  RUFAA_RETURN_IF_ERROR(CheckLock(opened));
  RUFAA_RETURN_IF_ERROR(FromRocks(opened));
  std::unique_ptr<KeyStore> store(new KeyStore(std::unique_ptr<rocksdb::DB>(db)));
  RUFAA_ASSIGN_OR_RETURN(const auto format, store->Get("meta/format"));
  RUFAA_RETURN_IF_ERROR(format ? store->CheckOwner(*format, county, key_fingerprint)
                               : store->Put({{"meta/format", std::string(kFormat)},
                                             {"meta/county", std::string(county)},
                                             {"meta/key", std::string(key_fingerprint)}}));
  return store;
}

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::OpenReadOnly(
    const std::string& path, absl::string_view county, absl::string_view key_fingerprint) {
  rocksdb::Options options = StoreOptions(path, nullptr);
  options.info_log = NoStoreLogger();
  options.max_open_files = -1;  // All at once: whoever writes may delete those that are not open.
  std::unique_ptr<rocksdb::DB> opened;
  absl::Status looked;
  RUFAA_RETURN_IF_ERROR(LookAtOneMoment(*options.env, path, [&] {
    rocksdb::DB* db = nullptr;
    looked = FromRocks(rocksdb::DB::OpenForReadOnly(options, path, &db));
    opened.reset(db);
  }));
  RUFAA_RETURN_IF_ERROR(looked);
  std::unique_ptr<KeyStore> store(new KeyStore(std::move(opened)));
  RUFAA_ASSIGN_OR_RETURN(const auto format, store->Get("meta/format"));
  if (!format) return Refuse(Reason::STORE_MISSING, {}, {{"folder", path}});
  RUFAA_RETURN_IF_ERROR(store->CheckOwner(*format, county, key_fingerprint));
  return store;
}

absl::Status KeyStore::CheckOwner(absl::string_view format, absl::string_view county,
                                  absl::string_view key_fingerprint) {
  if (format != kFormat) return Refuse(Reason::STORE_NEWER);
  RUFAA_ASSIGN_OR_RETURN(const auto own_county, Get("meta/county"));
  if (own_county != std::string(county)) return Refuse(Reason::STORE_OF_ANOTHER_COUNTY);
  RUFAA_ASSIGN_OR_RETURN(const auto own_key, Get("meta/key"));
  if (own_key != std::string(key_fingerprint)) return Refuse(Reason::WRONG_COUNTY_KEY);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> KeyStore::Get(absl::string_view row) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), ToSlice(row), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  RUFAA_RETURN_IF_ERROR(FromRocks(status));
  return std::optional<std::string>(std::move(value));
}

absl::Status KeyStore::Put(const Rows& rows) {
  RUFAA_RETURN_IF_ERROR(CheckRoom(*db_->GetEnv(), db_->GetName()));
  rocksdb::WriteBatch batch;
  for (const auto& [row, value] : rows) RUFAA_RETURN_IF_ERROR(FromRocks(batch.Put(row, value)));
  return FromRocks(writes_->Write(batch, /*sync=*/true));
}

absl::StatusOr<KeyStore::Rows> KeyStore::Scan(absl::string_view prefix) const {
  Rows rows;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(rocksdb::ReadOptions()));
  for (at->Seek(ToSlice(prefix)); at->Valid() && at->key().starts_with(ToSlice(prefix));
       at->Next()) {
    rows.emplace_back(at->key().ToString(), at->value().ToString());
  }
  RUFAA_RETURN_IF_ERROR(FromRocks(at->status()));
  return rows;
}

absl::Status KeyStore::Destroy(const std::vector<std::string>& rows) {
  RUFAA_RETURN_IF_ERROR(CheckRoom(*db_->GetEnv(), db_->GetName()));
  rocksdb::WriteBatch batch;
  for (const std::string& row : rows) RUFAA_RETURN_IF_ERROR(FromRocks(batch.Delete(row)));
  RUFAA_RETURN_IF_ERROR(FromRocks(writes_->Write(batch, /*sync=*/true)));
  // Writes out the memory table too, and with it retires the log that held the rows.
  rocksdb::CompactRangeOptions rewrite;
  rewrite.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  return FromRocks(writes_->Noted(db_->CompactRange(rewrite, nullptr, nullptr)));
}

absl::Status KeyStore::Health() const { return FromRocks(writes_->Health()); }

absl::Status KeyStore::Checkpoint(const std::string& path) const {
  rocksdb::Checkpoint* made = nullptr;
  RUFAA_RETURN_IF_ERROR(FromRocks(rocksdb::Checkpoint::Create(db_.get(), &made)));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  return FromRocks(checkpoint->CreateCheckpoint(path));
}

}  // namespace rufaa
