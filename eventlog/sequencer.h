// The embedded sequencer: gives proposals their order, judges each by the rule, and makes what is
// accepted durable, many commits at a time.
//
//   proposers ──Submit──▶ waiting ──▶ sequence thread ──Batch──▶ write thread ──▶ answer thread
//
// The sequence thread judges and encodes the next batch while the write thread syncs the last, so
// the processor works while the disk does. A batch judged on top of one that was not yet durable
// is answered only after it, and falls with it. When few are waiting, the sequence thread does it
// all itself: handing over to another thread costs more than it saves.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventlog/clock.h"
#include "eventlog/commit_writer.h"
#include "eventlog/county_log.h"
#include "eventlog/log_store.h"
#include "eventlog/progress.h"

namespace rufaa {

class Sequencer {
 public:
  struct Options {
    uint64_t reserve_bytes = 0;  // STORE_FULL when less than this is free.
  };

  // Goes on from the store's tip. All three must outlive the sequencer.
  static absl::StatusOr<std::unique_ptr<Sequencer>> Start(LogStore& store, Clock& clock,
                                                          Progress& progress,
                                                          const Options& options);

  // Answers everything submitted before.
  ~Sequencer();

  struct Submission {
    Proposal proposal;  // Passed CheckForm.
    std::string bytes;  // EncodeProposal of it.
    CountyLog::Done done;
  };
  void Submit(Submission submission);

  // OK, or the failure that it has stopped for: only a new start cures it.
  absl::Status Health() const;

 private:
  struct Answer {
    CountyLog::Done done;
    absl::StatusOr<Receipt> receipt;
  };

  struct Batch {
    explicit Batch(const LogStore& store) : judged(store) {}
    CommitWriter::Batch judged;
    std::vector<Answer> answers;
  };

  Sequencer(LogStore& store, Clock& clock, Progress& progress, const Options& options);

  // Sequence thread.
  void SequenceAll();
  bool TakeWaiting();
  void SequenceTaken();
  absl::StatusOr<Receipt> JudgeAndAdd(const Submission& submission);
  void HandOver();
  absl::Status MakeRoom();
  void RollBack(const absl::Status& failure);

  // Write thread; also the sequence thread when little waits.
  void WriteAll();
  void Write(Batch& batch);

  // Answer thread.
  void AnswerAll();
  static void AnswerEach(Batch& batch);

  LogStore& store_;
  Clock& clock_;
  Progress& progress_;
  const Options options_;

  // The sequence thread's own: the log as it will be when all that was judged is durable.
  std::unique_ptr<CommitWriter> writer_;
  std::vector<Submission> taken_;  // Out of waiting_; the first next_taken_ are done with.
  size_t next_taken_ = 0;
  std::unique_ptr<Batch> batch_;
  bool full_ = false;              // A write found no room; RocksDB has to be resumed.
  bool stopped_for_good_ = false;  // By a failure that only a restart cures.

  mutable std::mutex mutex_;
  std::condition_variable submitted_;  // Wakes the sequence thread.
  std::condition_variable handed_over_;
  std::condition_variable answered_;
  std::vector<Submission> waiting_;
  size_t waiting_bytes_ = 0;
  std::unique_ptr<Batch> to_write_;
  bool writing_ = false;
  absl::Status failure_;  // Of a write, not yet rolled back.
  absl::Status stopped_;  // By what, if stopped_for_good_; for everybody else's eyes.
  bool closing_ = false;
  bool write_closing_ = false;
  bool answer_closing_ = false;
  std::deque<std::unique_ptr<Batch>> to_answer_;

  std::thread sequence_thread_, write_thread_, answer_thread_;
};

}  // namespace rufaa
