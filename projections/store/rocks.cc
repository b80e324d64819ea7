#include "projections/store/rocks.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/bytes.h"
#include "eventlog/codec/wire.h"
#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/sst_file_writer.h"
#include "rocksdb/table.h"
#include "rocksdb/write_buffer_manager.h"

namespace rufaa {

absl::Status FromRocks(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat("views: ", status.ToString());
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(text);
  if (status.IsCorruption()) return absl::DataLossError(text);
  if (status.IsNotFound()) return absl::NotFoundError(text);
  return absl::InternalError(text);
}

std::string DamageNote(const std::string& path) { return path + "/damaged"; }

absl::Status FromRocksOf(const std::string& path, const rocksdb::Status& status) {
  if (status.IsCorruption()) std::ofstream(DamageNote(path)).close();
  return FromRocks(status);
}

rocksdb::DBOptions DbOptionsFor(const ViewStoreOptions& options) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  db.create_if_missing = true;
  db.max_background_jobs = 2;
  db.db_write_buffer_size = options.write_buffer_bytes;
  // A WAL is kept until every table it has rows of was flushed; a table seldom written to must not
  // hold on to all of them.
  db.max_total_wal_size = 2 * options.write_buffer_bytes;
  return db;
}

rocksdb::ColumnFamilyOptions TableOptionsFor(const ViewStoreOptions& options) {
  rocksdb::BlockBasedTableOptions blocks;
  // Few shards: a filter must fit into one of them beside others.
  blocks.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes, /*num_shard_bits=*/2);
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  blocks.block_size = 16 << 10;  // Rows compress two to one better than at 4 KiB, read as fast.
  blocks.cache_index_and_filter_blocks = true;  // Or memory would grow with the data.
  blocks.pin_l0_filter_and_index_blocks_in_cache = true;
  // In parts, so that a look-up loads some KiB of them and not a table's whole.
  blocks.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  blocks.partition_filters = true;
  blocks.format_version = 5;

  rocksdb::ColumnFamilyOptions table;
  table.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  table.compression = rocksdb::kLZ4Compression;
  table.write_buffer_size = options.write_buffer_bytes / 4;
  table.target_file_size_base = size_t{16} << 20;
  table.level_compaction_dynamic_level_bytes = true;
  // Building makes files of some MiB quickly; merging them rarely costs less than reading more of
  // them.
  table.level0_file_num_compaction_trigger = 8;
  table.level0_slowdown_writes_trigger = 40;
  table.level0_stop_writes_trigger = 60;
  return table;
}

std::string EncodePosition(uint64_t position) {
  std::string bytes;
  PutVarint(bytes, position);
  return bytes;
}

absl::StatusOr<uint64_t> DecodePosition(absl::string_view bytes) {
  uint64_t position = 0;
  if (!wire::TakeVarint(bytes, position) || !bytes.empty()) {
    return absl::DataLossError("views: a table's position is malformed");
  }
  return position;
}

ViewStoreDb::~ViewStoreDb() {
  if (db == nullptr) return;
  if (meta != nullptr) db->DestroyColumnFamilyHandle(meta);
  db->Close();
}

namespace {

// Rows lie in memory as they were made, a file has them by key: without this the processor waits
// for nearly each of them.
constexpr size_t kAhead = 8;

void Prefetch(const RowChange& change) {
  __builtin_prefetch(change.key.data());
  if (!change.value) return;
  for (size_t at = 0; at < change.value->size(); at += 64) {
    __builtin_prefetch(change.value->data() + at);
  }
}

}  // namespace

absl::Status IngestSorted(ViewStoreDb& db, rocksdb::ColumnFamilyHandle* family,
                          const RowChanges& changes, uint64_t position) {
  const std::string file = absl::StrCat(db.path, "/build-", db.next_file++, ".sst");
  rocksdb::Options options(rocksdb::DBOptions(), db.table_options);
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options, family);
  rocksdb::Status status = writer.Open(file);
  if (status.ok()) status = writer.Put(ToSlice(kPositionKey), ToSlice(EncodePosition(position)));
  for (size_t i = 0; status.ok() && i < changes.size(); ++i) {
    const RowChange& change = changes[i];
    if (i + kAhead < changes.size()) Prefetch(changes[i + kAhead]);
    status = change.value ? writer.Put(ToSlice(change.key), ToSlice(*change.value))
                          : writer.Delete(ToSlice(change.key));
  }
  if (status.ok()) status = writer.Finish();
  if (status.ok()) {
    rocksdb::IngestExternalFileOptions ingest;
    ingest.move_files = true;
    status = db.db->IngestExternalFile(family, {file}, ingest);
  }
  std::error_code ignored;  // Moved away when all went well.
  std::filesystem::remove(file, ignored);
  return FromRocksOf(db.path, status);
}

}  // namespace rufaa
