// How the county log uses RocksDB, and what RocksDB's answers mean to it.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/status.h"

namespace rufaa {

rocksdb::DBOptions LogDbOptions(rocksdb::Env* env, bool salvage);

// default, blocks, streams, requests: in this order.
std::vector<rocksdb::ColumnFamilyDescriptor> LogColumnFamilies();

absl::Status FromRocksDb(const rocksdb::Status& status);

// The answer to a synced write. STORE_FULL only when it is sure that nothing was made durable;
// every other failure is LOG_UNAVAILABLE, the outcome unknown.
absl::Status FromRocksDbWrite(const rocksdb::Status& status);

// DATA_LOSS: what ought to be in the store is not.
absl::Status MissingCommit(uint64_t position);

}  // namespace rufaa
