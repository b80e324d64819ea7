#include "eventlog/kafka/topic_begin.h"

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/rule.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

absl::Status Damaged(absl::string_view what) { return Refuse(Reason::STORE_DAMAGED, what); }

absl::Status RefuseEmbeddedLog(const LogStore& store) {
  RUFAA_ASSIGN_OR_RETURN(const MoveMark move, store.ReadMove());
  if (move.kind == MoveMark::Kind::kLeaving) {
    return absl::FailedPreconditionError(
        "The log is on its way into a topic. Run `rufaa log migrate --to-kafka` again: it goes on "
        "from where it was.");
  }
  return absl::FailedPreconditionError(
      "The data directory holds an embedded log, which is no copy of a topic. Name a data "
      "directory "
      "of its own, or move the log into the topic first: `rufaa log migrate --to-kafka`.");
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
    return Damaged(absl::StrCat(
        "The topic is another log (", absl::BytesToHexString(topic.log_id),
        ") than the one that this replica has read up to offset ", mark.next, " (",
        absl::BytesToHexString(copy.log_id),
        "): other brokers are asked than those that have it, or the topic was replaced. "
        "Nothing is written to it. Name the brokers that have it; else restore the "
        "topic, or make a new one out of this replica's commits; where one was made of "
        "another's, delete this replica."));
  }
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Record last, reader.ReadOne(mark.next - 1, deadline));
  if (Sha256(last.value) == mark.last) return absl::OkStatus();
  return TopicReader::WentOnOtherwise(mark.next - 1);
}

// The folder takes the topic's log id before the store does: cut short between the two, the store
// is still empty, and all of this is done again.
absl::Status BeginStore(LogDirectory& directory, LogStore& store, const TopicBeginning& topic) {
  RUFAA_RETURN_IF_ERROR(directory.TakeLogId(absl::BytesToHexString(topic.genesis.log_id)));
  LogStore::Batch batch(store);
  batch.PutGenesis(topic.genesis);
  batch.PutTip(LogTip{});
  batch.PutSource({.next = 1, .last = topic.hash, .malformed = 0});
  if (topic.has_history) batch.PutMove({.kind = MoveMark::Kind::kHistory, .id = {}});
  return store.Write(batch);
}

}  // namespace

absl::StatusOr<TopicBeginning> ReadTopicBeginning(TopicReader& reader, absl::Time deadline) {
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Record first, reader.ReadOne(0, deadline));
  TopicRecord record = ParseTopicRecord(first.value);
  if (record.kind == TopicRecord::Kind::kNewer) return Refuse(Reason::STORE_NEWER);
  const bool has_history = record.kind == TopicRecord::Kind::kBegin;
  if (!has_history && record.kind != TopicRecord::Kind::kGenesis) {
    return absl::FailedPreconditionError(
        "The topic's first record is not the beginning of a county's log. Delete the topic if "
        "nobody needs it, and start again.");
  }
  return TopicBeginning{.genesis = std::move(record.genesis),
                        .has_history = has_history,
                        .hash = Sha256(first.value)};
}

absl::Status BeginOrCheckTopic(LogDirectory& directory, LogStore& store, TopicReader& reader,
                               TopicWriter& writer, const Genesis& draft, absl::Time deadline) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Genesis> copy, store.ReadGenesis());
  RUFAA_ASSIGN_OR_RETURN(const std::optional<SourceMark> mark, store.ReadSource());
  if (copy.has_value() && !mark.has_value()) return RefuseEmbeddedLog(store);
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Ends ends, reader.ReadEnds(deadline - SteadyNow()));
  RUFAA_RETURN_IF_ERROR(reader.CheckGoesOn(ends, mark.has_value() ? mark->next : 0));
  if (ends.end == 0) writer.Send(EncodeGenesisRecord(draft), 0);
  RUFAA_ASSIGN_OR_RETURN(const TopicBeginning topic, ReadTopicBeginning(reader, deadline));
  RUFAA_RETURN_IF_ERROR(CheckAgainst(topic.genesis, draft));
  if (mark.has_value()) return CheckCopy(*mark, *copy, topic.genesis, reader, deadline);
  return BeginStore(directory, store, topic);
}

}  // namespace rufaa
