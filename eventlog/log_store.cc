#include "eventlog/log_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/bytes.h"
#include "eventlog/log_store_keys.h"
#include "eventlog/log_store_options.h"
#include "eventlog/record.h"
#include "eventlog/request_key.h"
#include "eventlog/store_logger.h"
#include "eventlog/store_look.h"
#include "eventlog/store_writes.h"

namespace rufaa {
namespace {

absl::Status Damaged(absl::string_view what) { return Refuse(Reason::STORE_DAMAGED, what); }

}  // namespace

absl::StatusOr<std::unique_ptr<LogStore>> LogStore::Open(const std::string& path,
                                                         const Options& options) {
  rocksdb::Env* env = options.env != nullptr ? options.env : rocksdb::Env::Default();
  if (!options.read_only) return OpenOnce(path, options, env);
  absl::StatusOr<std::unique_ptr<LogStore>> store;
  RUFAA_RETURN_IF_ERROR(LookAtOneMoment(*env, path, [&] { store = OpenOnce(path, options, env); }));
  return store;
}

// All tables are open from then on, so who only reads keeps those that a compaction deletes.
absl::StatusOr<std::unique_ptr<LogStore>> LogStore::OpenOnce(const std::string& path,
                                                             const Options& options,
                                                             rocksdb::Env* env) {
  std::unique_ptr<LogStore> store(new LogStore);
  rocksdb::DBOptions db_options = LogDbOptions(env, options.salvage);
  db_options.info_log = options.read_only ? NoStoreLogger() : MakeStoreLogger(path);
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = LogColumnFamilies();
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      options.read_only ? rocksdb::DB::OpenForReadOnly(db_options, path, families, &handles, &db)
                        : rocksdb::DB::Open(db_options, path, families, &handles, &db);
  if (!opened.ok()) return FromRocksDb(opened);
  store->path_ = path;
  store->env_ = env;
  store->read_only_ = options.read_only;
  store->db_.reset(db);
  RUFAA_CHECK(handles.size() == 4);
  store->tree_ = handles[0];
  store->blocks_ = handles[1];
  store->streams_ = handles[2];
  store->requests_ = handles[3];
  return store;
}

LogStore::~LogStore() {
  if (db_ == nullptr) return;
  if (!read_only_) {
    // Spares the next start the replay. Failing is no loss: then it replays.
    const rocksdb::Status settled =
        db_->Flush(rocksdb::FlushOptions(), {tree_, blocks_, streams_, requests_});
    (void)settled;
  }
  for (rocksdb::ColumnFamilyHandle* family : {tree_, blocks_, streams_, requests_}) {
    if (family != nullptr) db_->DestroyColumnFamilyHandle(family);
  }
}

absl::Status LogStore::Write(Batch& batch) { return Write(batch, /*sync=*/true); }
absl::Status LogStore::WriteUnsynced(Batch& batch) { return Write(batch, /*sync=*/false); }

absl::Status LogStore::Write(Batch& batch, bool sync) {
  RUFAA_RETURN_IF_ERROR(FromRocksDbWrite(KeepResumable(*db_)));
  batch.PutSorted(streams_, batch.events_);
  batch.PutSorted(requests_, batch.requests_);
  rocksdb::WriteOptions options;
  options.sync = sync;
  return FromRocksDbWrite(db_->Write(options, &batch.writes_));
}

absl::Status LogStore::Resume() { return FromRocksDb(db_->Resume()); }

std::optional<uint64_t> LogStore::FreeBytes() const {
  uint64_t free = 0;
  if (!env_->GetFreeSpace(path_, &free).ok()) return std::nullopt;
  return free;
}

absl::StatusOr<std::string> LogStore::Get(absl::string_view key) const {
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), tree_, SliceOf(key), &value);
  if (got.IsNotFound()) return Damaged("A part of the log's tree is missing.");
  if (!got.ok()) return FromRocksDb(got);
  return value;
}

absl::StatusOr<std::optional<Genesis>> LogStore::ReadGenesis() const {
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), tree_, kGenesisKey, &value);
  if (got.IsNotFound()) return std::nullopt;
  if (!got.ok()) return FromRocksDb(got);
  ByteReader reader(value);
  Genesis genesis;
  genesis.rule = static_cast<uint32_t>(reader.Varint());
  genesis.county = std::string(reader.String());
  genesis.log_id = std::string(reader.String());
  if (!reader.Done()) return Damaged("The log's first key does not decode.");
  return genesis;
}

absl::StatusOr<LogTip> LogStore::ReadTip() const {
  RUFAA_ASSIGN_OR_RETURN(const std::string value, Get(kTipKey));
  ByteReader reader(value);
  LogTip tip;
  tip.position = reader.Varint();
  tip.recorded_at = absl::FromUnixMicros(static_cast<int64_t>(reader.Fixed64()));
  const absl::string_view root = reader.Rest();
  if (!reader.Done()) return Damaged("The log's tip does not decode.");
  absl::StatusOr<MerkleHash> hash = HashFromBytes(root);
  if (!hash.ok()) return Damaged("The log's tip does not decode.");
  tip.root = *hash;
  return tip;
}

