#include "eventlog/kafka/copy_under_move.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/send_until.h"
#include "eventlog/kafka/topic_begin.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

absl::Status FindTopic(const MoveOptions& options, absl::Time deadline) {
  // No commit is written any more: however few keep the topic, the way out of it stands open.
  absl::Status found = EnsureCountyTopic(
      options.topic, {.replicas = kAnyReplicas, .min_insync_replicas = kAnyReplicas},
      /*may_make=*/false, deadline);
  const std::string asked =
      absl::StrCat(found.message(), " Asked for it: ", options.topic.brokers, ".");
  if (absl::IsUnavailable(found)) return Refuse(Reason::LOG_UNAVAILABLE, asked);
  if (!absl::IsNotFound(found)) return found;
  return absl::FailedPreconditionError(
      absl::StrCat(asked,
                   " If it is lost for good, `rufaa log migrate --without-topic` makes the "
                   "log of what this copy has."));
}

}  // namespace

absl::Status NotWholeYet(const MoveOptions& options) {
  return absl::FailedPreconditionError(
      absl::StrCat("Topic ", options.topic.name,
                   " holds a part of a log that is being moved into it. Run `rufaa log migrate "
                   "--to-kafka` again where that log is."));
}

absl::StatusOr<std::unique_ptr<CopyUnderMove>> CopyUnderMove::Open(LogUnderMove& log,
                                                                   const MoveOptions& options) {
  std::unique_ptr<CopyUnderMove> copy(new CopyUnderMove(log, options));
  RUFAA_RETURN_IF_ERROR(copy->Connect());
  return copy;
}

absl::Status CopyUnderMove::Connect() {
  const absl::Time deadline = SteadyNow() + options_.silence;
  RUFAA_RETURN_IF_ERROR(FindTopic(options_, deadline));
  RUFAA_ASSIGN_OR_RETURN(writer_, TopicWriter::Open(options_.topic, deadline));
  RUFAA_ASSIGN_OR_RETURN(reader_, TopicReader::Open(options_.topic, options_.silence));
  RUFAA_RETURN_IF_ERROR(BeginOrCheckTopic(log_.directory(), log_.store(), *reader_, *writer_,
                                          log_.genesis(), deadline));
  RUFAA_ASSIGN_OR_RETURN(replica_, Replica::Resume(log_.store(), log_.progress()));
  return absl::OkStatus();
}

absl::Status CopyUnderMove::Take(absl::Span<const TopicReader::Record> records) {
  RUFAA_RETURN_IF_ERROR(replica_->Judge(records));
  RUFAA_RETURN_IF_ERROR(replica_->Write().status());
  Tell(options_, MoveStep::kTransfer, log_.Head(), 0);
  return absl::OkStatus();
}

absl::Status CopyUnderMove::ReadToItsEnd() {
  RUFAA_RETURN_IF_ERROR(
      ReadToEnd(*reader_, replica_->mark().next, options_.silence,
                [this](absl::Span<const TopicReader::Record> records) { return Take(records); }));
  return replica_->in_history() ? NotWholeYet(options_) : absl::OkStatus();
}

}  // namespace rufaa
