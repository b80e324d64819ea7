#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/copy_under_move.h"
#include "eventlog/kafka/log_under_move.h"
#include "eventlog/kafka/move_log.h"
#include "eventlog/kafka/send_until.h"
#include "eventlog/kafka/topic_record.h"

namespace rufaa {
namespace {

std::string NewId() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 16; ++i) id.push_back(static_cast<char>(random()));
  return id;
}

absl::Status LeavingFirst() {
  return absl::FailedPreconditionError(
      "The log is on its way into Kafka, where it may go on already. Run `rufaa log migrate "
      "--to-kafka` again, which finishes it; then it can be moved back.");
}

// The copy of the topic in the log's folder, read on to wherever the topic is closed.
class Return {
 public:
  Return(LogUnderMove& log, const MoveOptions& options) : log_(log), options_(options) {}

  absl::Status Run();

 private:
  absl::Status Close();

  LogUnderMove& log_;
  const MoveOptions& options_;
  std::unique_ptr<CopyUnderMove> copy_;
};

absl::Status Return::Run() {
  RUFAA_ASSIGN_OR_RETURN(copy_, CopyUnderMove::Open(log_, options_));
  RUFAA_RETURN_IF_ERROR(copy_->ReadToItsEnd());
  Tell(options_, MoveStep::kVerify, 0, log_.Head());
  RUFAA_RETURN_IF_ERROR(VerifyWhole(options_.path, options_, MoveStep::kVerify, log_.Head()));
  if (!copy_->closed_by().has_value()) RUFAA_RETURN_IF_ERROR(Close());
  // Also when there was nothing to mark: the topic was closed by another.
  if (log_.move().kind != MoveMark::Kind::kClosing || *copy_->closed_by() != log_.move().id) {
    return absl::FailedPreconditionError(
        absl::StrCat("Topic ", options_.topic.name, " was closed by another data directory than ",
                     options_.path, ": the county goes on there."));
  }
  Tell(options_, MoveStep::kTakeOver, 0, 0);
  return log_.BecomeEmbedded();
}

absl::Status Return::Close() {
  Tell(options_, MoveStep::kMark, 0, 0);
  // The same id as in an earlier attempt, whose record may still be on its way.
  if (log_.move().kind != MoveMark::Kind::kClosing) {
    RUFAA_RETURN_IF_ERROR(log_.Mark({.kind = MoveMark::Kind::kClosing, .id = NewId()}));
  }
  Tell(options_, MoveStep::kHandOver, 0, 0);
  const std::string close = EncodeCloseRecord(log_.move().id);
  return SendUntil(
      copy_->writer(), copy_->reader(), options_.silence, [&] { copy_->writer().Send(close, 0); },
      [this](absl::Span<const TopicReader::Record> records) { return copy_->Take(records); },
      [this] { return copy_->closed_by().has_value(); });
}

absl::StatusOr<Moved> Finish(LogUnderMove& log, const MoveOptions& options) {
  RUFAA_ASSIGN_OR_RETURN(const Moved moved, log.Result(/*before=*/false));
  Tell(options, MoveStep::kCheck, 0, moved.position);
  RUFAA_RETURN_IF_ERROR(VerifyWhole(options.path, options, MoveStep::kCheck, moved.position));
  return moved;
}

}  // namespace

absl::StatusOr<Moved> MoveToEmbedded(const MoveOptions& options) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<LogUnderMove> log, LogUnderMove::Open(options));
  if (log->move().kind == MoveMark::Kind::kLeaving) return LeavingFirst();
  if (!log->is_copy()) return log->Result(/*before=*/true);
  RUFAA_RETURN_IF_ERROR(Return(*log, options).Run());
  return Finish(*log, options);
}

absl::StatusOr<Moved> GoOnWithoutTopic(const MoveOptions& options) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<LogUnderMove> log, LogUnderMove::Open(options));
  if (log->move().kind == MoveMark::Kind::kHistory) return NotWholeYet(options);
  if (!log->is_copy() && log->move().kind == MoveMark::Kind::kNone) {
    return log->Result(/*before=*/true);
  }
  Tell(options, MoveStep::kVerify, 0, log->Head());
  RUFAA_RETURN_IF_ERROR(VerifyWhole(options.path, options, MoveStep::kVerify, log->Head()));
  RUFAA_RETURN_IF_ERROR(log->BecomeEmbedded());
  return Finish(*log, options);
}

}  // namespace rufaa