absl::StatusOr<std::optional<SourceMark>> LogStore::ReadSource() const {
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), tree_, kSourceKey, &value);
  if (got.IsNotFound()) return std::nullopt;
  if (!got.ok()) return FromRocksDb(got);
  ByteReader reader(value);
  SourceMark source;
  source.next = reader.Varint();
  source.malformed = reader.Varint();
  const absl::StatusOr<MerkleHash> last = HashFromBytes(reader.Rest());
  if (!reader.Done() || !last.ok()) return Damaged("The mark of the log's source does not decode.");
  source.last = *last;
  return source;
}

absl::StatusOr<MoveMark> LogStore::ReadMove() const {
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), tree_, kMoveKey, &value);
  if (got.IsNotFound()) return MoveMark{};
  if (!got.ok()) return FromRocksDb(got);
  const auto kind = value.empty() ? MoveMark::Kind::kNone : MoveMark::Kind{uint8_t(value[0])};
  if (kind == MoveMark::Kind::kNone || kind > MoveMark::Kind::kClosing) {
    return Damaged("The mark of the log's move does not decode.");
  }
  return MoveMark{.kind = kind, .id = value.substr(1)};
}

absl::StatusOr<uint64_t> LogStore::StreamVersion(absl::string_view stream) const {
  std::string key;
  AppendStreamKey(stream, UINT64_MAX, key);
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = true;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, streams_));
  at->SeekForPrev(key);
  if (!at->Valid()) {
    if (!at->status().ok()) return FromRocksDb(at->status());
    return 0;
  }
  // The key before might be another stream's.
  const absl::string_view found = ViewOf(at->key());
  if (found.size() != key.size() ||
      found.substr(0, stream.size() + 1) != absl::string_view(key).substr(0, stream.size() + 1))
    return 0;
  return VersionOfKey(found);
}

absl::StatusOr<std::optional<uint64_t>> LogStore::FindRequest(absl::string_view caller,
                                                              absl::string_view request_id) const {
  thread_local std::string key;
  key.clear();
  AppendRequestKey(caller, request_id, key);
  rocksdb::PinnableSlice value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), requests_, key, &value);
  if (got.IsNotFound()) return std::nullopt;
  if (!got.ok()) return FromRocksDb(got);
  ByteReader reader(ViewOf(value));
  const uint64_t position = reader.Varint();
  if (!reader.Done()) return Damaged("An entry of the request table does not decode.");
  return position;
}

absl::StatusOr<MerkleHash> LogStore::Node(int level, uint64_t index) const {
  RUFAA_ASSIGN_OR_RETURN(const std::string value, Get(NodeKey(level, index)));
  absl::StatusOr<MerkleHash> hash = HashFromBytes(value);
  return hash.ok() ? hash : Damaged("A node of the log's tree is not a hash.");
}

absl::StatusOr<std::vector<MerkleHash>> LogStore::Tile(uint64_t tile) const {
  RUFAA_ASSIGN_OR_RETURN(const std::string value, Get(TileKey(tile)));
  if (value.size() != kTileLeaves * 32) return Damaged("A tile of the log's tree is torn.");
  std::vector<MerkleHash> leaves;
  leaves.reserve(kTileLeaves);
  for (size_t i = 0; i < kTileLeaves; ++i) {
    leaves.push_back(*HashFromBytes(absl::string_view(value).substr(i * 32, 32)));
  }
  return leaves;
}

absl::Status LogStore::ReadBlocks(uint64_t after, uint64_t until, ShowBlock show) const {
  if (after >= until) return absl::OkStatus();
  rocksdb::ReadOptions options;
  options.fill_cache = false;  // A scan would drive out what the stream reads keep warm.
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, blocks_));
  uint64_t last = after;
  for (at->Seek(PositionKey(after + 1)); at->Valid() && last < until; at->Next()) {
    last = VersionOfKey(ViewOf(at->key()));
    RUFAA_ASSIGN_OR_RETURN(const bool go_on, show(ViewOf(at->value()), last));
    if (!go_on) return absl::OkStatus();
  }
  if (!at->status().ok()) return FromRocksDb(at->status());
  if (last < until) return Damaged(absl::StrCat("Commit ", last + 1, " is missing."));
  return absl::OkStatus();
}

absl::Status LogStore::ReadPlaces(absl::string_view stream, uint64_t after, ShowPlace show) const {
  if (after == UINT64_MAX) return absl::OkStatus();
  std::string key;
  AppendStreamKey(stream, after + 1, key);
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = true;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, streams_));
  for (at->Seek(key); at->Valid(); at->Next()) {
    const absl::string_view found = ViewOf(at->key());
    if (found.size() != key.size() ||
        found.substr(0, stream.size() + 1) != absl::string_view(key).substr(0, stream.size() + 1)) {
      break;
    }
    ByteReader reader(ViewOf(at->value()));
    Place place{.version = VersionOfKey(found), .position = reader.Varint(), .index = 0};
    place.index = reader.Varint();
    if (!reader.Done()) return Damaged("An entry of the stream index does not decode.");
    RUFAA_ASSIGN_OR_RETURN(const bool go_on, show(place));
    if (!go_on) return absl::OkStatus();
  }
  return FromRocksDb(at->status());
}

}  // namespace rufaa
