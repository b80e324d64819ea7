#include "eventlog/embedded_log.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "eventlog/log_store_options.h"
#include "eventlog/progress.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/sequencer.h"
#include "eventlog/stored_request.h"

namespace rufaa {
namespace {

// Blocks of a log that is written one commit at a time are small; they ship together.
constexpr size_t kChunkBytes = 64 << 10;

class EmbeddedLogImpl : public EmbeddedLog {
 public:
  absl::Status Start(const Options& options);

  void Append(Proposal proposal, Done done) override;
  absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                              absl::string_view request_id,
                                              absl::string_view digest) override;
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override;
  absl::Status ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) override;
  absl::Status Read(uint64_t after, ShowCommit show) override;
  absl::Status ReadChunks(uint64_t after, ShowChunk show) override;
  uint64_t Head() const override { return progress_->head(); }
  uint64_t WaitBeyond(uint64_t after, absl::Duration timeout) override {
    return progress_->WaitBeyond(after, timeout);
  }
  absl::StatusOr<MerkleHash> Root(uint64_t position) override;
  Stats ReadStats() const override;
  const std::string& log_id() const override { return directory_->manifest().log_id; }
  absl::Status Checkpoint(const std::string& path) override;
  absl::StatusOr<MerkleProof> ProveInclusion(uint64_t position, uint64_t size) override;
  absl::StatusOr<MerkleProof> ProveConsistency(uint64_t from, uint64_t to) override;

 private:
  absl::Status BeginOrCheck();
  absl::Status CheckRule();

  SystemClock system_clock_;
  rocksdb::Env* env_ = nullptr;
  // In order of dependence: the sequencer ends first, the lock is given back last.
  std::unique_ptr<LogDirectory> directory_;
  std::unique_ptr<LogStore> store_;
  std::unique_ptr<Progress> progress_;
  std::unique_ptr<Sequencer> sequencer_;
};

absl::Status EmbeddedLogImpl::Start(const Options& options) {
  env_ = options.env != nullptr ? options.env : rocksdb::Env::Default();
  RUFAA_ASSIGN_OR_RETURN(directory_, LogDirectory::Open(options.path, options.county, env_));
  RUFAA_ASSIGN_OR_RETURN(
      store_, LogStore::Open(LogDirectory::DbPath(options.path),
                             {.env = env_, .read_only = false, .salvage = options.salvage}));
  RUFAA_RETURN_IF_ERROR(BeginOrCheck());
  RUFAA_ASSIGN_OR_RETURN(const LogTip tip, store_->ReadTip());
  RUFAA_RETURN_IF_ERROR(CheckRule());
  progress_ = std::make_unique<Progress>(tip.position);
  Clock& clock = options.clock != nullptr ? *options.clock : system_clock_;
  RUFAA_ASSIGN_OR_RETURN(sequencer_, Sequencer::Start(*store_, clock, *progress_,
                                                      {.reserve_bytes = options.reserve_bytes}));
  return absl::OkStatus();
}

// A new store gets its first key; an old one must be the one that the folder's manifest tells of.
absl::Status EmbeddedLogImpl::BeginOrCheck() {
  const LogManifest& manifest = directory_->manifest();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Genesis> genesis, store_->ReadGenesis());
  if (!genesis.has_value()) {
    LogStore::Batch batch(*store_);
    batch.PutGenesis({.rule = kRuleVersion,
                      .county = manifest.county,
                      .log_id = absl::HexStringToBytes(manifest.log_id)});
    batch.PutTip(LogTip{});
    return store_->Write(batch);
  }
  if (genesis->rule > kRuleVersion) return Refuse(Reason::STORE_NEWER);
  if (genesis->county != manifest.county) return Refuse(Reason::STORE_OF_ANOTHER_COUNTY);
  if (absl::BytesToHexString(genesis->log_id) != manifest.log_id) {
    return Refuse(Reason::STORE_DAMAGED, "The manifest is of another log than the one beside it.");
  }
  return absl::OkStatus();
}

