#include "projections/runner/catch_up.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "domain/base/status_macros.h"
#include "eventlog/named_thread.h"

namespace rufaa {

namespace {

using Batch = std::vector<DecodedCommit>;
using SharedBatch = std::shared_ptr<const Batch>;

// Batches on their way from the reader to one view's thread.
class BatchQueue {
 public:
  // Waits while the queue is full. False once the other side has given up.
  bool Push(SharedBatch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return abandoned_ || batches_.size() < kDepth; });
    if (abandoned_) return false;
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
  }

  // nullptr: no more will come.
  SharedBatch Pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !batches_.empty(); });
    if (batches_.empty()) return nullptr;
    SharedBatch batch = std::move(batches_.front());
    batches_.pop_front();
    changed_.notify_all();
    return batch;
  }

  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  void Abandon() {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    batches_.clear();
    changed_.notify_all();
  }

 private:
  static constexpr size_t kDepth = 4;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<SharedBatch> batches_;
  bool closed_ = false;
  bool abandoned_ = false;
};

// One view's end of it, on a thread of its own.
class Worker {
 public:
  Worker(ViewStore& store, ViewFolder& folder, size_t batch_bytes)
      : store_(store), folder_(folder), batch_bytes_(batch_bytes) {}

  BatchQueue& queue() { return queue_; }
  const absl::Status& status() const { return status_; }

  void Run() {
    status_ = FoldAll();
    status_.Update(Landed());
    if (status_.ok()) return;
    folder_.Forget();
    queue_.Abandon();
  }

 private:
  absl::Status FoldAll() {
    while (SharedBatch batch = queue_.Pop()) {
      for (const DecodedCommit& commit : *batch) folder_.Fold(commit);
      if (folder_.pending_bytes() >= batch_bytes_) RUFAA_RETURN_IF_ERROR(Write());
    }
    RUFAA_RETURN_IF_ERROR(Write());
    RUFAA_RETURN_IF_ERROR(Landed());
    return store_.Persist(*folder_.table());
  }

  // One batch is written while the next is folded.
  absl::Status Write() {
    RUFAA_RETURN_IF_ERROR(Landed());
    RUFAA_ASSIGN_OR_RETURN(const TableWrite write, folder_.TakeWrite());
    writing_ = std::async(std::launch::async,
                          [this, write] { return store_.Write({write}, WriteMode::kLoose); });
    return absl::OkStatus();
  }

  absl::Status Landed() {
    if (!writing_.valid()) return absl::OkStatus();
    RUFAA_RETURN_IF_ERROR(writing_.get());
    folder_.Landed();
    return absl::OkStatus();
  }

  ViewStore& store_;
  ViewFolder& folder_;
  const size_t batch_bytes_;
  BatchQueue queue_;
  std::future<absl::Status> writing_;
  absl::Status status_;
};

using Workers = std::vector<std::unique_ptr<Worker>>;

bool HandOver(const Workers& workers, Batch batch) {
  auto shared = std::make_shared<const Batch>(std::move(batch));
  for (const auto& worker : workers) {
    if (!worker->queue().Push(shared)) return false;
  }
  return true;
}

absl::Status ReadAndHandOver(CountyLog& log, const Workers& workers, uint64_t after, uint64_t until,
                             size_t size, const std::atomic<bool>& stop) {
  Batch batch;
  absl::Status failure;
  RUFAA_RETURN_IF_ERROR(log.Read(after, [&](const Commit& commit) {
    if (commit.position > until) return false;
    absl::StatusOr<DecodedCommit> decoded = Decode(commit);
    if (!decoded.ok()) {
      failure = decoded.status();
      return false;
    }
    batch.push_back(*std::move(decoded));
    if (batch.size() < size) return true;
    const bool wanted = HandOver(workers, std::move(batch));
    batch = Batch();
    return wanted && !stop.load(std::memory_order_relaxed);
  }));
  // What could still be decoded before the failure is folded; the failure is told all the same.
  HandOver(workers, std::move(batch));
  return failure;
}

}  // namespace

absl::Status CatchUp(CountyLog& log, ViewStore& store, const std::vector<ViewFolder*>& folders,
                     uint64_t until, const CatchUpOptions& options, const std::atomic<bool>& stop) {
  if (folders.empty()) return absl::OkStatus();
  uint64_t after = until;
  Workers workers;
  for (ViewFolder* folder : folders) {
    after = std::min(after, folder->position());
    workers.push_back(std::make_unique<Worker>(store, *folder, options.batch_bytes));
  }
  std::vector<std::thread> threads;
  for (const auto& worker : workers)
    threads.push_back(NamedThread("views-catch-up", [&worker] { worker->Run(); }));
  absl::Status status =
      ReadAndHandOver(log, workers, after, until, options.commits_per_hand_over, stop);
  for (const auto& worker : workers) worker->queue().Close();
  for (std::thread& thread : threads) thread.join();
  for (const auto& worker : workers) status.Update(worker->status());
  return status;
}

}  // namespace rufaa
