#include "eventlog/sequencer.h"

#include <algorithm>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/named_thread.h"
#include "eventlog/record.h"
#include "eventlog/stored_request.h"

namespace rufaa {
namespace {

// A stream's record is found by reading its block, so a block is small; the log is read through in
// blocks, so it is not tiny.
constexpr size_t kBlockBytes = 16 << 10;
constexpr size_t kBatchBytes = 4 << 20;
constexpr size_t kBatchAnswers = 8192;
constexpr size_t kSequencedAtOnce = 256;  // Before looking whether the writer is free.
// A batch of so few is written and answered where it was made: handing it over would cost more.
constexpr size_t kAnswersInPlace = 4;
// Beyond that, proposers are sent away: a disk that is slow must not become memory that is full.
constexpr size_t kWaitingBytesMax = 64 << 20;
constexpr size_t kHeads = 100'000;
// A batch being built and one being written: what the last two batches touched is in flight.
constexpr int kBatchesInFlight = 2;

absl::Status Stopped() {
  return Refuse(Reason::LOG_UNAVAILABLE, "The log has stopped until it is restarted.");
}

}  // namespace

// The prefix as the rule asks of it: all that was judged before, durable or still in flight.
class Sequencer::JudgedPrefix : public Prefix {
 public:
  explicit JudgedPrefix(Sequencer& sequencer) : sequencer_(sequencer) {}

  absl::StatusOr<uint64_t> Version(absl::string_view stream) override {
    if (const auto known = sequencer_.heads_.Get(stream)) return *known;
    // Not in the cache, so nothing in flight has touched it: the store has its last word.
    RUFAA_ASSIGN_OR_RETURN(const uint64_t version, sequencer_.store_.StreamVersion(stream));
    sequencer_.heads_.Set(stream, version);
    return version;
  }

  absl::StatusOr<std::optional<Applied>> Find(absl::string_view caller,
                                              absl::string_view request_id) override {
    sequencer_.SetRequestKey(caller, request_id);
    for (const InFlight& batch : sequencer_.in_flight_) {
      const auto found = batch.requests.find(sequencer_.request_key_);
      if (found == batch.requests.end()) continue;
      const InFlight::Request& request = found->second;
      return Applied{.position = request.position,
                     .recorded_at = request.recorded_at,
                     .digest = std::string(request.digest.data(), request.digest.size())};
    }
    return FindApplied(sequencer_.store_, caller, request_id);
  }

 private:
  Sequencer& sequencer_;
};

absl::StatusOr<std::unique_ptr<Sequencer>> Sequencer::Start(LogStore& store, Clock& clock,
                                                            Progress& progress,
                                                            const Options& options) {
  std::unique_ptr<Sequencer> sequencer(new Sequencer(store, clock, progress, options));
  RUFAA_RETURN_IF_ERROR(sequencer->LoadTip());
  Sequencer* const raw = sequencer.get();
  raw->answer_thread_ = NamedThread("log-answer", [raw] { raw->AnswerAll(); });
  raw->write_thread_ = NamedThread("log-write", [raw] { raw->WriteAll(); });
  raw->sequence_thread_ = NamedThread("log-sequence", [raw] { raw->SequenceAll(); });
  return sequencer;
}

Sequencer::Sequencer(LogStore& store, Clock& clock, Progress& progress, const Options& options)
    : store_(store),
      clock_(clock),
      progress_(progress),
      options_(options),
      heads_(kHeads),
      in_flight_(1),
      batch_(std::make_unique<Batch>(store)) {}

Sequencer::~Sequencer() {
  // Upstream first, so that each thread ends with nothing left to hand on.
  const auto close = [this](bool& flag, std::condition_variable& wake, std::thread& thread) {
    {
      const std::lock_guard lock(mutex_);
      flag = true;
    }
    wake.notify_all();
    if (thread.joinable()) thread.join();
  };
  close(closing_, submitted_, sequence_thread_);
  close(write_closing_, handed_over_, write_thread_);
  close(answer_closing_, answered_, answer_thread_);
}

void Sequencer::Submit(Submission submission) {
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    stopped = stopped_;
    if (!stopped && waiting_bytes_ < kWaitingBytesMax) {
      waiting_bytes_ += submission.bytes.size();
      waiting_.push_back(std::move(submission));
      // Only an empty queue can have put the sequence thread to sleep over it.
      if (waiting_.size() == 1) submitted_.notify_one();
      return;
    }
  }
  submission.done(
      stopped ? Stopped()
              : Refuse(Reason::LOG_UNAVAILABLE, "Too many commits are waiting for the log."));
}

