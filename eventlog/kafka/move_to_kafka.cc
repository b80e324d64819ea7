#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/copy_under_move.h"
#include "eventlog/kafka/history_sender.h"
#include "eventlog/kafka/kafka_log.h"
#include "eventlog/kafka/log_under_move.h"
#include "eventlog/kafka/move_log.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

using Roots = std::vector<MerkleHash>;

absl::StatusOr<std::unique_ptr<HistorySender>> Connect(LogUnderMove& log,
                                                       const MoveOptions& options) {
  const absl::Time deadline = SteadyNow() + options.silence;
  RUFAA_RETURN_IF_ERROR(
      EnsureCountyTopic(options.topic, options.topic_options, /*may_make=*/true, deadline));
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<TopicWriter> writer,
                         TopicWriter::Open(options.topic, deadline));
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<TopicReader> reader,
                         TopicReader::Open(options.topic, options.silence));
  return std::make_unique<HistorySender>(log, options, std::move(writer), std::move(reader));
}

absl::Status Transfer(LogUnderMove& log, const MoveOptions& options) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<HistorySender> sender, Connect(log, options));
  RUFAA_RETURN_IF_ERROR(sender->Begin());
  RUFAA_RETURN_IF_ERROR(sender->SendCommits());
  Tell(options, MoveStep::kMark, 0, 0);
  RUFAA_RETURN_IF_ERROR(log.Mark({.kind = MoveMark::Kind::kLeaving, .id = {}}));
  Tell(options, MoveStep::kHandOver, 0, 0);
  RUFAA_RETURN_IF_ERROR(sender->SendEnd());
  Tell(options, MoveStep::kTakeOver, 0, 0);
  return log.BecomeCopy(sender->mark());
}

// That the folder is a copy is its own word. Whether the topic is there, and is the log that this
// copy was read from, only the brokers tell.
absl::StatusOr<Moved> AskTopic(LogUnderMove& log, const MoveOptions& options) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<CopyUnderMove> copy,
                         CopyUnderMove::Open(log, options));
  RUFAA_RETURN_IF_ERROR(copy->ReadToItsEnd());
  if (!copy->closed_by().has_value()) return log.Result(/*before=*/true);
  if (log.move().kind == MoveMark::Kind::kClosing && *copy->closed_by() == log.move().id) {
    return absl::FailedPreconditionError(
        "The log is on its way out of Kafka, and its topic is closed. Run `rufaa log migrate "
        "--to-embedded` again, which finishes it.");
  }
  return absl::FailedPreconditionError(
      absl::StrCat("Topic ", options.topic.name, " was closed behind position ", log.Head(),
                   ": the county's log was moved into the data directory of one hub, and goes on "
                   "there alone."));
}

absl::Status Differs(const MoveOptions& options, absl::string_view what) {
  return Refuse(Reason::STORE_DAMAGED,
                absl::StrCat("A new replica of topic ", options.topic.name, " ", what,
                             " Do not serve the county before this is understood."));
}

// As any other machine would come to it: from nothing but the topic.
absl::Status CheckNewReplica(const MoveOptions& options, const std::string& path,
                             const Moved& moved, const Roots& roots) {
  KafkaLog::Options copy;
  copy.path = path;
  copy.county = options.county;
  copy.topic = options.topic;
  copy.topic_options = options.topic_options;
  copy.open_within = copy.patience = options.silence;
  {
    RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<KafkaLog> log, KafkaLog::Open(copy));
    // Another may have appended to it already.
    if (log->Head() < moved.position) {
      return Differs(options,
                     absl::StrCat("ends at position ", log->Head(), ", not ", moved.position, "."));
    }
    RUFAA_ASSIGN_OR_RETURN(const Roots found, SomeRootsUpTo(*log, moved.position));
    if (found != roots) return Differs(options, "has other roots.");
  }
  return VerifyWhole(path, options, MoveStep::kCheck, moved.position);
}

absl::Status Check(const MoveOptions& options, const Moved& moved, const Roots& roots) {
  Tell(options, MoveStep::kCheck, 0, moved.position);
  const std::string path = options.path + ".check";
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);  // Of a check that was cut short.
  const absl::Status checked = CheckNewReplica(options, path, moved, roots);
  std::filesystem::remove_all(path, ignored);
  return checked;
}

}  // namespace

absl::StatusOr<Moved> MoveToKafka(const MoveOptions& options) {
  Moved moved;
  Roots roots;
  {
    RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<LogUnderMove> log, LogUnderMove::Open(options));
    if (log->is_copy()) return AskTopic(*log, options);
    RUFAA_ASSIGN_OR_RETURN(moved, log->Result(/*before=*/false));
    Tell(options, MoveStep::kVerify, 0, moved.position);
    RUFAA_RETURN_IF_ERROR(VerifyWhole(options.path, options, MoveStep::kVerify, moved.position));
    RUFAA_ASSIGN_OR_RETURN(roots, SomeRootsUpTo(*log, moved.position));
    RUFAA_RETURN_IF_ERROR(Transfer(*log, options));
  }
  RUFAA_RETURN_IF_ERROR(Check(options, moved, roots));
  return moved;
}

}  // namespace rufaa
