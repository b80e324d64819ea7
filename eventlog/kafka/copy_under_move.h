// The copy in a folder that is being moved, and its topic: found at the brokers, compared, and read
// on. For one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "eventlog/kafka/log_under_move.h"
#include "eventlog/kafka/replica.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_writer.h"

namespace rufaa {

class CopyUnderMove {
 public:
  // FAILED_PRECONDITION when the topic is not there, or is another's; LOG_UNAVAILABLE when no
  // broker answers, and both name who was asked; STORE_DAMAGED when it is not the one that was
  // read. `log`, which is a copy, and `options` must outlive it.
  static absl::StatusOr<std::unique_ptr<CopyUnderMove>> Open(LogUnderMove& log,
                                                             const MoveOptions& options);

  // To what is the topic's end by now, or to where it is closed. FAILED_PRECONDITION where the
  // topic holds only a part of a log. As Replica::Judge of what is read.
  absl::Status ReadToItsEnd();

  absl::Status Take(absl::Span<const TopicReader::Record> records);

  TopicWriter& writer() { return *writer_; }
  TopicReader& reader() { return *reader_; }
  // The id of who closed the topic, once that was read.
  const std::optional<std::string>& closed_by() const { return replica_->closed_by(); }

 private:
  CopyUnderMove(LogUnderMove& log, const MoveOptions& options) : log_(log), options_(options) {}
  absl::Status Connect();

  LogUnderMove& log_;
  const MoveOptions& options_;
  std::unique_ptr<TopicWriter> writer_;
  std::unique_ptr<TopicReader> reader_;
  std::unique_ptr<Replica> replica_;
};

// Of a topic whose history has no end yet.
absl::Status NotWholeYet(const MoveOptions& options);

}  // namespace rufaa
