#include "eventlog/kafka/replica.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/stored_nodes.h"

namespace rufaa {
namespace {

// Often enough to find a replica that went astray before much is built on it, and few beside the
// commits.
constexpr uint64_t kCommitsBetweenClaims = 1000;
// While a batch is being written, the next grows no larger.
constexpr size_t kBatchBytes = 8 << 20;

std::string Hex(const MerkleHash& hash) { return absl::BytesToHexString(BytesOf(hash)); }

absl::Status Newer(uint64_t offset) {
  return Refuse(Reason::STORE_NEWER,
                absl::StrCat("The record at offset ", offset,
                             " was written by a newer version, by a rule or in a form that this "
                             "one does not know."));
}

absl::Status Parted(const RootClaim& claim, absl::string_view ours) {
  return Refuse(
      Reason::STORE_DAMAGED,
      absl::StrCat("The replicas have parted: at position ", claim.position, " another has root ",
                   Hex(claim.root), ", this one ", ours,
                   ". The topic holds what both have said, so no process reads on, and "
                   "none made anew would. Stop all of them, and run `rufaa log verify` on "
                   "each data directory. On one that is whole run `rufaa log migrate "
                   "--without-topic`, delete the topic, then `rufaa log migrate "
                   "--to-kafka`; delete all other copies."));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Replica>> Replica::Resume(LogStore& store, Progress& progress) {
  if (const absl::Status whole = store.CheckEnd(); !whole.ok()) {
    return Refuse(Reason::STORE_DAMAGED,
                  absl::StrCat(whole.message(), " This copy of the topic lost it, to a power cut: ",
                               "delete its data directory, and it will be made anew."));
  }
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<CommitWriter> writer, CommitWriter::Resume(store));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<SourceMark> mark, store.ReadSource());
  RUFAA_ASSIGN_OR_RETURN(const MoveMark move, store.ReadMove());
  RUFAA_CHECK(mark.has_value());
  return std::unique_ptr<Replica>(new Replica(store, progress, std::move(writer), *mark,
                                              move.kind == MoveMark::Kind::kHistory));
}

Replica::Replica(LogStore& store, Progress& progress, std::unique_ptr<CommitWriter> writer,
                 const SourceMark& mark, bool in_history)
    : store_(store),
      progress_(progress),
      writer_(std::move(writer)),
      mark_(mark),
      in_history_(in_history),
      stored_in_history_(in_history) {
  batch_.emplace(store);
}

Replica::~Replica() = default;

absl::Status Replica::Judge(absl::Span<const TopicReader::Record> records) {
  const TopicReader::Record* last = nullptr;
  for (const TopicReader::Record& record : records) {
    if (closed_by_.has_value()) break;
    RUFAA_CHECK(record.offset == mark_.next);
    RUFAA_RETURN_IF_ERROR(JudgeOne(record));
    if (closed_by_.has_value()) break;
    ++mark_.next;
    last = &record;
  }
  if (last != nullptr) mark_.last = Sha256(last->value);
  return absl::OkStatus();
}

absl::Status Replica::JudgeOne(const TopicReader::Record& record) {
  const TopicRecord parsed = ParseTopicRecord(record.value);
  switch (parsed.kind) {
    case TopicRecord::Kind::kNewer:
      return Newer(record.offset);
    case TopicRecord::Kind::kProposal:
    case TopicRecord::Kind::kProposals:
      if (in_history_) break;
      for (const absl::string_view bytes : parsed.proposals) {
        RUFAA_RETURN_IF_ERROR(JudgeProposal(record, bytes));
      }
      break;
    case TopicRecord::Kind::kCommit:
      return in_history_ ? JudgeHistory(record, parsed.body) : absl::OkStatus();
    case TopicRecord::Kind::kEnd:
      if (parsed.root.position == writer_->tip().position && parsed.root.root == writer_->Root()) {
        in_history_ = false;
      }
      break;
    case TopicRecord::Kind::kRoot:
      return in_history_ ? absl::OkStatus() : Hear(parsed.root);
    case TopicRecord::Kind::kClose:
      closed_by_ = std::string(parsed.body);
      break;
    case TopicRecord::Kind::kGenesis:
    case TopicRecord::Kind::kBegin:
      break;  // Of a process that began the topic a moment too late.
    case TopicRecord::Kind::kMalformed:
      ++mark_.malformed;
      break;
  }
  return absl::OkStatus();
}

// Whatever is not the next commit of the history, to the byte, does not count: what was sent twice,
// or out of its place. If something else got in that looks like one, no end will fit.
absl::Status Replica::JudgeHistory(const TopicReader::Record& record, absl::string_view bytes) {
  Commit commit;
  if (!DecodeCommit(bytes, commit).ok()) return absl::OkStatus();
  const LogTip& tip = writer_->tip();
  if (commit.position != tip.position + 1 || commit.recorded_at < tip.recorded_at) {
    return absl::OkStatus();
  }
  const std::string proposal = EncodeProposal(commit.proposal);
  if (EncodeRecord(commit.position, commit.recorded_at, commit.versions, proposal) != bytes ||
      !CheckForm(commit.proposal, proposal.size()).ok()) {
    return absl::OkStatus();
  }
  RUFAA_ASSIGN_OR_RETURN(
      const CommitWriter::Outcome outcome,
      writer_->JudgeAndAdd(commit.proposal, proposal, commit.recorded_at, *batch_));
  return outcome.kind == Verdict::Kind::kNewerRule ? Newer(record.offset) : absl::OkStatus();
}

absl::Status Replica::JudgeProposal(const TopicReader::Record& record, absl::string_view bytes) {
  Proposal proposal;
  const bool decoded = DecodeProposal(bytes, proposal).ok();
  // Only the one form of a proposal is one: the tree hashes its bytes.
  if (!decoded || EncodeProposal(proposal) != bytes || !CheckForm(proposal, bytes.size()).ok()) {
    ++mark_.malformed;
    return absl::OkStatus();
  }
  RUFAA_ASSIGN_OR_RETURN(CommitWriter::Outcome outcome,
                         writer_->JudgeAndAdd(proposal, bytes, record.appended_at, *batch_));
  if (outcome.kind == Verdict::Kind::kNewerRule) return Newer(record.offset);
  absl::StatusOr<Receipt> answer = outcome.receipt;
  if (outcome.kind == Verdict::Kind::kRefused) answer = std::move(outcome.refusal);
  judged_.push_back({.caller = std::move(proposal.caller),
                     .request_id = std::move(proposal.request_id),
                     .bytes = bytes,
                     .answer = std::move(answer)});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Proposals::ReadBack>> Replica::Write() {
  if (writing_.valid()) RUFAA_RETURN_IF_ERROR(Finish(writing_.get()));
  // One may still wait for room, and then the one that was built meanwhile.
  while (to_write_.has_value() || batch_->commits > 0) {
    if (!to_write_.has_value()) CloseBatch();
    RUFAA_RETURN_IF_ERROR(Finish(WriteBatch()));
  }
  RUFAA_RETURN_IF_ERROR(CheckClaims());
  return std::exchange(judged_, {});
}

absl::Status Replica::WriteBehind() {
  judged_.clear();
  if (writing_.valid()) {
    const bool written = writing_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    if (!written && batch_->writes.bytes() < kBatchBytes) return absl::OkStatus();
    RUFAA_RETURN_IF_ERROR(Finish(writing_.get()));
  }
  RUFAA_RETURN_IF_ERROR(CheckClaims());
  // What accepted nothing is not worth a write: after a restart it is read again, and judged alike.
  if (!to_write_.has_value() && batch_->commits == 0) return absl::OkStatus();
  if (!to_write_.has_value()) CloseBatch();
  writing_ = std::async(std::launch::async, [this] { return WriteBatch(); });
  return absl::OkStatus();
}

void Replica::CloseBatch() {
  writer_->Close(*batch_);
  batch_->writes.PutSource(mark_);
  if (!in_history_ && stored_in_history_) batch_->writes.PutMove({});
  stored_in_history_ = in_history_;
  to_write_.emplace(*std::move(batch_));
  batch_.emplace(store_);
}

// Durable in the topic; what this copy should lose, it reads again.
absl::Status Replica::WriteBatch() { return store_.WriteUnsynced(to_write_->writes); }

absl::Status Replica::Finish(absl::Status written) {
  if (absl::IsResourceExhausted(written)) {
    // Without an answer from Resume the next attempt finds out by itself.
    store_.Resume().IgnoreError();
  }
  RUFAA_RETURN_IF_ERROR(written);
  progress_.Advance(to_write_->head, to_write_->moved);
  progress_.Tell();
  writer_->Durable(to_write_->head);
  to_write_.reset();
  return absl::OkStatus();
}

absl::Status Replica::Hear(const RootClaim& claim) {
  // Whoever made it had applied no record behind it.
  if (claim.position > writer_->tip().position) return Parted(claim, "has no such position");
  claims_.push_back(claim);
  return absl::OkStatus();
}

// Those that the store has come to.
absl::Status Replica::CheckClaims() {
  const uint64_t head = progress_.head();
  const auto later = std::partition(claims_.begin(), claims_.end(),
                                    [&](const RootClaim& claim) { return claim.position <= head; });
  for (auto claim = claims_.begin(); claim != later; ++claim) {
    StoredNodes nodes(store_, head);
    RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, RootOf(nodes, claim->position));
    if (root != claim->root) return Parted(*claim, absl::StrCat("has ", Hex(root)));
  }
  claims_.erase(claims_.begin(), later);
  return absl::OkStatus();
}

bool Replica::ClaimIsDue() const { return progress_.head() >= claimed_ + kCommitsBetweenClaims; }

RootClaim Replica::Claim() {
  const LogTip& tip = writer_->tip();
  claimed_ = tip.position;
  return {.position = tip.position, .root = tip.root};
}

}  // namespace rufaa
