#include "eventlog/sequencer.h"

#include <algorithm>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/named_thread.h"
#include "eventlog/rule.h"

namespace rufaa {
namespace {

constexpr size_t kBatchBytes = 4 << 20;
constexpr size_t kBatchAnswers = 8192;
constexpr size_t kSequencedAtOnce = 256;  // Before looking whether the writer is free.
// A batch of so few is written and answered where it was made: handing it over would cost more.
constexpr size_t kAnswersInPlace = 4;
// Beyond that, proposers are sent away: a disk that is slow must not become memory that is full.
constexpr size_t kWaitingBytesMax = 64 << 20;

absl::Status Stopped() {
  return Refuse(Reason::LOG_UNAVAILABLE, "The log has stopped until it is restarted.");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sequencer>> Sequencer::Start(LogStore& store, Clock& clock,
                                                            Progress& progress,
                                                            const Options& options) {
  std::unique_ptr<Sequencer> sequencer(new Sequencer(store, clock, progress, options));
  RUFAA_ASSIGN_OR_RETURN(sequencer->writer_, CommitWriter::Resume(store));
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
    stopped = !stopped_.ok();
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
      batch_->judged.writes.bytes() >= kBatchBytes || batch_->answers.size() >= kBatchAnswers;
  if (next_taken_ < taken_.size() && !batch_is_full) return true;
  std::unique_lock lock(mutex_);
  submitted_.wait(lock, [&] {
    // At once, though nobody waits: who watches over the log is to know.
    if (!failure_.ok()) return true;
    if (!waiting_.empty() && !batch_is_full) return true;
    if (!batch_is_empty && !writing_) return true;
    return closing_ && waiting_.empty() && batch_is_empty;
  });
  if (batch_is_full || !failure_.ok()) return true;
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
  writer_->Durable(progress_.head());
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
  absl::StatusOr<CommitWriter::Outcome> outcome =
      writer_->JudgeAndAdd(submission.proposal, submission.bytes, clock_.Now(), batch_->judged);
  // Without the prefix there is no verdict; the store's own words are for the technician.
  if (!outcome.ok()) return outcome.status();
  if (outcome->kind == Verdict::Kind::kNewerRule) return UnknownRuleRefused();
  if (outcome->kind == Verdict::Kind::kRefused) return std::move(outcome->refusal);
  return outcome->receipt;
}

void Sequencer::HandOver() {
  writer_->Close(batch_->judged);
  std::unique_ptr<Batch> batch = std::exchange(batch_, std::make_unique<Batch>(store_));
  if (batch->answers.size() <= kAnswersInPlace) {
    Write(*batch);
    AnswerEach(*batch);
    progress_.Tell();
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    writing_ = true;
    to_write_ = std::move(batch);
  }
  handed_over_.notify_one();
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
  full_ = absl::IsResourceExhausted(failure);
  if (full_ && writer_->GoBack().ok()) return;
  stopped_for_good_ = true;
  const std::lock_guard lock(mutex_);
  stopped_ = failure;
}

absl::Status Sequencer::Health() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace rufaa
