// How a copy and its topic come to know each other: the first record names the log, and the last
// one that the copy has judged must still be the one that it was.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_writer.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"

namespace rufaa {

// What the topic's first record says, which is there once somebody has sent it.
struct TopicBeginning {
  Genesis genesis;
  bool has_history = false;  // A log was, or is being, moved into it.
  MerkleHash hash = {};      // SHA-256 of the record.
};
absl::StatusOr<TopicBeginning> ReadTopicBeginning(TopicReader& reader, absl::Time deadline);

// Begins an empty topic, as `draft` unless another process was first; begins an empty store, which
// takes the topic's log id. What is not empty is checked: FAILED_PRECONDITION for a topic or folder
// that is another's, STORE_DAMAGED for a topic that was cut short or replaced. Leaves the reader
// anywhere.
absl::Status BeginOrCheckTopic(LogDirectory& directory, LogStore& store, TopicReader& reader,
                               TopicWriter& writer, const Genesis& draft, absl::Time deadline);

}  // namespace rufaa
