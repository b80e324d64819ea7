// What one write of LogStore holds, laid into RocksDB's.
#include <algorithm>

#include "domain/base/check.h"
#include "eventlog/bytes.h"
#include "eventlog/log_store.h"
#include "eventlog/log_store_keys.h"
#include "eventlog/request_key.h"

namespace rufaa {

void LogStore::Batch::PutGenesis(const Genesis& genesis) {
  value_.clear();
  PutVarint(value_, genesis.rule);
  PutString(value_, genesis.county);
  PutString(value_, genesis.log_id);
  writes_.Put(store_.tree_, kGenesisKey, value_);
}

void LogStore::Batch::PutBlock(uint64_t last, absl::string_view chunk) {
  writes_.Put(store_.blocks_, PositionKey(last), SliceOf(chunk));
}

void LogStore::Batch::PutEvent(absl::string_view stream, uint64_t version, uint64_t position,
                               size_t index) {
  const size_t start = index_.size();
  AppendStreamKey(stream, version, index_);
  const size_t key_size = index_.size() - start;
  PutVarint(index_, position);
  PutVarint(index_, index);
  events_.push_back({start, key_size, index_.size() - start - key_size});
}

void LogStore::Batch::PutRequest(absl::string_view caller, absl::string_view request_id,
                                 uint64_t position) {
  const size_t start = index_.size();
  AppendRequestKey(caller, request_id, index_);
  const size_t key_size = index_.size() - start;
  PutVarint(index_, position);
  requests_.push_back({start, key_size, index_.size() - start - key_size});
}

void LogStore::Batch::PutSorted(rocksdb::ColumnFamilyHandle* family, std::vector<Entry>& entries) {
  const absl::string_view all(index_);
  std::sort(entries.begin(), entries.end(), [all](const Entry& a, const Entry& b) {
    return all.substr(a.start, a.key_size) < all.substr(b.start, b.key_size);
  });
  for (const Entry& entry : entries) {
    writes_.Put(family, SliceOf(all.substr(entry.start, entry.key_size)),
                SliceOf(all.substr(entry.start + entry.key_size, entry.value_size)));
  }
  entries.clear();
}

void LogStore::Batch::PutTile(uint64_t tile, const std::vector<MerkleHash>& leaves) {
  RUFAA_CHECK(leaves.size() == kTileLeaves);
  value_.clear();
  for (const MerkleHash& leaf : leaves) value_.append(BytesOf(leaf).data(), leaf.size());
  writes_.Put(store_.tree_, TileKey(tile), value_);
}

void LogStore::Batch::PutNode(int level, uint64_t index, const MerkleHash& hash) {
  writes_.Put(store_.tree_, NodeKey(level, index), SliceOf(BytesOf(hash)));
}

void LogStore::Batch::PutTip(const LogTip& tip) {
  value_.clear();
  PutVarint(value_, tip.position);
  PutFixed64(value_, static_cast<uint64_t>(absl::ToUnixMicros(tip.recorded_at)));
  value_.append(BytesOf(tip.root).data(), tip.root.size());
  writes_.Put(store_.tree_, kTipKey, value_);
}

void LogStore::Batch::PutSource(const SourceMark& source) {
  value_.clear();
  PutVarint(value_, source.next);
  PutVarint(value_, source.malformed);
  value_.append(BytesOf(source.last).data(), source.last.size());
  writes_.Put(store_.tree_, kSourceKey, value_);
}

void LogStore::Batch::EraseSource() { writes_.Delete(store_.tree_, kSourceKey); }

void LogStore::Batch::PutMove(const MoveMark& move) {
  if (move.kind == MoveMark::Kind::kNone) {
    writes_.Delete(store_.tree_, kMoveKey);
    return;
  }
  value_.assign(1, static_cast<char>(move.kind));
  value_ += move.id;
  writes_.Put(store_.tree_, kMoveKey, value_);
}

}  // namespace rufaa
