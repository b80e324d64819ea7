#include "eventlog/stored_log.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/log_store_options.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/stored_nodes.h"
#include "eventlog/stored_request.h"

namespace rufaa {
namespace {

// Blocks of a log that is written one commit at a time are small; they ship together.
constexpr size_t kChunkBytes = 64 << 10;

}  // namespace

absl::Status StoredLog::OpenFolder(const std::string& path, absl::string_view county,
                                   rocksdb::Env* env, bool salvage) {
  env_ = env != nullptr ? env : rocksdb::Env::Default();
  RUFAA_ASSIGN_OR_RETURN(directory_, LogDirectory::Open(path, county, env_));
  RUFAA_ASSIGN_OR_RETURN(store_,
                         LogStore::Open(LogDirectory::DbPath(path),
                                        {.env = env_, .read_only = false, .salvage = salvage}));
  return absl::OkStatus();
}

Genesis StoredLog::GenesisOfFolder() const {
  const LogManifest& manifest = directory_->manifest();
  return {.rule = kRuleVersion,
          .county = manifest.county,
          .log_id = absl::HexStringToBytes(manifest.log_id)};
}

absl::Status StoredLog::CheckGenesis(const Genesis& genesis) {
  const LogManifest& manifest = directory_->manifest();
  if (genesis.rule > kRuleVersion) return Refuse(Reason::STORE_NEWER);
  if (genesis.county != manifest.county) return Refuse(Reason::STORE_OF_ANOTHER_COUNTY);
  if (absl::BytesToHexString(genesis.log_id) != manifest.log_id) {
    return Refuse(Reason::STORE_DAMAGED, "The manifest is of another log than the one beside it.");
  }
  return CheckRule();
}

absl::Status StoredLog::ShowStore() {
  RUFAA_ASSIGN_OR_RETURN(const LogTip tip, store_->ReadTip());
  progress_ = std::make_unique<Progress>(tip.position);
  return absl::OkStatus();
}

// Whoever raised the rule wrote it into the log; below that version it can't be gone on with.
absl::Status StoredLog::CheckRule() {
  RUFAA_ASSIGN_OR_RETURN(const uint64_t changes, store_->StreamVersion(kRuleStream));
  if (changes == 0) return absl::OkStatus();
  uint32_t rule = 0;
  RUFAA_RETURN_IF_ERROR(ShowEvents(kRuleStream, changes - 1, [&](const RecordedEvent& event) {
    return absl::SimpleAtoi(event.event().payload, &rule);
  }));
  return rule > kRuleVersion ? Refuse(Reason::STORE_NEWER) : absl::OkStatus();
}

absl::StatusOr<std::optional<Receipt>> StoredLog::Find(absl::string_view caller,
                                                       absl::string_view request_id,
                                                       absl::string_view digest) {
  RUFAA_RETURN_IF_ERROR(Readable());
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Applied> first,
                         FindApplied(*store_, caller, request_id));
  if (!first.has_value()) return std::nullopt;
  RUFAA_RETURN_IF_ERROR(CheckRepeat(*first, digest));
  return Receipt{.position = first->position, .recorded_at = first->recorded_at, .repeated = true};
}

absl::StatusOr<uint64_t> StoredLog::Version(absl::string_view stream) {
  RUFAA_RETURN_IF_ERROR(Readable());
  if (const std::optional<uint64_t> known = progress_->Version(stream)) return *known;
  return store_->StreamVersion(stream);
}

absl::Status StoredLog::ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) {
  RUFAA_RETURN_IF_ERROR(Readable());
  return ShowEvents(stream, after, show);
}

absl::Status StoredLog::ShowEvents(absl::string_view stream, uint64_t after, ShowEvent show) {
  std::optional<LogStore::RecordCursor> records;
  Commit commit;
  return store_->ReadPlaces(
      stream, after, [&](const LogStore::Place& place) -> absl::StatusOr<bool> {
        // Made after the index was read, so that it sees every commit that the index tells of.
        if (!records.has_value()) records.emplace(*store_);
        if (commit.position != place.position) {
          RUFAA_ASSIGN_OR_RETURN(const absl::string_view record, records->At(place.position));
          RUFAA_RETURN_IF_ERROR(DecodeCommit(record, commit));
        }
        if (place.index >= commit.versions.size()) {
          return Refuse(Reason::STORE_DAMAGED,
                        "The stream index names an event that is not there.");
        }
        return show(RecordedEvent{&commit, place.index});
      });
}

