// What RocksDB tells of itself, for a technician: the file LOG in a store's folder, that of the
// opening before in LOG.old. It stands in for RocksDB's own logger, which must never fail: where
// the library was built with its assertions, the line after one that found no room on the disk ends
// the process. Here such a line is lost, and that is all.
#pragma once

#include <memory>
#include <string>

#include "rocksdb/env.h"

namespace rufaa {

// Of warnings and worse, up to some MiB for each opening. Makes `folder` if absent.
std::shared_ptr<rocksdb::Logger> MakeStoreLogger(const std::string& folder);

// For who only reads a folder that may be another's.
std::shared_ptr<rocksdb::Logger> NoStoreLogger();

}  // namespace rufaa
