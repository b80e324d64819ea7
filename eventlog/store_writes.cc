#include "eventlog/store_writes.h"

namespace rufaa {

// RocksDB ends the process that appends to a write-ahead log which an append has failed on. To go
// on it begins another, but only if there is something in memory to be written out. So there always
// is: something that means nothing, and that no write-ahead log holds, so that nothing of it is
// left when the store is opened again.
rocksdb::Status KeepResumable(rocksdb::DB& db) {
  uint64_t in_memory = 0;
  if (db.GetIntProperty(rocksdb::DB::Properties::kNumEntriesActiveMemTable, &in_memory) &&
      in_memory > 0) {
    return rocksdb::Status::OK();
  }
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return db.Delete(options, rocksdb::Slice());
}

rocksdb::Status StoreWrites::Write(rocksdb::WriteBatch& batch, bool sync) {
  if (rocksdb::Status kept = Noted(KeepResumable(db_)); !kept.ok()) return kept;
  rocksdb::WriteOptions options;
  options.sync = sync;
  return Noted(db_.Write(options, &batch));
}

rocksdb::Status StoreWrites::Noted(rocksdb::Status status) {
  if (status.ok() || status.IsNoSpace()) return status;
  const std::lock_guard lock(mutex_);
  if (failure_.ok()) failure_ = status;
  return status;
}

rocksdb::Status StoreWrites::Health() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace rufaa
