// The sequencer's write and answer threads.
#include "domain/base/refusal.h"
#include "eventlog/sequencer.h"

namespace rufaa {

void Sequencer::WriteAll() {
  for (;;) {
    std::unique_ptr<Batch> batch;
    {
      std::unique_lock lock(mutex_);
      handed_over_.wait(lock, [this] { return to_write_ != nullptr || write_closing_; });
      if (to_write_ == nullptr) return;
      batch = std::move(to_write_);
    }
    Write(*batch);
    {
      const std::lock_guard lock(mutex_);
      writing_ = false;
      to_answer_.push_back(std::move(batch));
    }
    submitted_.notify_one();
    answered_.notify_one();
    progress_.Tell();
  }
}

void Sequencer::Write(Batch& batch) {
  if (batch.judged.commits == 0) return;
  const absl::Status written = store_.Write(batch.judged.writes);
  if (written.ok()) {
    progress_.Advance(batch.judged.head, batch.judged.moved);
    return;
  }
  for (Answer& answer : batch.answers) answer.receipt = written;
  const std::lock_guard lock(mutex_);
  failure_ = written;
}

void Sequencer::AnswerAll() {
  std::deque<std::unique_ptr<Batch>> batches;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      answered_.wait(lock, [this] { return !to_answer_.empty() || answer_closing_; });
      if (to_answer_.empty()) return;
      batches.swap(to_answer_);
    }
    for (const std::unique_ptr<Batch>& batch : batches) AnswerEach(*batch);
    batches.clear();
  }
}

void Sequencer::AnswerEach(Batch& batch) {
  for (Answer& answer : batch.answers) answer.done(std::move(answer.receipt));
}

}  // namespace rufaa
