// The proposals of this process: waiting for another, or under way and not yet read back.
//
// A proposal claims only versions that this process has applied. So when it is read back and does
// not hold, it never will, however often and late its bytes arrive: every refusal is final. That is
// why one waits while an earlier one writes a stream whose version it is conditioned on, or has the
// same request_id; and whatever was offered behind it waits too, so that answers are as if the
// proposals had been judged one after the other, in the order they were offered.
//
// What need not wait for another is under way: in line, or in a record (unread_proposals.h), and
// sent until it is read back. Whoever waits for it is told UNAVAILABLE after a while, and may ask
// again under the same request_id.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/county_log.h"
#include "eventlog/kafka/topic_writer.h"
#include "eventlog/kafka/unread_proposals.h"
#include "eventlog/rule.h"

namespace rufaa {

class Proposals {
 public:
  struct Options {
    absl::Duration answer_within;
    size_t bytes_max = 64 << 20;  // Of all that wait or are on their way.
  };

  // `applied` is the prefix that this process has stored; asked under a lock, by any thread.
  // Both must outlive this.
  Proposals(Prefix& applied, TopicWriter& writer, const Options& options)
      : applied_(applied), writer_(writer), options_(options), unread_(writer) {}

  // A proposal that passed CheckForm, and its encoded bytes. Any thread.
  void Offer(Proposal proposal, std::string bytes, CountyLog::Done done);

  // A proposal, anybody's, that was read from the topic, and what became of it.
  struct ReadBack {
    std::string caller, request_id;
    absl::string_view bytes;
    absl::StatusOr<Receipt> answer;
  };

  // For the thread that reads the topic. Answers those of `read` that are this process's own; all
  // that they decided is stored.
  void Answer(const std::vector<ReadBack>& read);

  // Likewise, now and then: sends again what must be, and tells those who have waited too long.
  // What was read is current as of `current`.
  void Serve(absl::Time now, absl::Time current);

  // Answers everybody, now and from now on.
  void Stop(const absl::Status& why);

  // Nobody waits for an answer.
  bool Idle();

 private:
  struct Waiting {
    Proposal proposal;
    std::string bytes;
    CountyLog::Done done;
    absl::Time deadline;
  };
  struct UnderWay {
    std::vector<std::string> streams;  // That it writes.
    std::string request;
    CountyLog::Done done;  // Null once answered.
    absl::Time deadline;
  };
  using UnderWayMap = std::map<uint64_t, UnderWay>;  // In the order they were offered.

  struct Answered {
    CountyLog::Done done;
    absl::StatusOr<Receipt> answer;
  };
  using Answers = std::vector<Answered>;  // To be given without the lock.

  bool MustWait(const Waiting& waiting) const;
  void SendWaiting(absl::Time now, Answers& answers);
  void PutInLine(Waiting waiting);
  void TakeReports(const TopicWriter::Reports& reports, Answers& answers);
  void TellWhoWaitedTooLong(absl::Time now, Answers& answers);
  void Reply(UnderWay& one, absl::StatusOr<Receipt> answer, Answers& answers);
  void Forget(UnderWayMap::iterator one);
  static void Give(Answers& answers);

  Prefix& applied_;
  TopicWriter& writer_;
  const Options options_;

  std::mutex mutex_;
  std::deque<Waiting> waiting_;
  UnderWayMap under_way_;
  UnreadProposals unread_;                               // Their bytes, by the same tokens.
  absl::flat_hash_map<std::string, uint64_t> requests_;  // To under_way_.
  absl::flat_hash_map<std::string, uint64_t> written_;   // Streams: by how many of under_way_.
  uint64_t next_token_ = 1;
  size_t bytes_ = 0;
  size_t unanswered_ = 0;  // Of under_way_.
  bool away_ = false;  // What is under way does not come back: no more is taken until some does.
  absl::Status stopped_;
};

}  // namespace rufaa
