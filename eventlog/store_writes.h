// How the small stores beside the log (keys, accounts) write, and what a write that failed leaves
// behind. After a want of room RocksDB goes on by itself, within some five seconds of there being
// room. After any other failure it takes no write until the store is opened anew.
//
// Thread-safe.
#pragma once

#include <mutex>

#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

namespace rufaa {

// Asked by these and by the log before each write, so that one which fails can be resumed from. The
// default family of `db` must have no empty key.
rocksdb::Status KeepResumable(rocksdb::DB& db);

class StoreWrites {
 public:
  // `db` must outlive this.
  explicit StoreWrites(rocksdb::DB& db) : db_(db) {}

  // All or nothing; durable when it returns OK, if `sync`.
  rocksdb::Status Write(rocksdb::WriteBatch& batch, bool sync);

  // The same status, of something else that wrote: kept if it is a failure for good.
  rocksdb::Status Noted(rocksdb::Status status);

  // OK, or the first failure that nothing but opening the store anew mends.
  rocksdb::Status Health() const;

 private:
  rocksdb::DB& db_;
  mutable std::mutex mutex_;
  rocksdb::Status failure_;
};

}  // namespace rufaa
