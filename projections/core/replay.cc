#include "projections/core/replay.h"

#include "domain/base/status_macros.h"

namespace rufaa {

namespace {

constexpr size_t kCacheBytes = size_t{8} << 20;
constexpr size_t kBatchBytes = size_t{4} << 20;

class Replayer {
 public:
  explicit Replayer(const View& view)
      : view_(view), rows_(std::make_unique<MemoryRows>()), txn_(*rows_, kCacheBytes) {}

  absl::Status Fold(const Commit& commit) {
    RUFAA_ASSIGN_OR_RETURN(const DecodedCommit decoded, Decode(commit));
    view_.Fold(decoded, txn_);
    position_ = commit.position;
    return txn_.pending_bytes() < kBatchBytes ? absl::OkStatus() : Apply();
  }

  absl::StatusOr<std::unique_ptr<MemoryRows>> Finish() {
    RUFAA_RETURN_IF_ERROR(Apply());
    return std::move(rows_);
  }

 private:
  absl::Status Apply() {
    RUFAA_ASSIGN_OR_RETURN(const RowChanges changes, txn_.TakeChanges());
    rows_->Apply(changes, position_);
    return absl::OkStatus();
  }

  const View& view_;
  std::unique_ptr<MemoryRows> rows_;
  ViewTxn txn_;
  uint64_t position_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<MemoryRows>> Replay(CountyLog& log, const View& view,
                                                   uint64_t position) {
  Replayer replayer(view);
  absl::Status status;
  if (position > 0) {
    RUFAA_RETURN_IF_ERROR(log.Read(0, [&](const Commit& commit) {
      if (commit.position <= position) status = replayer.Fold(commit);
      return status.ok() && commit.position < position;
    }));
  }
  RUFAA_RETURN_IF_ERROR(status);
  return replayer.Finish();
}

absl::StatusOr<std::unique_ptr<MemoryRows>> ReplayOnly(CountyLog& log, const View& view,
                                                       const std::vector<uint64_t>& positions) {
  Replayer replayer(view);
  absl::Status status;
  for (uint64_t position : positions) {
    RUFAA_RETURN_IF_ERROR(log.Read(position - 1, [&](const Commit& commit) {
      status = replayer.Fold(commit);
      return false;
    }));
    RUFAA_RETURN_IF_ERROR(status);
  }
  return replayer.Finish();
}

}  // namespace rufaa