// Whoever raised the rule wrote it into the log; below that version it can't be gone on with.
absl::Status EmbeddedLogImpl::CheckRule() {
  RUFAA_ASSIGN_OR_RETURN(const uint64_t changes, store_->StreamVersion(kRuleStream));
  if (changes == 0) return absl::OkStatus();
  uint32_t rule = 0;
  RUFAA_RETURN_IF_ERROR(ReadStream(kRuleStream, changes - 1, [&](const RecordedEvent& event) {
    return absl::SimpleAtoi(event.event().payload, &rule);
  }));
  return rule > kRuleVersion ? Refuse(Reason::STORE_NEWER) : absl::OkStatus();
}

// Encoded on the proposer's own thread: the sequence thread is the one that must not wait.
void EmbeddedLogImpl::Append(Proposal proposal, Done done) {
  std::string bytes = EncodeProposal(proposal);
  if (absl::Status form = CheckForm(proposal, bytes.size()); !form.ok()) return done(form);
  sequencer_->Submit({std::move(proposal), std::move(bytes), std::move(done)});
}

absl::StatusOr<std::optional<Receipt>> EmbeddedLogImpl::Find(absl::string_view caller,
                                                             absl::string_view request_id,
                                                             absl::string_view digest) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Applied> first,
                         FindApplied(*store_, caller, request_id));
  if (!first.has_value()) return std::nullopt;
  RUFAA_RETURN_IF_ERROR(CheckRepeat(*first, digest));
  return Receipt{.position = first->position, .recorded_at = first->recorded_at, .repeated = true};
}

absl::StatusOr<uint64_t> EmbeddedLogImpl::Version(absl::string_view stream) {
  if (const std::optional<uint64_t> known = progress_->Version(stream)) return *known;
  return store_->StreamVersion(stream);
}

absl::Status EmbeddedLogImpl::ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) {
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

absl::Status EmbeddedLogImpl::Read(uint64_t after, ShowCommit show) {
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

absl::Status EmbeddedLogImpl::ReadChunks(uint64_t after, ShowChunk show) {
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

absl::StatusOr<MerkleHash> EmbeddedLogImpl::Root(uint64_t position) {
  const uint64_t head = Head();
  if (position > head) return BeyondHead(position, head);
  StoredNodes nodes(*store_, head);
  return RootOf(nodes, position);
}

EmbeddedLog::Stats EmbeddedLogImpl::ReadStats() const {
  return {.head = Head(),
          .disk_bytes = store_->DiskBytes(),
          .memory_bytes = store_->MemoryBytes(),
          .free_bytes = store_->FreeBytes()};
}

absl::Status EmbeddedLogImpl::Checkpoint(const std::string& path) {
  RUFAA_RETURN_IF_ERROR(FromRocksDb(env_->CreateDir(path)));
  RUFAA_RETURN_IF_ERROR(store_->Checkpoint(LogDirectory::DbPath(path)));
  // Last: a copy that was cut short has no manifest, so nothing takes it for a log.
  return LogDirectory::WriteManifest(path, directory_->manifest(), env_);
}

absl::StatusOr<MerkleProof> EmbeddedLogImpl::ProveInclusion(uint64_t position, uint64_t size) {
  const uint64_t head = Head();
  if (size > head || position > size || position == 0) return BeyondHead(position, size);
  StoredNodes nodes(*store_, head);
  return InclusionProof(nodes, position - 1, size);
}

absl::StatusOr<MerkleProof> EmbeddedLogImpl::ProveConsistency(uint64_t from, uint64_t to) {
  const uint64_t head = Head();
  if (to > head || from > to || from == 0) return BeyondHead(to, head);
  StoredNodes nodes(*store_, head);
  return ConsistencyProof(nodes, from, to);
}

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedLog>> EmbeddedLog::Open(const Options& options) {
  auto log = std::make_unique<EmbeddedLogImpl>();
  RUFAA_RETURN_IF_ERROR(log->Start(options));
  return log;
}

}  // namespace rufaa
