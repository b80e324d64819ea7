// Sends a log's commits into a topic, as its history, and holds what is read back against them. For
// one thread.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "eventlog/kafka/log_under_move.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/kafka/topic_writer.h"
#include "eventlog/log_store.h"

namespace rufaa {

class HistorySender {
 public:
  // `log` and `options` must outlive it; the log's head is the last commit that is sent.
  HistorySender(LogUnderMove& log, const MoveOptions& options, std::unique_ptr<TopicWriter> writer,
                std::unique_ptr<TopicReader> reader)
      : log_(log),
        options_(options),
        writer_(std::move(writer)),
        reader_(std::move(reader)),
        records_(log.store()) {}

  // Begins an empty topic; goes on with one that this log was being moved into before.
  // FAILED_PRECONDITION for any other.
  absl::Status Begin();

  // Until the topic holds every commit, in order, to the byte.
  absl::Status SendCommits();

  // Until the topic's history has its end: from then on it is the log.
  absl::Status SendEnd();

  // Right behind the end: from where a copy goes on.
  const SourceMark& mark() const { return mark_; }

 private:
  // What was there before, to its end: it may have been closed.
  absl::Status Take(absl::Span<const TopicReader::Record> records);
  // What comes while this sends.
  absl::Status TakeOwn(absl::Span<const TopicReader::Record> records);
  absl::Status TakeOne(const TopicRecord& record);
  absl::Status TakeCommit(absl::string_view bytes);
  absl::Status TakeEnd(const RootClaim& end);
  absl::Status SendSome();

  LogUnderMove& log_;
  const MoveOptions& options_;
  const std::unique_ptr<TopicWriter> writer_;
  const std::unique_ptr<TopicReader> reader_;
  LogStore::RecordCursor records_;
  uint64_t there_ = 0;  // Up to this position the topic holds the log.
  bool ended_ = false;
  absl::Status parted_;  // Not OK: it ended elsewhere than the log does.
  SourceMark mark_;
};

}  // namespace rufaa
