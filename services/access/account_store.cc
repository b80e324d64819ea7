#include "services/access/account_store.h"

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "eventlog/store_lock.h"
#include "eventlog/store_logger.h"
#include "eventlog/store_room.h"
#include "eventlog/store_writes.h"

namespace rufaa::access {
namespace {

constexpr absl::string_view kAccountPrefix = "account/";
constexpr absl::string_view kCodePrefix = "one-time-code/";
constexpr absl::string_view kSessionPrefix = "session/";
// The store is small: a few hundred accounts.
constexpr size_t kWriteBufferBytes = size_t{1} << 20;
constexpr size_t kWalBytes = size_t{4} << 20;

absl::Status FromRocks(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsNoSpace()) return Refuse(Reason::STORE_FULL);
  if (status.IsCorruption()) return Refuse(Reason::STORE_DAMAGED, "The account store is damaged.");
  return absl::InternalError(absl::StrCat("account store: ", status.ToString()));
}

template <class T>
absl::Status Decode(absl::string_view bytes, T& value) {
  return wire::TakeStruct(bytes, value) ? absl::OkStatus() : Refuse(Reason::STORE_DAMAGED);
}

void DeleteFrom(rocksdb::WriteBatch& batch, const std::vector<std::string>& token_hashes) {
  for (const std::string& hash : token_hashes) batch.Delete(absl::StrCat(kSessionPrefix, hash));
}

absl::string_view ViewOf(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }
rocksdb::Slice SliceOf(absl::string_view view) { return {view.data(), view.size()}; }

}  // namespace

absl::StatusOr<std::unique_ptr<AccountStore>> AccountStore::Open(const std::string& path,
                                                                 rocksdb::Env* env) {
  rocksdb::Options options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = true;
  options.write_buffer_size = kWriteBufferBytes;
  options.max_total_wal_size = kWalBytes;
  // RocksDB would go on with what is before the damage, and forget accounts and passwords that were
  // set since (docs/decisions/0005-what-the-wal-is-trusted-for.md).
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.info_log = MakeStoreLogger(path);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(options, path, &db);
  RUFAA_RETURN_IF_ERROR(CheckLock(opened));
  RUFAA_RETURN_IF_ERROR(FromRocks(opened));
  return std::unique_ptr<AccountStore>(new AccountStore(std::unique_ptr<rocksdb::DB>(db)));
}

AccountStore::AccountStore(std::unique_ptr<rocksdb::DB> db)
    : db_(std::move(db)), writes_(std::make_unique<StoreWrites>(*db_)) {}
AccountStore::~AccountStore() = default;

absl::Status AccountStore::Put(const std::string& key, const std::string& value, bool durable) {
  RUFAA_RETURN_IF_ERROR(CheckRoom(*db_->GetEnv(), db_->GetName()));
  rocksdb::WriteBatch batch;
  batch.Put(key, value);
  return FromRocks(writes_->Write(batch, durable));
}

absl::Status AccountStore::Write(rocksdb::WriteBatch& batch) {
  return FromRocks(writes_->Write(batch, /*sync=*/true));
}

absl::Status AccountStore::Health() const { return FromRocks(writes_->Health()); }

template <class T>
absl::StatusOr<std::optional<T>> AccountStore::Find(const std::string& key) const {
  std::string bytes;
  const rocksdb::Status read = db_->Get({}, key, &bytes);
  if (read.IsNotFound()) return std::nullopt;
  RUFAA_RETURN_IF_ERROR(FromRocks(read));
  T value;
  RUFAA_RETURN_IF_ERROR(Decode(bytes, value));
  return value;
}

absl::StatusOr<std::optional<Account>> AccountStore::FindAccount(
    absl::string_view login_name) const {
  return Find<Account>(absl::StrCat(kAccountPrefix, login_name));
}

absl::StatusOr<std::optional<OneTimeCode>> AccountStore::FindOneTimeCode(
    absl::string_view login_name) const {
  return Find<OneTimeCode>(absl::StrCat(kCodePrefix, login_name));
}

absl::Status AccountStore::PutOneTimeCode(absl::string_view login_name, const OneTimeCode& code) {
  return Put(absl::StrCat(kCodePrefix, login_name), EncodeFields(code), true);
}

absl::Status AccountStore::DeleteOneTimeCode(absl::string_view login_name) {
  rocksdb::WriteBatch batch;
  batch.Delete(absl::StrCat(kCodePrefix, login_name));
  return Write(batch);
}

absl::Status AccountStore::PutAccount(const Account& account,
                                      const std::vector<std::string>& ended_sessions) {
  RUFAA_RETURN_IF_ERROR(CheckRoom(*db_->GetEnv(), db_->GetName()));
  rocksdb::WriteBatch batch;
  batch.Put(absl::StrCat(kAccountPrefix, account.login_name), EncodeFields(account));
  DeleteFrom(batch, ended_sessions);
  return Write(batch);
}

absl::StatusOr<std::vector<Account>> AccountStore::ListAccounts(absl::string_view after,
                                                                size_t limit) const {
  std::vector<Account> accounts;
  const std::string from = absl::StrCat(kAccountPrefix, after);
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
  for (at->Seek(from); at->Valid() && accounts.size() < limit; at->Next()) {
    const absl::string_view key = ViewOf(at->key());
    if (!absl::StartsWith(key, kAccountPrefix)) break;
    if (!after.empty() && key == from) continue;
    RUFAA_RETURN_IF_ERROR(Decode(ViewOf(at->value()), accounts.emplace_back()));
  }
  RUFAA_RETURN_IF_ERROR(FromRocks(at->status()));
  return accounts;
}

absl::StatusOr<std::vector<AccountStore::StoredSession>> AccountStore::AllSessions() const {
  std::vector<StoredSession> sessions;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
  for (at->Seek(SliceOf(kSessionPrefix)); at->Valid(); at->Next()) {
    absl::string_view key = ViewOf(at->key());
    if (!absl::ConsumePrefix(&key, kSessionPrefix)) break;
    StoredSession& stored = sessions.emplace_back();
    stored.token_hash = std::string(key);
    RUFAA_RETURN_IF_ERROR(Decode(ViewOf(at->value()), stored.session));
  }
  RUFAA_RETURN_IF_ERROR(FromRocks(at->status()));
  return sessions;
}

absl::Status AccountStore::PutSession(absl::string_view token_hash, const Session& session,
                                      bool durable) {
  return Put(absl::StrCat(kSessionPrefix, token_hash), EncodeFields(session), durable);
}

absl::Status AccountStore::DeleteSessions(const std::vector<std::string>& token_hashes) {
  rocksdb::WriteBatch batch;
  DeleteFrom(batch, token_hashes);
  return Write(batch);
}

absl::Status AccountStore::Checkpoint(const std::string& path) {
  rocksdb::Checkpoint* checkpoint = nullptr;
  RUFAA_RETURN_IF_ERROR(FromRocks(rocksdb::Checkpoint::Create(db_.get(), &checkpoint)));
  const std::unique_ptr<rocksdb::Checkpoint> owned(checkpoint);
  return FromRocks(owned->CreateCheckpoint(path));
}

}  // namespace rufaa::access
