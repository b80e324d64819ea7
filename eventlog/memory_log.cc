#include "eventlog/memory_log.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"

namespace rufaa {
namespace {

Clock* SystemClockInstance() {
  static SystemClock clock;
  return &clock;
}

}  // namespace

// What the rule asks; the log's mutex is held throughout.
class MemoryLog::HeldPrefix : public Prefix {
 public:
  explicit HeldPrefix(const MemoryLog& log) : log_(log) {}

  absl::StatusOr<uint64_t> Version(absl::string_view stream) override {
    const auto found = log_.streams_.find(stream);
    return found == log_.streams_.end() ? 0 : found->second.size();
  }

  absl::StatusOr<std::optional<Applied>> Find(absl::string_view caller,
                                              absl::string_view request_id) override {
    const auto found = log_.requests_.find(std::pair(std::string(caller), std::string(request_id)));
    if (found == log_.requests_.end()) return std::nullopt;
    const Commit& commit = log_.commits_[found->second - 1]->commit;
    return Applied{.position = commit.position,
                   .recorded_at = commit.recorded_at,
                   .digest = commit.proposal.digest};
  }

 private:
  const MemoryLog& log_;
};

// The tree, hashed anew from its leaves; the log's mutex is held throughout.
class MemoryLog::HeldNodes : public MerkleNodes {
 public:
  explicit HeldNodes(const MemoryLog& log) : log_(log) {}

  absl::StatusOr<MerkleHash> Complete(int level, uint64_t index) override {
    std::vector<MerkleHash> leaves;
    for (uint64_t i = index << level; i < (index + 1) << level; ++i) {
      leaves.push_back(log_.commits_[i]->leaf);
    }
    return CompleteRoot(leaves);
  }

 private:
  const MemoryLog& log_;
};

MemoryLog::MemoryLog(Clock* clock) : clock_(clock != nullptr ? clock : SystemClockInstance()) {}

void MemoryLog::Append(Proposal proposal, Done done) { done(AppendNow(std::move(proposal))); }

absl::StatusOr<Receipt> MemoryLog::AppendNow(Proposal proposal) {
  const std::string bytes = EncodeProposal(proposal);
  RUFAA_RETURN_IF_ERROR(CheckForm(proposal, bytes.size()));
  const std::lock_guard lock(mutex_);
  HeldPrefix prefix(*this);
  RUFAA_ASSIGN_OR_RETURN(Verdict verdict, Judge(prefix, proposal));
  switch (verdict.kind) {
    case Verdict::Kind::kAccepted:
      return Accept(std::move(proposal), std::move(verdict.versions), bytes);
    case Verdict::Kind::kRepeated:
      return Receipt{.position = verdict.first.position,
                     .recorded_at = verdict.first.recorded_at,
                     .repeated = true};
    case Verdict::Kind::kNewerRule:
      return UnknownRuleRefused();
    case Verdict::Kind::kRefused:
      break;
  }
  return verdict.refusal;
}

Receipt MemoryLog::Accept(Proposal proposal, std::vector<uint64_t> versions,
                          absl::string_view proposal_bytes) {
  auto stored = std::make_unique<Stored>();
  Commit& commit = stored->commit;
  commit.position = commits_.size() + 1;
  commit.recorded_at = absl::FromUnixMicros(absl::ToUnixMicros(clock_->Now()));
  if (!commits_.empty()) {
    commit.recorded_at = std::max(commit.recorded_at, commits_.back()->commit.recorded_at);
  }
  commit.versions = std::move(versions);
  commit.proposal = std::move(proposal);
  // Kept to the microsecond, as the stored bytes have it.
  commit.proposal.occurred_at =
      absl::FromUnixMicros(absl::ToUnixMicros(commit.proposal.occurred_at));
  const std::string record =
      EncodeRecord(commit.position, commit.recorded_at, commit.versions, proposal_bytes);
  AppendFrame(record, stored->chunk);
  stored->leaf = LeafHash(record);
  frontier_.Append(stored->leaf);
  stored->root = frontier_.Root();

  const std::vector<NewEvent>& events = commit.proposal.events;
  for (size_t i = 0; i < events.size(); ++i)
    streams_[events[i].stream].push_back({stored.get(), i});
  requests_.emplace(std::pair(commit.proposal.caller, commit.proposal.request_id), commit.position);
  const Receipt receipt{.position = commit.position, .recorded_at = commit.recorded_at};
  commits_.push_back(std::move(stored));
  grown_.notify_all();
  return receipt;
}

absl::StatusOr<std::optional<Receipt>> MemoryLog::Find(absl::string_view caller,
                                                       absl::string_view request_id,
                                                       absl::string_view digest) {
  const std::lock_guard lock(mutex_);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Applied> first,
                         HeldPrefix(*this).Find(caller, request_id));
  if (!first.has_value()) return std::nullopt;
  RUFAA_RETURN_IF_ERROR(CheckRepeat(*first, digest));
  return Receipt{.position = first->position, .recorded_at = first->recorded_at, .repeated = true};
}

