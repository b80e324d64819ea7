// Hands records to a topic until reading it shows that they are there.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_writer.h"

namespace rufaa {

// Calls `send`, then `take` with each run of records that is read, until `done`. Whenever nothing
// has come for a few seconds, or the producer says that something failed, `send` is called again:
// what it sends may stand in the topic twice, and out of order. LOG_UNAVAILABLE when nothing has
// come for as long as `silence`. The reader has been told where to begin.
using TakeRecords = absl::FunctionRef<absl::Status(absl::Span<const TopicReader::Record>)>;
absl::Status SendUntil(TopicWriter& writer, TopicReader& reader, absl::Duration silence,
                       absl::FunctionRef<void()> send, TakeRecords take,
                       absl::FunctionRef<bool()> done);

// The same without sending: reads on to what was the topic's end when it was called.
absl::Status ReadToEnd(TopicReader& reader, uint64_t next, absl::Duration silence,
                       TakeRecords take);

}  // namespace rufaa
