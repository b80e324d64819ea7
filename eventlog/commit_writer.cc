#include "eventlog/commit_writer.h"

#include <algorithm>
#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"
#include "eventlog/request_key.h"
#include "eventlog/stored_nodes.h"
#include "eventlog/stored_request.h"

namespace rufaa {
namespace {

// A stream's record is found by reading its block, so a block is small; the log is read through in
// blocks, so it is not tiny.
constexpr size_t kBlockBytes = 16 << 10;
constexpr size_t kHeads = 100'000;
// A batch being built and one being written: what the last two batches touched is in flight.
constexpr int kBatchesInFlight = 2;

}  // namespace

absl::StatusOr<std::unique_ptr<CommitWriter>> CommitWriter::Resume(const LogStore& store) {
  std::unique_ptr<CommitWriter> writer(new CommitWriter(store));
  RUFAA_RETURN_IF_ERROR(writer->LoadTip());
  return writer;
}

CommitWriter::CommitWriter(const LogStore& store) : store_(store), heads_(kHeads), in_flight_(1) {}

absl::StatusOr<CommitWriter::Outcome> CommitWriter::JudgeAndAdd(const Proposal& proposal,
                                                                absl::string_view bytes,
                                                                absl::Time recorded_at,
                                                                Batch& batch) {
  RUFAA_ASSIGN_OR_RETURN(Verdict verdict, Judge(*this, proposal));
  Outcome outcome{.kind = verdict.kind, .receipt = {}, .refusal = std::move(verdict.refusal)};
  if (verdict.kind == Verdict::Kind::kAccepted) {
    outcome.receipt = Add(proposal, bytes, recorded_at, verdict.versions, batch);
  } else if (verdict.kind == Verdict::Kind::kRepeated) {
    outcome.receipt = {.position = verdict.first.position,
                       .recorded_at = verdict.first.recorded_at,
                       .repeated = true};
  }
  return outcome;
}

absl::StatusOr<uint64_t> CommitWriter::Version(absl::string_view stream) {
  if (const auto known = heads_.Get(stream)) return *known;
  // Not in the cache, so nothing in flight has touched it: the store has its last word.
  RUFAA_ASSIGN_OR_RETURN(const uint64_t version, store_.StreamVersion(stream));
  heads_.Set(stream, version);
  return version;
}

absl::StatusOr<std::optional<Applied>> CommitWriter::Find(absl::string_view caller,
                                                          absl::string_view request_id) {
  request_key_.clear();
  AppendRequestKey(caller, request_id, request_key_);
  for (const InFlight& batch : in_flight_) {
    const auto found = batch.requests.find(request_key_);
    if (found == batch.requests.end()) continue;
    const InFlight::Request& request = found->second;
    return Applied{.position = request.position,
                   .recorded_at = request.recorded_at,
                   .digest = std::string(request.digest.data(), request.digest.size())};
  }
  return FindApplied(store_, caller, request_id);
}

Receipt CommitWriter::Add(const Proposal& proposal, absl::string_view bytes, absl::Time recorded_at,
                          const std::vector<uint64_t>& versions, Batch& batch) {
  ++tip_.position;
  tip_.recorded_at =
      std::max(tip_.recorded_at, absl::FromUnixMicros(absl::ToUnixMicros(recorded_at)));
  const std::string record = EncodeRecord(tip_.position, tip_.recorded_at, versions, bytes);
  AppendFrame(record, block_);
  if (block_.size() >= kBlockBytes) CloseBlock(batch);
  AddLeaf(record, batch);
  for (size_t i = 0; i < versions.size(); ++i) {
    const std::string& stream = proposal.events[i].stream;
    batch.writes.PutEvent(stream, versions[i], tip_.position, i);
    heads_.Set(stream, versions[i]);
    batch.moved.emplace_back(stream, versions[i]);
  }
  batch.writes.PutRequest(proposal.caller, proposal.request_id, tip_.position);
  request_key_.clear();
  AppendRequestKey(proposal.caller, proposal.request_id, request_key_);
  InFlight::Request request{
      .position = tip_.position, .recorded_at = tip_.recorded_at, .digest = {}};
  std::copy_n(proposal.digest.begin(), kDigestBytes, request.digest.begin());
  in_flight_.back().requests.emplace(request_key_, request);
  ++batch.commits;
  return {.position = tip_.position, .recorded_at = tip_.recorded_at, .repeated = false};
}

void CommitWriter::AddLeaf(absl::string_view record, Batch& batch) {
  frontier_.Append(LeafHash(record), [&](int level, uint64_t index, const MerkleHash& hash) {
    if (level == 0) tile_.push_back(hash);
    if (level >= kTileLevel) batch.writes.PutNode(level, index, hash);
  });
  if (tile_.size() < kTileLeaves) return;
  batch.writes.PutTile((frontier_.size() - 1) / kTileLeaves, tile_);
  tile_.clear();
}

void CommitWriter::CloseBlock(Batch& batch) {
  if (block_.empty()) return;
  batch.writes.PutBlock(tip_.position, block_);
  block_.clear();
}

void CommitWriter::Close(Batch& batch) {
  if (batch.commits > 0) {
    CloseBlock(batch);
    tip_.root = frontier_.Root();
    batch.writes.PutTip(tip_);
  }
  batch.head = tip_.position;
  in_flight_.back().head = tip_.position;
  in_flight_.emplace_back();
  if (++batches_since_generation_ > kBatchesInFlight && heads_.IsFull()) {
    heads_.NewGeneration();
    batches_since_generation_ = 0;
  }
}

void CommitWriter::Durable(uint64_t head) {
  while (in_flight_.size() > 1 && in_flight_.front().head <= head) in_flight_.pop_front();
}

absl::Status CommitWriter::GoBack() {
  heads_.Clear();
  in_flight_.clear();
  in_flight_.emplace_back();
  block_.clear();
  return LoadTip();
}

absl::Status CommitWriter::LoadTip() {
  RUFAA_ASSIGN_OR_RETURN(tip_, store_.ReadTip());
  StoredNodes nodes(store_, tip_.position);
  RUFAA_ASSIGN_OR_RETURN(frontier_,
                         MerkleFrontier::Restore(tip_.position, [&](int level, uint64_t index) {
                           return nodes.Complete(level, index);
                         }));
  // Leaves of the last tile are hashed anew from the records: so the end of the log, where a
  // crash would have hurt it, is checked against its root at every start.
  tile_.clear();
  if (tip_.position % kTileLeaves != 0) {
    RUFAA_ASSIGN_OR_RETURN(tile_, nodes.LeavesOfTile(tip_.position / kTileLeaves));
  }
  if (frontier_.Root() != tip_.root) {
    return Refuse(Reason::STORE_DAMAGED, "The log's end does not have the root it was given.");
  }
  return absl::OkStatus();
}

}  // namespace rufaa
