// The county log in RocksDB: what is kept, under which keys, and how it is read. Knows nothing of
// the rule. Four column families, always written together in one batch:
//
//   blocks    last position (big-endian) → chunk: a run of consecutive records (eventlog/record.h)
//   streams   stream, 0, version (big-endian) → position, index of the event in its commit
//   requests  caller, 0, request_id → position
//   default   "tip" → LogTip; "genesis" → Genesis; "source" → SourceMark; "move" → MoveMark;
//             't' tile → 256 leaf hashes;
//             'n' level, index → hash of a complete subtree of 2^level leaves, level >= 8
//
// Blocks make a full batch cheap: a few large puts in key order for the log, and one small put per
// event and per request for the indexes.
//
// Read by any thread; written, and resumed, by one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/log_marks.h"
#include "eventlog/merkle.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

namespace rufaa {

inline constexpr uint64_t kTileLeaves = 256;
inline constexpr int kTileLevel = 8;

class LogStore {
 public:
  struct Options {
    rocksdb::Env* env = nullptr;  // nullptr: the machine's.
    // The store as of one moment, also while another writes to it. UNAVAILABLE when there is none.
    bool read_only = false;
    // How much of a write-ahead log that does not check out is believed. By default only its very
    // end may be torn, which is what a crash leaves; anything else could hide acknowledged commits,
    // so it is refused. Salvage takes what comes before the damage.
    bool salvage = false;
  };

  static absl::StatusOr<std::unique_ptr<LogStore>> Open(const std::string& path,
                                                        const Options& options);
  ~LogStore();

  // What one write holds.
  class Batch {
   public:
    explicit Batch(const LogStore& store) : store_(store) {}
    void PutGenesis(const Genesis& genesis);
    void PutBlock(uint64_t last, absl::string_view chunk);
    void PutEvent(absl::string_view stream, uint64_t version, uint64_t position, size_t index);
    void PutRequest(absl::string_view caller, absl::string_view request_id, uint64_t position);
    void PutTile(uint64_t tile, const std::vector<MerkleHash>& leaves);
    void PutNode(int level, uint64_t index, const MerkleHash& hash);
    void PutTip(const LogTip& tip);
    void PutSource(const SourceMark& source);
    void EraseSource();  // It is a copy no more.
    void PutMove(const MoveMark& move);
    size_t bytes() const { return writes_.GetDataSize() + index_.size(); }

   private:
    friend class LogStore;

    // Index entries wait here until the batch is written, then go in by key: RocksDB finds the
    // place of a key from that of the one before, several times faster when it is near.
    struct Entry {
      size_t start, key_size, value_size;  // Within index_.
    };
    void PutSorted(rocksdb::ColumnFamilyHandle* family, std::vector<Entry>& entries);

    const LogStore& store_;
    rocksdb::WriteBatch writes_;
    std::string index_;  // Keys and values of the entries below.
    std::vector<Entry> events_, requests_;
    std::string value_;
  };

  // Durable when it returns OK; all of it or nothing. STORE_FULL: surely nothing was written, and
  // Resume() may be tried. Any other error: unknown, and the store must not be written again.
  absl::Status Write(Batch& batch);
  // For a copy, whose source has it and will give it again: as Write, but a power cut may take it.
  // A later Write makes all of it durable. CheckEnd finds what a power cut took out of the middle.
  absl::Status WriteUnsynced(Batch& batch);
  absl::Status Resume();
  std::optional<uint64_t> FreeBytes() const;

  absl::StatusOr<std::optional<Genesis>> ReadGenesis() const;
  absl::StatusOr<LogTip> ReadTip() const;
  absl::StatusOr<std::optional<SourceMark>> ReadSource() const;
  absl::StatusOr<MoveMark> ReadMove() const;
  absl::StatusOr<uint64_t> StreamVersion(absl::string_view stream) const;
  absl::StatusOr<std::optional<uint64_t>> FindRequest(absl::string_view caller,
                                                      absl::string_view request_id) const;
  absl::StatusOr<MerkleHash> Node(int level, uint64_t index) const;
  absl::StatusOr<std::vector<MerkleHash>> Tile(uint64_t tile) const;  // Of a full one.

  // Shows whole blocks, the first being the one that holds `after` + 1, up to the one that holds
  // `until`, which must exist.
  using ShowBlock = absl::FunctionRef<absl::StatusOr<bool>(absl::string_view chunk, uint64_t last)>;
  absl::Status ReadBlocks(uint64_t after, uint64_t until, ShowBlock show) const;

  // That no commit is missing among those that might not have been durable: DATA_LOSS names it.
  absl::Status CheckEnd() const;

  // Shows where the events of `stream` with version > `after` stand, until `show` gives false.
  struct Place {
    uint64_t version, position;
    size_t index;
  };
  using ShowPlace = absl::FunctionRef<absl::StatusOr<bool>(const Place&)>;
  absl::Status ReadPlaces(absl::string_view stream, uint64_t after, ShowPlace show) const;

  // Every key of an index, for verification.
  absl::StatusOr<uint64_t> CountEvents() const;
  absl::StatusOr<uint64_t> CountRequests() const;

  // Finds records one by one; cheap when positions rise.
  class RecordCursor {
   public:
    explicit RecordCursor(const LogStore& store);
    // The record, valid until the next call. DATA_LOSS if it is missing or damaged.
    absl::StatusOr<absl::string_view> At(uint64_t position);

   private:
    std::unique_ptr<rocksdb::Iterator> blocks_;
    uint64_t last_ = 0;  // Of the block that blocks_ is at; 0: at none.
    uint64_t next_ = 0;  // The position that stands at rest_.
    absl::string_view rest_;
  };

  absl::Status Checkpoint(const std::string& path) const;
  uint64_t DiskBytes() const;
  uint64_t MemoryBytes() const;

 private:
  LogStore() = default;
  static absl::StatusOr<std::unique_ptr<LogStore>> OpenOnce(const std::string& path,
                                                            const Options& options,
                                                            rocksdb::Env* env);
  absl::Status Write(Batch& batch, bool sync);
  absl::StatusOr<std::string> Get(absl::string_view key) const;
  uint64_t SumOf(const std::string& property) const;

  std::string path_;
  rocksdb::Env* env_ = nullptr;
  bool read_only_ = false;
  std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ColumnFamilyHandle* tree_ = nullptr;
  rocksdb::ColumnFamilyHandle* blocks_ = nullptr;
  rocksdb::ColumnFamilyHandle* streams_ = nullptr;
  rocksdb::ColumnFamilyHandle* requests_ = nullptr;
};

}  // namespace rufaa