absl::Status StoredLog::Read(uint64_t after, ShowCommit show) {
  RUFAA_RETURN_IF_ERROR(Readable());
  Commit commit;
  uint64_t expected = after + 1;
  return store_->ReadBlocks(
      after, Head(), [&](absl::string_view chunk, uint64_t) -> absl::StatusOr<bool> {
        ChunkReader reader(chunk);
        while (reader.Next()) {
          RUFAA_RETURN_IF_ERROR(DecodeCommit(reader.record(), commit));
          if (commit.position < expected) continue;  // The first block may begin earlier.
          if (commit.position > expected) break;
          ++expected;
          if (!show(commit)) return false;
        }
        RUFAA_RETURN_IF_ERROR(reader.status());
        if (commit.position + 1 == expected) return true;
        return Refuse(Reason::STORE_DAMAGED, absl::StrCat("Commit ", expected, " is missing."));
      });
}

absl::Status StoredLog::ReadChunks(uint64_t after, ShowChunk show) {
  RUFAA_RETURN_IF_ERROR(Readable());
  std::string gathered;
  uint64_t first = 0;
  uint64_t gathered_last = 0;
  bool stopped = false;
  RUFAA_RETURN_IF_ERROR(store_->ReadBlocks(
      after, Head(), [&](absl::string_view chunk, uint64_t last) -> absl::StatusOr<bool> {
        if (gathered.empty()) {
          ChunkReader reader(chunk);
          if (!reader.Next()) return reader.status();
          RUFAA_ASSIGN_OR_RETURN(first, PositionOf(reader.record()));
        }
        gathered.append(chunk.data(), chunk.size());
        gathered_last = last;
        if (gathered.size() < kChunkBytes) return true;
        stopped = !show(gathered, first, gathered_last);
        gathered.clear();
        return !stopped;
      }));
  if (!stopped && !gathered.empty()) show(gathered, first, gathered_last);
  return absl::OkStatus();
}

absl::StatusOr<MerkleHash> StoredLog::Root(uint64_t position) {
  RUFAA_RETURN_IF_ERROR(Readable());
  const uint64_t head = Head();
  if (position > head) return BeyondHead(position, head);
  StoredNodes nodes(*store_, head);
  return RootOf(nodes, position);
}

StoredLog::Stats StoredLog::ReadStats() const {
  return {.head = Head(),
          .disk_bytes = store_->DiskBytes(),
          .memory_bytes = store_->MemoryBytes(),
          .free_bytes = store_->FreeBytes()};
}

absl::Status StoredLog::Checkpoint(const std::string& path) {
  RUFAA_RETURN_IF_ERROR(FromRocksDb(env_->CreateDir(path)));
  RUFAA_RETURN_IF_ERROR(store_->Checkpoint(LogDirectory::DbPath(path)));
  // Last: a copy that was cut short has no manifest, so nothing takes it for a log.
  return LogDirectory::WriteManifest(path, directory_->manifest(), env_);
}

absl::StatusOr<MerkleProof> StoredLog::ProveInclusion(uint64_t position, uint64_t size) {
  RUFAA_RETURN_IF_ERROR(Readable());
  const uint64_t head = Head();
  if (size > head || position > size || position == 0) return BeyondHead(position, size);
  StoredNodes nodes(*store_, head);
  return InclusionProof(nodes, position - 1, size);
}

absl::StatusOr<MerkleProof> StoredLog::ProveConsistency(uint64_t from, uint64_t to) {
  RUFAA_RETURN_IF_ERROR(Readable());
  const uint64_t head = Head();
  if (to > head || from > to || from == 0) return BeyondHead(to, head);
  StoredNodes nodes(*store_, head);
  return ConsistencyProof(nodes, from, to);
}

}  // namespace rufaa
