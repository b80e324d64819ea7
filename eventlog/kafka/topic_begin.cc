#include "eventlog/kafka/topic_begin.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/rule.h"

namespace rufaa {
namespace {

absl::Status Damaged(absl::string_view what) { return Refuse(Reason::STORE_DAMAGED, what); }

// The topic's first record, which is there once somebody has sent it.
absl::StatusOr<Genesis> ReadFirst(TopicReader& reader, MerkleHash& hash, absl::Time deadline) {
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Record first, reader.ReadOne(0, deadline));
  const TopicRecord record = ParseTopicRecord(first.value);
  if (record.kind == TopicRecord::Kind::kNewer) return Refuse(Reason::STORE_NEWER);
  if (record.kind != TopicRecord::Kind::kGenesis) {
    return absl::FailedPreconditionError(
        "The topic's first record is not the beginning of a county's log. Name another topic.");
  }
  hash = Sha256(first.value);
  return record.genesis;
}

absl::Status CheckAgainst(const Genesis& topic, const Genesis& ours) {
  if (topic.rule > kRuleVersion) return Refuse(Reason::STORE_NEWER);
  if (topic.county == ours.county) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("The topic is the log of county ", topic.county,
                                                    ", not of ", ours.county,
                                                    ". Name the topic of this county."));
}

absl::Status CheckCopy(const SourceMark& mark, const Genesis& copy, const Genesis& topic,
                       TopicReader& reader, absl::Time deadline) {
  if (copy.log_id != topic.log_id) {
    return Damaged(
        absl::StrCat("The topic is another log (", absl::BytesToHexString(topic.log_id),
                     ") than the one that "
                     "this replica has read up to offset ",
                     mark.next, " (", absl::BytesToHexString(copy.log_id),
                     "): the topic was replaced. Nothing is written to it. "
                     "Restore the topic, or make a new one out of this replica's commits."));
  }
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Record last, reader.ReadOne(mark.next - 1, deadline));
  if (Sha256(last.value) == mark.last) return absl::OkStatus();
  return Damaged(
      absl::StrCat("The record at offset ", mark.next - 1,
                   " is not the one that this replica has read there: "
                   "the topic was cut short and went on otherwise. Nothing is written to it."));
}

// The folder takes the topic's log id before the store does: cut short between the two, the store
// is still empty, and all of this is done again.
absl::Status BeginStore(LogDirectory& directory, LogStore& store, const Genesis& topic,
                        const MerkleHash& first) {
  RUFAA_RETURN_IF_ERROR(directory.TakeLogId(absl::BytesToHexString(topic.log_id)));
  LogStore::Batch batch(store);
  batch.PutGenesis(topic);
  batch.PutTip(LogTip{});
  batch.PutSource({.next = 1, .last = first, .malformed = 0});
  return store.Write(batch);
}

}  // namespace

absl::Status BeginOrCheckTopic(LogDirectory& directory, LogStore& store, TopicReader& reader,
                               TopicWriter& writer, const Genesis& draft, absl::Time deadline) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Genesis> copy, store.ReadGenesis());
  RUFAA_ASSIGN_OR_RETURN(const std::optional<SourceMark> mark, store.ReadSource());
  if (copy.has_value() && !mark.has_value()) {
    return absl::FailedPreconditionError(
        "The data directory holds an embedded log, which is no copy of a topic. Name a data "
        "directory of its own, or move the log into the topic first.");
  }
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Ends ends, reader.ReadEnds(deadline - absl::Now()));
  RUFAA_RETURN_IF_ERROR(reader.CheckGoesOn(ends, mark.has_value() ? mark->next : 0));
  if (ends.end == 0) writer.Send(EncodeGenesisRecord(draft), 0);
  MerkleHash first = {};
  RUFAA_ASSIGN_OR_RETURN(const Genesis topic, ReadFirst(reader, first, deadline));
  RUFAA_RETURN_IF_ERROR(CheckAgainst(topic, draft));
  if (mark.has_value()) return CheckCopy(*mark, *copy, topic, reader, deadline);
  return BeginStore(directory, store, topic, first);
}

}  // namespace rufaa