absl::StatusOr<uint64_t> MemoryLog::Version(absl::string_view stream) {
  const std::lock_guard lock(mutex_);
  return HeldPrefix(*this).Version(stream);
}

absl::Status MemoryLog::ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) {
  std::vector<Place> places;
  {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(stream);
    if (found == streams_.end() || after >= found->second.size()) return absl::OkStatus();
    places.assign(found->second.begin() + static_cast<ptrdiff_t>(after), found->second.end());
  }
  for (const Place& place : places) {
    if (!show(RecordedEvent{&place.stored->commit, place.index})) break;
  }
  return absl::OkStatus();
}

std::vector<const MemoryLog::Stored*> MemoryLog::After(uint64_t position) const {
  const std::lock_guard lock(mutex_);
  std::vector<const Stored*> after;
  for (size_t i = position; i < commits_.size(); ++i) after.push_back(commits_[i].get());
  return after;
}

absl::Status MemoryLog::Read(uint64_t after, ShowCommit show) {
  for (const Stored* stored : After(after)) {
    if (!show(stored->commit)) break;
  }
  return absl::OkStatus();
}

absl::Status MemoryLog::ReadChunks(uint64_t after, ShowChunk show) {
  for (const Stored* stored : After(after)) {
    if (!show(stored->chunk, stored->commit.position, stored->commit.position)) break;
  }
  return absl::OkStatus();
}

uint64_t MemoryLog::Head() const {
  const std::lock_guard lock(mutex_);
  return commits_.size();
}

uint64_t MemoryLog::WaitBeyond(uint64_t after, absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  grown_.wait_for(lock, absl::ToChronoNanoseconds(timeout),
                  [&] { return commits_.size() > after; });
  return commits_.size();
}

absl::StatusOr<MerkleHash> MemoryLog::Root(uint64_t position) {
  const std::lock_guard lock(mutex_);
  if (position > commits_.size()) return BeyondHead(position, commits_.size());
  return position == 0 ? Sha256({}) : commits_[position - 1]->root;
}

absl::StatusOr<MerkleProof> MemoryLog::ProveInclusion(uint64_t position, uint64_t size) {
  const std::lock_guard lock(mutex_);
  if (size > commits_.size() || position > size || position == 0) {
    return BeyondHead(position, commits_.size());
  }
  HeldNodes nodes(*this);
  return InclusionProof(nodes, position - 1, size);
}

absl::StatusOr<MerkleProof> MemoryLog::ProveConsistency(uint64_t from, uint64_t to) {
  const std::lock_guard lock(mutex_);
  if (to > commits_.size() || from > to || from == 0) return BeyondHead(to, commits_.size());
  HeldNodes nodes(*this);
  return ConsistencyProof(nodes, from, to);
}

}  // namespace rufaa