void Sequencer::SequenceAll() {
  while (TakeWaiting()) {
    absl::Status failure;
    {
      const std::lock_guard lock(mutex_);
      failure = std::exchange(failure_, absl::OkStatus());
    }
    if (!failure.ok()) RollBack(failure);
    SequenceTaken();
    {
      const std::lock_guard lock(mutex_);
      if (writing_ || !failure_.ok()) continue;
    }
    if (!batch_->answers.empty()) HandOver();
  }
}

// Waits for something to do: proposals that the batch has room for, a free writer for the batch
// that was built, or a failure to roll back. False when all is done and the log closes.
bool Sequencer::TakeWaiting() {
  const bool batch_is_empty = batch_->answers.empty();
  const bool batch_is_full =
      batch_->writes.bytes() >= kBatchBytes || batch_->answers.size() >= kBatchAnswers;
  if (next_taken_ < taken_.size() && !batch_is_full) return true;
  std::unique_lock lock(mutex_);
  submitted_.wait(lock, [&] {
    if (!waiting_.empty() && !batch_is_full) return true;
    if (!batch_is_empty && !writing_) return true;
    return closing_ && waiting_.empty() && batch_is_empty;
  });
  if (batch_is_full) return true;
  if (waiting_.empty()) return !batch_is_empty;
  taken_.clear();
  next_taken_ = 0;
  taken_.swap(waiting_);
  waiting_bytes_ = 0;
  return true;
}

void Sequencer::SequenceTaken() {
  const size_t end = std::min(taken_.size(), next_taken_ + kSequencedAtOnce);
  if (next_taken_ == end) return;
  ForgetDurable();
  const absl::Status room = MakeRoom();
  for (; next_taken_ < end; ++next_taken_) {
    Submission& submission = taken_[next_taken_];
    if (!room.ok()) {
      submission.done(room);
      continue;
    }
    absl::StatusOr<Receipt> receipt = JudgeAndAdd(submission);
    batch_->answers.push_back({std::move(submission.done), std::move(receipt)});
  }
}

absl::StatusOr<Receipt> Sequencer::JudgeAndAdd(const Submission& submission) {
  JudgedPrefix prefix(*this);
  absl::StatusOr<Verdict> verdict = Judge(prefix, submission.proposal);
  // Without the prefix there is no verdict; the store's own words are for the technician.
  if (!verdict.ok()) return verdict.status();
  switch (verdict->kind) {
    case Verdict::Kind::kAccepted:
      return Add(submission, verdict->versions);
    case Verdict::Kind::kRepeated:
      return Receipt{.position = verdict->first.position,
                     .recorded_at = verdict->first.recorded_at,
                     .repeated = true};
    case Verdict::Kind::kNewerRule:
      return UnknownRuleRefused();
    case Verdict::Kind::kRefused:
      break;
  }
  return verdict->refusal;
}

