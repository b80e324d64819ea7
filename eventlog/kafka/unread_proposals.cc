#include "eventlog/kafka/unread_proposals.h"

#include <utility>

#include "eventlog/kafka/topic_record.h"

namespace rufaa {
namespace {

// Fewer than the five of which librdkafka's idempotent producer takes no more until one of them
// is delivered, and asks itself again and again meanwhile.
constexpr size_t kRecordsOnTheWay = 2;
// Far below what a topic takes, which is one proposal of the largest size.
constexpr size_t kRecordBytes = 256 << 10;

}  // namespace

void UnreadProposals::Add(uint64_t token, std::string bytes, std::string trace) {
  unread_.emplace_hint(unread_.end(), token,
                       Unread{.bytes = std::move(bytes), .trace = std::move(trace)});
  line_.insert(line_.end(), token);
}

void UnreadProposals::Remove(uint64_t token) {
  const auto unread = unread_.find(token);
  const auto record = records_.find(unread->second.record);
  if (record != records_.end() && --record->second.unread == 0) records_.erase(record);
  line_.erase(token);
  unread_.erase(unread);
}

void UnreadProposals::SendLine(absl::Time now) {
  while (!line_.empty() && records_.size() < kRecordsOnTheWay) {
    std::vector<uint64_t> tokens = TakeFromLine();
    const uint64_t record = next_record_++;
    for (const uint64_t token : tokens) unread_.at(token).record = record;
    const bool sent = Send(record, tokens);
    const auto on_its_way = records_.emplace(
        record, Record{.sent_at = now, .unread = tokens.size(), .tokens = std::move(tokens)});
    if (!sent) return PutBack(on_its_way.first, /*in_doubt=*/false);
  }
}

std::vector<uint64_t> UnreadProposals::TakeFromLine() {
  std::vector<uint64_t> tokens;
  size_t bytes = 0;
  while (!line_.empty()) {
    const uint64_t next = *line_.begin();
    const Unread& unread = unread_.at(next);
    bytes += unread.bytes.size();
    if (!tokens.empty() && (unread.alone || bytes > kRecordBytes)) break;
    tokens.push_back(next);
    line_.erase(line_.begin());
    if (unread.alone) break;
  }
  return tokens;
}

bool UnreadProposals::Send(uint64_t record, const std::vector<uint64_t>& tokens) {
  std::vector<absl::string_view> proposals;
  std::vector<absl::string_view> traces;
  for (const uint64_t token : tokens) {
    const Unread& unread = unread_.at(token);
    proposals.push_back(unread.bytes);
    if (!unread.trace.empty()) traces.push_back(unread.trace);
  }
  return writer_.Send(EncodeProposalsRecord(proposals), record, traces);
}

void UnreadProposals::PutBack(RecordMap::iterator record, bool in_doubt) {
  for (const uint64_t token : record->second.tokens) {
    const auto unread = unread_.find(token);
    if (unread == unread_.end()) continue;
    unread->second.record = 0;
    unread->second.in_doubt |= in_doubt;
    line_.insert(token);
  }
  records_.erase(record);
}

void UnreadProposals::GoAlone(const std::vector<uint64_t>& tokens) {
  for (const uint64_t token : tokens) {
    const auto unread = unread_.find(token);
    if (unread != unread_.end()) unread->second.alone = true;
  }
}

std::vector<UnreadProposals::TooLarge> UnreadProposals::PutBack(
    const TopicWriter::Reports& reports) {
  std::vector<TooLarge> too_large;
  for (const TopicWriter::Failed& failed : reports.failed) {
    const auto record = records_.find(failed.token);
    if (record == records_.end()) continue;
    const bool of_one = record->second.tokens.size() == 1;
    if (failed.too_large && of_one) {
      const uint64_t token = record->second.tokens[0];
      too_large.push_back({token, !failed.surely_absent || unread_.at(token).in_doubt});
      continue;
    }
    if (failed.too_large) GoAlone(record->second.tokens);
    PutBack(record, !failed.surely_absent);
  }
  if (reports.dead) {
    writer_.Renew();
    while (!records_.empty()) PutBack(records_.begin(), /*in_doubt=*/true);
  }
  return too_large;
}

void UnreadProposals::PutBackSentBefore(absl::Time then) {
  // In the order of sending.
  while (!records_.empty() && records_.begin()->second.sent_at < then) {
    PutBack(records_.begin(), /*in_doubt=*/true);
  }
}

}  // namespace rufaa
