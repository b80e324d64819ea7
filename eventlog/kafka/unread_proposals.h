// Proposals as bytes, from when they may be sent until they are read back: in line, or in a record
// that is on its way.
//
// A record costs librdkafka and the broker more than a proposal costs us. So while a few records
// are on their way, whatever else is to be sent waits, and then goes in one. One alone never waits.
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/kafka/topic_writer.h"

namespace rufaa {

class UnreadProposals {
 public:
  // `writer` must outlive this.
  explicit UnreadProposals(TopicWriter& writer) : writer_(writer) {}

  // Puts one in line. Tokens are the caller's and grow. `trace`: its record's header "traceparent",
  // if not empty.
  void Add(uint64_t token, std::string bytes, std::string trace);

  // Of one that is here.
  absl::string_view bytes(uint64_t token) const { return unread_.at(token).bytes; }

  // One that is here was read back, or is to be sent no more.
  void Remove(uint64_t token);

  // Sends what is in line, as far as there is room on the way.
  void SendLine(absl::Time now);

  // One that the topic does not take by itself. `in_doubt`: an earlier sending of it may be there.
  struct TooLarge {
    uint64_t token = 0;
    bool in_doubt = false;
  };

  // Puts what must be sent again back in line, and makes a new producer in place of a dead one.
  // Several that were too large in one record go one by one from then on.
  std::vector<TooLarge> PutBack(const TopicWriter::Reports& reports);

  // Likewise what was sent before `then`, whatever became of it.
  void PutBackSentBefore(absl::Time then);

 private:
  struct Unread {
    std::string bytes;
    std::string trace;
    uint64_t record = 0;    // On its way, that holds it; 0: it is in line.
    bool alone = false;     // Goes in no record of several.
    bool in_doubt = false;  // A record that held it may have come to the topic unreported.
  };
  struct Record {
    absl::Time sent_at;
    size_t unread = 0;
    std::vector<uint64_t> tokens;  // Also of those that are removed.
  };
  using RecordMap = std::map<uint64_t, Record>;

  std::vector<uint64_t> TakeFromLine();
  bool Send(uint64_t record, const std::vector<uint64_t>& tokens);
  void PutBack(RecordMap::iterator record, bool in_doubt);
  void GoAlone(const std::vector<uint64_t>& tokens);

  TopicWriter& writer_;
  std::map<uint64_t, Unread> unread_;
  std::set<uint64_t> line_;  // Those of no record; the oldest goes first.
  RecordMap records_;        // On their way.
  uint64_t next_record_ = 1;
};

}  // namespace rufaa