Receipt Sequencer::Add(const Submission& submission, const std::vector<uint64_t>& versions) {
  const Proposal& proposal = submission.proposal;
  ++tip_.position;
  tip_.recorded_at =
      std::max(tip_.recorded_at, absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now())));
  const std::string record =
      EncodeRecord(tip_.position, tip_.recorded_at, versions, submission.bytes);
  AppendFrame(record, block_);
  if (block_.size() >= kBlockBytes) CloseBlock();
  AddLeaf(record);
  for (size_t i = 0; i < versions.size(); ++i) {
    const std::string& stream = proposal.events[i].stream;
    batch_->writes.PutEvent(stream, versions[i], tip_.position, i);
    heads_.Set(stream, versions[i]);
    batch_->moved.emplace_back(stream, versions[i]);
  }
  batch_->writes.PutRequest(proposal.caller, proposal.request_id, tip_.position);
  SetRequestKey(proposal.caller, proposal.request_id);
  InFlight::Request request{
      .position = tip_.position, .recorded_at = tip_.recorded_at, .digest = {}};
  std::copy_n(proposal.digest.begin(), kDigestBytes, request.digest.begin());
  in_flight_.back().requests.emplace(request_key_, request);
  ++batch_->commits;
  return Receipt{.position = tip_.position, .recorded_at = tip_.recorded_at};
}

void Sequencer::SetRequestKey(absl::string_view caller, absl::string_view request_id) {
  request_key_.assign(caller.data(), caller.size());
  request_key_.push_back('\0');
  request_key_.append(request_id.data(), request_id.size());
}

void Sequencer::AddLeaf(absl::string_view record) {
  frontier_.Append(LeafHash(record), [this](int level, uint64_t index, const MerkleHash& hash) {
    if (level == 0) tile_.push_back(hash);
    if (level >= kTileLevel) batch_->writes.PutNode(level, index, hash);
  });
  if (tile_.size() < kTileLeaves) return;
  batch_->writes.PutTile((frontier_.size() - 1) / kTileLeaves, tile_);
  tile_.clear();
}

void Sequencer::CloseBlock() {
  if (block_.empty()) return;
  batch_->writes.PutBlock(tip_.position, block_);
  block_.clear();
}

void Sequencer::HandOver() {
  if (batch_->commits > 0) {
    CloseBlock();
    tip_.root = frontier_.Root();
    batch_->writes.PutTip(tip_);
  }
  batch_->head = tip_.position;
  in_flight_.back().head = tip_.position;
  in_flight_.emplace_back();
  if (++batches_since_generation_ > kBatchesInFlight && heads_.IsFull()) {
    heads_.NewGeneration();
    batches_since_generation_ = 0;
  }
  std::unique_ptr<Batch> batch = std::exchange(batch_, std::make_unique<Batch>(store_));
  if (batch->answers.size() <= kAnswersInPlace) {
    Write(*batch);
    AnswerEach(*batch);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    writing_ = true;
    to_write_ = std::move(batch);
  }
  handed_over_.notify_one();
}

// The store now knows these requests itself.
void Sequencer::ForgetDurable() {
  const uint64_t head = progress_.head();
  while (in_flight_.size() > 1 && in_flight_.front().head <= head) in_flight_.pop_front();
}

absl::Status Sequencer::LoadTip() {
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

absl::Status Sequencer::MakeRoom() {
  if (stopped_for_good_) return Stopped();
  const std::optional<uint64_t> free = store_.FreeBytes();
  if (free.has_value() && *free < options_.reserve_bytes) return Refuse(Reason::STORE_FULL);
  if (!full_) return absl::OkStatus();
  if (!store_.Resume().ok()) return Refuse(Reason::STORE_FULL);
  full_ = false;
  return absl::OkStatus();
}

// What was judged on top of a batch that failed falls with it. With a full disk the log is then as
// if neither had been offered; after any other failure it judges no more.
void Sequencer::RollBack(const absl::Status& failure) {
  for (Answer& answer : batch_->answers) answer.done(failure);
  batch_ = std::make_unique<Batch>(store_);
  heads_.Clear();
  in_flight_.clear();
  in_flight_.emplace_back();
  block_.clear();
  tile_.clear();
  full_ = absl::IsResourceExhausted(failure);
  if (full_ && LoadTip().ok()) return;
  stopped_for_good_ = true;
  const std::lock_guard lock(mutex_);
  stopped_ = true;
}

}  // namespace rufaa
