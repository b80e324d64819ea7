#include "eventlog/kafka/log_under_move.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/verify_log.h"

namespace rufaa {
namespace {

constexpr uint64_t kRootsCompared = 16;

}  // namespace

absl::StatusOr<std::unique_ptr<LogUnderMove>> LogUnderMove::Open(const MoveOptions& options) {
  // Taking the folder would make it.
  if (!LogDirectory::ReadManifest(options.path, rocksdb::Env::Default()).ok()) {
    return absl::NotFoundError(absl::StrCat(options.path, ": there is no log"));
  }
  std::unique_ptr<LogUnderMove> log(new LogUnderMove(options));
  RUFAA_RETURN_IF_ERROR(log->Start());
  return log;
}

absl::Status LogUnderMove::Start() {
  RUFAA_RETURN_IF_ERROR(OpenFolder(options_.path, options_.county, nullptr, /*salvage=*/false));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Genesis> genesis, store_->ReadGenesis());
  if (!genesis.has_value()) {
    return absl::NotFoundError(absl::StrCat(options_.path, ": there is no log"));
  }
  RUFAA_RETURN_IF_ERROR(CheckGenesis(*genesis));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<SourceMark> source, store_->ReadSource());
  is_copy_ = source.has_value();
  RUFAA_ASSIGN_OR_RETURN(move_, store_->ReadMove());
  return ShowStore();
}

void LogUnderMove::Append(Proposal, Done done) {
  done(Refuse(Reason::LOG_UNAVAILABLE, "The log is being moved."));
}

absl::Status LogUnderMove::Mark(const MoveMark& move) {
  LogStore::Batch batch(*store_);
  return Write(batch, is_copy_, move);
}

absl::Status LogUnderMove::BecomeCopy(const SourceMark& mark) {
  LogStore::Batch batch(*store_);
  batch.PutSource(mark);
  return Write(batch, true, {});
}

absl::Status LogUnderMove::BecomeEmbedded() {
  LogStore::Batch batch(*store_);
  batch.EraseSource();
  return Write(batch, false, {});
}

absl::Status LogUnderMove::Write(LogStore::Batch& batch, bool is_copy, const MoveMark& move) {
  batch.PutMove(move);
  RUFAA_RETURN_IF_ERROR(store_->Write(batch));
  is_copy_ = is_copy;
  move_ = move;
  return absl::OkStatus();
}

absl::StatusOr<Moved> LogUnderMove::Result(bool before) {
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, Root(Head()));
  return Moved{.position = Head(), .root = root, .before = before};
}

absl::StatusOr<std::vector<MerkleHash>> SomeRootsUpTo(CountyLog& log, uint64_t last) {
  std::vector<MerkleHash> roots;
  for (uint64_t part = 1; part <= kRootsCompared; ++part) {
    RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, log.Root(last * part / kRootsCompared));
    roots.push_back(root);
  }
  return roots;
}

absl::Status VerifyWhole(const std::string& path, const MoveOptions& options, MoveStep step,
                         uint64_t total) {
  VerifyOptions verify;
  verify.progress = [&](uint64_t position) { Tell(options, step, position, total); };
  RUFAA_ASSIGN_OR_RETURN(const VerifyReport report, VerifyLog(path, verify));
  if (report.ok()) return absl::OkStatus();
  return Refuse(Reason::STORE_DAMAGED,
                absl::StrCat("The log in ", path, " does not hold from position ",
                             *report.first_bad, " on: ", report.reason));
}

}  // namespace rufaa
