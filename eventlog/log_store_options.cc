#include "eventlog/log_store_options.h"

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"

namespace rufaa {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

// The keys of one stream: all but the version at their end. Lets filters say "no such stream".
class StreamOfKey : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "rufaa.StreamOfKey"; }
  bool InDomain(const rocksdb::Slice& key) const override { return key.size() > 8; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return rocksdb::Slice(key.data(), key.size() - 8);
  }
};

// RocksDB would look for room by itself every five seconds, and let nobody else resume it. The log
// looks when it is written to, and resumes as soon as there is room.
class ResumeByHand : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status error,
                            bool* by_itself) override {
    if (error.IsNoSpace()) *by_itself = false;
  }
};

rocksdb::ColumnFamilyOptions Family(const std::shared_ptr<rocksdb::Cache>& cache,
                                    size_t write_buffer, size_t block_size) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = write_buffer;
  // One more than the default, so that a burst does not wait for the flush before.
  options.max_write_buffer_number = 3;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_size;
  table.format_version = 5;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace

rocksdb::DBOptions LogDbOptions(rocksdb::Env* env, bool salvage) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.wal_recovery_mode = salvage ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                                      : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  // What opening after a crash has to replay; about a second's worth.
  options.max_total_wal_size = 96 * kMiB;
  options.avoid_flush_during_recovery = !salvage;
  options.max_background_jobs = 2;
  options.listeners = {std::make_shared<ResumeByHand>()};
  options.avoid_flush_during_shutdown = true;  // LogStore sees to it.
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> LogColumnFamilies() {
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(32 * kMiB);
  const rocksdb::ColumnFamilyOptions tree = Family(cache, 4 * kMiB, 4096);
  // Blocks arrive in key order: files never overlap, compaction only renames them.
  const rocksdb::ColumnFamilyOptions blocks = Family(cache, 32 * kMiB, 16384);

  rocksdb::ColumnFamilyOptions streams = Family(cache, 16 * kMiB, 4096);
  streams.prefix_extractor = std::make_shared<StreamOfKey>();
  streams.memtable_prefix_bloom_size_ratio = 0.05;
  // A stream's next event goes right behind its last: RocksDB remembers where that was.
  streams.memtable_insert_with_hint_prefix_extractor = streams.prefix_extractor;

  // Nearly every look-up is of a request never seen: the filters must answer it.
  rocksdb::ColumnFamilyOptions requests = Family(cache, 16 * kMiB, 4096);
  requests.memtable_prefix_bloom_size_ratio = 0.1;
  requests.memtable_whole_key_filtering = true;
  return {{rocksdb::kDefaultColumnFamilyName, tree},
          {"blocks", blocks},
          {"streams", streams},
          {"requests", requests}};
}

absl::Status FromRocksDb(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return Refuse(Reason::STORE_DAMAGED, status.ToString());
  if (status.IsNoSpace()) return Refuse(Reason::STORE_FULL);
  return absl::InternalError(status.ToString());
}

absl::Status FromRocksDbWrite(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  // A write that finds no room while appending leaves a torn record, which recovery drops. One
  // that finds none while syncing may have left a whole one: then nobody can tell. RocksDB tells
  // the two apart only in words, so anything that does not name the append counts as unknown.
  const bool while_appending = absl::StrContains(status.ToString(), "While appending to file");
  if (status.IsNoSpace() && while_appending) return Refuse(Reason::STORE_FULL);
  return Refuse(Reason::LOG_UNAVAILABLE,
                "A write to the log's store failed; the log has stopped until it is restarted.");
}

absl::Status MissingCommit(uint64_t position) {
  return Refuse(Reason::STORE_DAMAGED, absl::StrCat("Commit ", position, " is missing."));
}

}  // namespace rufaa
