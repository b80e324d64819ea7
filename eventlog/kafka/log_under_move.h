// The folder of a log that is being moved: taken, so that nobody else has it open, and with the
// marks that say where the log is. For one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventlog/kafka/move_log.h"
#include "eventlog/log_store.h"
#include "eventlog/stored_log.h"

namespace rufaa {

class LogUnderMove : public StoredLog {
 public:
  // NOT_FOUND if there is no log, and as EmbeddedLog::Open but for logs that are elsewhere.
  // `options` must outlive it.
  static absl::StatusOr<std::unique_ptr<LogUnderMove>> Open(const MoveOptions& options);

  void Append(Proposal proposal, Done done) override;

  LogDirectory& directory() { return *directory_; }
  LogStore& store() { return *store_; }
  Progress& progress() { return *progress_; }
  Genesis genesis() const { return GenesisOfFolder(); }

  bool is_copy() const { return is_copy_; }
  const MoveMark& move() const { return move_; }

  // Each durable when it returns.
  absl::Status Mark(const MoveMark& move);
  absl::Status BecomeCopy(const SourceMark& mark);
  absl::Status BecomeEmbedded();

  // What is told of a move of this log, as it is now.
  absl::StatusOr<Moved> Result(bool before);

 private:
  explicit LogUnderMove(const MoveOptions& options) : options_(options) {}
  absl::Status Start();
  absl::Status Write(LogStore::Batch& batch, bool is_copy, const MoveMark& move);

  const MoveOptions& options_;
  MoveMark move_;
  bool is_copy_ = false;
};

// The log's roots at sixteen positions, of which `last` is the last: to be compared with another's.
absl::StatusOr<std::vector<MerkleHash>> SomeRootsUpTo(CountyLog& log, uint64_t last);

// Reads the folder through; DATA_LOSS, naming the position, when it does not hold.
absl::Status VerifyWhole(const std::string& path, const MoveOptions& options, MoveStep step,
                         uint64_t total);

// Tells the progress, if anybody wants to know.
inline void Tell(const MoveOptions& options, MoveStep step, uint64_t done, uint64_t total) {
  if (options.progress) options.progress(step, done, total);
}

}  // namespace rufaa
