// One process's copy of a county's topic: judges its records in order, and stores what is accepted,
// with the offset it was read at, in one batch. What is durable is the topic. Not thread-safe.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "eventlog/commit_writer.h"
#include "eventlog/kafka/proposals.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/log_store.h"
#include "eventlog/progress.h"

namespace rufaa {

class Replica {
 public:
  // Goes on from what the store holds, which has been begun. Both must outlive the replica.
  static absl::StatusOr<std::unique_ptr<Replica>> Resume(LogStore& store, Progress& progress);

  // Waits for what is being written.
  ~Replica();

  // Judges `records`, which follow those judged before; none behind a close. Any error is for good:
  // STORE_NEWER at a record or rule that this program does not know, STORE_DAMAGED when another
  // replica has computed other roots, or the store's own.
  absl::Status Judge(absl::Span<const TopicReader::Record> records);

  // Writes and makes visible what was judged since, and says what became of each proposal; the
  // bytes are those that were given to Judge. STORE_FULL: nothing was written, try again. Any
  // other error is for good.
  absl::StatusOr<std::vector<Proposals::ReadBack>> Write();

  // The same where nobody waits for an answer: hands what was judged to a thread that writes it
  // while more is judged, or keeps it for the next call while that thread is busy. What became of
  // it a later call says, or Write.
  absl::Status WriteBehind();

  // Where the topic was read up to: not beyond a close, which is found again at each start.
  const SourceMark& mark() const { return mark_; }

  // The topic begins with a history whose end was not read yet: it is no county's log so far.
  bool in_history() const { return in_history_; }
  // The id of who closed the topic, once that was read.
  const std::optional<std::string>& closed_by() const { return closed_by_; }

  // What this replica says of itself to the others, whenever it has grown so much.
  bool ClaimIsDue() const;
  RootClaim Claim();

 private:
  Replica(LogStore& store, Progress& progress, std::unique_ptr<CommitWriter> writer,
          const SourceMark& mark, bool in_history);

  absl::Status JudgeOne(const TopicReader::Record& record);
  absl::Status JudgeHistory(const TopicReader::Record& record, absl::string_view bytes);
  absl::Status JudgeProposal(const TopicReader::Record& record, absl::string_view bytes);
  absl::Status Hear(const RootClaim& claim);
  absl::Status CheckClaims();
  void CloseBatch();
  absl::Status WriteBatch();
  absl::Status Finish(absl::Status written);

  LogStore& store_;
  Progress& progress_;
  const std::unique_ptr<CommitWriter> writer_;
  SourceMark mark_;
  bool in_history_;
  bool stored_in_history_;  // As the last batch to be written has it.
  std::optional<std::string> closed_by_;
  std::optional<CommitWriter::Batch> batch_;     // Always there: is being judged into.
  std::optional<CommitWriter::Batch> to_write_;  // Is being written, or waits for room.
  std::vector<Proposals::ReadBack> judged_;
  std::vector<RootClaim> claims_;  // To be checked once the store is as far.
  uint64_t claimed_ = 0;           // This replica's last.
  std::future<absl::Status> writing_;
};

}  // namespace rufaa
