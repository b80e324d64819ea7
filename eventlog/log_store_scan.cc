// The parts of LogStore that walk: single records, whole indexes, copies.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/bytes.h"
#include "eventlog/log_store.h"
#include "eventlog/log_store_keys.h"
#include "eventlog/log_store_options.h"
#include "eventlog/record.h"
#include "rocksdb/utilities/checkpoint.h"

namespace rufaa {
namespace {

absl::StatusOr<uint64_t> CountKeys(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> at(db.NewIterator(options, family));
  uint64_t count = 0;
  for (at->SeekToFirst(); at->Valid(); at->Next()) ++count;
  RUFAA_RETURN_IF_ERROR(FromRocksDb(at->status()));
  return count;
}

}  // namespace

LogStore::RecordCursor::RecordCursor(const LogStore& store)
    : blocks_(store.db_->NewIterator(rocksdb::ReadOptions(), store.blocks_)) {}

absl::StatusOr<absl::string_view> LogStore::RecordCursor::At(uint64_t position) {
  if (position < next_ || position > last_) {
    blocks_->Seek(PositionKey(position));
    RUFAA_RETURN_IF_ERROR(FromRocksDb(blocks_->status()));
    if (!blocks_->Valid()) return MissingCommit(position);
    last_ = GetBigEndian64({blocks_->key().data(), blocks_->key().size()});
    rest_ = {blocks_->value().data(), blocks_->value().size()};
    next_ = 0;
  }
  ChunkReader reader(rest_);
  while (reader.Skip()) {
    RUFAA_ASSIGN_OR_RETURN(const uint64_t at, PositionOf(reader.record()));
    if (at < position) continue;
    if (at > position) return MissingCommit(position);
    if (!reader.Check()) return reader.status();
    rest_ = reader.rest();
    next_ = at + 1;
    return reader.record();
  }
  RUFAA_RETURN_IF_ERROR(reader.status());
  return MissingCommit(position);
}

// What was not yet durable stood in write-ahead logs, whose size is bounded (log_store_options.cc).
// A batch is recovered whole or not at all, so a commit that is there has its index entries too.
absl::Status LogStore::CheckEnd() const {
  constexpr uint64_t kCommitsInWals = 300'000;
  RUFAA_ASSIGN_OR_RETURN(const LogTip tip, ReadTip());
  uint64_t next = 0;
  return ReadBlocks(tip.position - std::min(tip.position, kCommitsInWals), tip.position,
                    [&](absl::string_view chunk, uint64_t last) -> absl::StatusOr<bool> {
                      ChunkReader block(chunk);
                      if (!block.Skip()) return MissingCommit(last);
                      RUFAA_ASSIGN_OR_RETURN(const uint64_t first, PositionOf(block.record()));
                      if (next != 0 && first != next) return MissingCommit(next);
                      next = last + 1;
                      return true;
                    });
}

absl::StatusOr<uint64_t> LogStore::CountEvents() const { return CountKeys(*db_, streams_); }
absl::StatusOr<uint64_t> LogStore::CountRequests() const { return CountKeys(*db_, requests_); }

absl::Status LogStore::Checkpoint(const std::string& path) const {
  rocksdb::Checkpoint* made = nullptr;
  RUFAA_RETURN_IF_ERROR(FromRocksDb(rocksdb::Checkpoint::Create(db_.get(), &made)));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  return FromRocksDb(checkpoint->CreateCheckpoint(path));
}

uint64_t LogStore::SumOf(const std::string& property) const {
  uint64_t sum = 0;
  db_->GetAggregatedIntProperty(property, &sum);
  return sum;
}

uint64_t LogStore::DiskBytes() const {
  rocksdb::VectorLogPtr logs;
  uint64_t bytes = SumOf(rocksdb::DB::Properties::kTotalSstFilesSize);
  if (db_->GetSortedWalFiles(logs).ok()) {
    for (const auto& log : logs) bytes += log->SizeFileBytes();
  }
  return bytes;
}

uint64_t LogStore::MemoryBytes() const {
  // The block cache is shared by all families, so it is not summed over them.
  uint64_t cache = 0;
  db_->GetIntProperty(tree_, rocksdb::DB::Properties::kBlockCacheUsage, &cache);
  return cache + SumOf(rocksdb::DB::Properties::kSizeAllMemTables) +
         SumOf(rocksdb::DB::Properties::kEstimateTableReadersMem);
}

}  // namespace rufaa
