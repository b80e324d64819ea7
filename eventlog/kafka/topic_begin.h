// How a copy and its topic come to know each other: the first record names the log, and the last
// one that the copy has judged must still be the one that it was.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_writer.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"

namespace rufaa {

// Begins an empty topic, as `draft` unless another process was first; begins an empty store, which
// takes the topic's log id. What is not empty is checked: FAILED_PRECONDITION for a topic or folder
// that is another's, STORE_DAMAGED for a topic that was cut short or replaced. Leaves the reader
// anywhere.
absl::Status BeginOrCheckTopic(LogDirectory& directory, LogStore& store, TopicReader& reader,
                               TopicWriter& writer, const Genesis& draft, absl::Time deadline);

}  // namespace rufaa
