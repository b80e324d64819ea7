#include "eventlog/kafka/history_sender.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/send_until.h"
#include "eventlog/kafka/topic_begin.h"
#include "eventlog/record.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

// Sent, then waited for: enough to keep the brokers busy, little enough to send again.
constexpr uint64_t kCommitsAtOnce = 4096;
constexpr size_t kBytesAtOnce = 8 << 20;

absl::Status Unfit(const MoveOptions& options, absl::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrCat("Topic ", options.topic.name, " ", why,
                   " If nobody needs it, delete it (kafka-topics --delete --topic ",
                   options.topic.name, "), and ask for the same again."));
}

}  // namespace

absl::Status HistorySender::Begin() {
  const absl::Time deadline = SteadyNow() + options_.silence;
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Ends ends, reader_->ReadEnds(options_.silence));
  if (ends.end == 0) writer_->Send(EncodeBeginRecord(log_.genesis()), 0);
  RUFAA_ASSIGN_OR_RETURN(const TopicBeginning topic, ReadTopicBeginning(*reader_, deadline));
  if (topic.genesis.county != log_.genesis().county) {
    return Unfit(options_, absl::StrCat("is the log of county ", topic.genesis.county, "."));
  }
  if (topic.genesis.log_id != log_.genesis().log_id || !topic.has_history) {
    return Unfit(options_, "is not empty: a log of its own begins in it.");
  }
  RUFAA_RETURN_IF_ERROR(
      ReadToEnd(*reader_, 0, options_.silence,
                [this](absl::Span<const TopicReader::Record> records) { return Take(records); }));
  return parted_;
}

absl::Status HistorySender::Take(absl::Span<const TopicReader::Record> records) {
  for (const TopicReader::Record& record : records) {
    const TopicRecord parsed = ParseTopicRecord(record.value);
    if (parsed.kind == TopicRecord::Kind::kClose) {
      return Unfit(options_, "was closed when the log was moved back out of it.");
    }
    // Replicas go on already: that is for the copy to read. Unless it was closed after all.
    if (ended_ || !parted_.ok()) continue;
    RUFAA_RETURN_IF_ERROR(TakeOne(parsed));
    mark_.next = record.offset + 1;
    if (ended_ || &record == &records.back()) mark_.last = Sha256(record.value);
  }
  Tell(options_, MoveStep::kTransfer, there_, log_.Head());
  return absl::OkStatus();
}

absl::Status HistorySender::TakeOwn(absl::Span<const TopicReader::Record> records) {
  RUFAA_RETURN_IF_ERROR(Take(records));
  return parted_;
}

// As Replica::Judge takes it.
absl::Status HistorySender::TakeOne(const TopicRecord& record) {
  switch (record.kind) {
    case TopicRecord::Kind::kNewer:
      return Refuse(Reason::STORE_NEWER);
    case TopicRecord::Kind::kCommit:
      return TakeCommit(record.body);
    case TopicRecord::Kind::kEnd:
      return TakeEnd(record.root);
    case TopicRecord::Kind::kMalformed:
      ++mark_.malformed;
      break;
    default:
      break;  // Counts for nobody.
  }
  return absl::OkStatus();
}

absl::Status HistorySender::TakeCommit(absl::string_view bytes) {
  const absl::StatusOr<uint64_t> position = PositionOf(bytes);
  if (!position.ok() || *position != there_ + 1) return absl::OkStatus();
  absl::string_view ours;  // Empty: it ends before.
  if (*position <= log_.Head()) {
    RUFAA_ASSIGN_OR_RETURN(ours, records_.At(*position));
  }
  if (ours != bytes) {
    return Unfit(options_, absl::StrCat("has another commit at position ", *position,
                                        " than the log in ", options_.path, "."));
  }
  ++there_;
  return absl::OkStatus();
}

absl::Status HistorySender::TakeEnd(const RootClaim& end) {
  if (end.position != there_) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, log_.Root(there_));
  if (end.root != root) return absl::OkStatus();
  if (there_ != log_.Head()) {
    parted_ = absl::FailedPreconditionError(
        absl::StrCat("Topic ", options_.topic.name, " is this log up to position ", there_,
                     ", and has gone on from there; the log in ", options_.path, " ends at ",
                     log_.Head(), ". They have parted, and nothing was done."));
    return absl::OkStatus();
  }
  ended_ = true;
  return absl::OkStatus();
}

absl::Status HistorySender::SendCommits() {
  while (there_ < log_.Head()) RUFAA_RETURN_IF_ERROR(SendSome());
  return absl::OkStatus();
}

absl::Status HistorySender::SendSome() {
  std::vector<std::string> some;
  size_t bytes = 0;
  LogStore::RecordCursor cursor(log_.store());
  const uint64_t first = there_ + 1;
  while (there_ + some.size() < log_.Head() && some.size() < kCommitsAtOnce &&
         bytes < kBytesAtOnce) {
    RUFAA_ASSIGN_OR_RETURN(const absl::string_view record, cursor.At(first + some.size()));
    some.push_back(EncodeCommitRecord(record));
    bytes += some.back().size();
  }
  const uint64_t last = there_ + some.size();
  return SendUntil(
      *writer_, *reader_, options_.silence,
      [&] {
        for (uint64_t at = there_ + 1; at <= last; ++at) writer_->Send(some[at - first], at);
      },
      [this](absl::Span<const TopicReader::Record> records) { return TakeOwn(records); },
      [&] { return there_ >= last; });
}

absl::Status HistorySender::SendEnd() {
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, log_.Root(there_));
  const std::string end = EncodeEndRecord({.position = there_, .root = root});
  return SendUntil(
      *writer_, *reader_, options_.silence, [&] { writer_->Send(end, there_); },
      [this](absl::Span<const TopicReader::Record> records) { return TakeOwn(records); },
      [this] { return ended_; });
}

}  // namespace rufaa
