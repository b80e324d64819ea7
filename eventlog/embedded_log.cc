#include "eventlog/embedded_log.h"

#include <optional>
#include <utility>

#include "domain/base/status_macros.h"
#include "eventlog/log_store.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/sequencer.h"

namespace rufaa {
namespace {

class EmbeddedLogImpl : public EmbeddedLog {
 public:
  absl::Status Start(const Options& options);
  void Append(Proposal proposal, Done done) override;
  absl::Status Health() const override { return sequencer_->Health(); }

 private:
  absl::Status BeginOrCheck();

  SystemClock system_clock_;
  std::unique_ptr<Sequencer> sequencer_;  // Ends before what it writes to, which is the base's.
};

absl::Status EmbeddedLogImpl::Start(const Options& options) {
  RUFAA_RETURN_IF_ERROR(OpenFolder(options.path, options.county, options.env, options.salvage));
  RUFAA_RETURN_IF_ERROR(BeginOrCheck());
  RUFAA_RETURN_IF_ERROR(ShowStore());
  Clock& clock = options.clock != nullptr ? *options.clock : system_clock_;
  RUFAA_ASSIGN_OR_RETURN(sequencer_, Sequencer::Start(*store_, clock, *progress_,
                                                      {.reserve_bytes = options.reserve_bytes}));
  return absl::OkStatus();
}

// A new store gets its first key; an old one must be the one that the folder's manifest tells of,
// and the log itself: commits of this process in a copy would part it from what it copies.
absl::Status EmbeddedLogImpl::BeginOrCheck() {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Genesis> genesis, store_->ReadGenesis());
  if (!genesis.has_value()) {
    LogStore::Batch batch(*store_);
    batch.PutGenesis(GenesisOfFolder());
    batch.PutTip(LogTip{});
    return store_->Write(batch);
  }
  RUFAA_ASSIGN_OR_RETURN(const MoveMark move, store_->ReadMove());
  if (move.kind == MoveMark::Kind::kLeaving) {
    return absl::FailedPreconditionError(
        "The log is on its way into Kafka, where it may go on already. Run `rufaa log migrate "
        "--to-kafka` again, which finishes it.");
  }
  RUFAA_ASSIGN_OR_RETURN(const std::optional<SourceMark> source, store_->ReadSource());
  if (source.has_value()) {
    return absl::FailedPreconditionError(
        "The data directory is a copy of a log that is kept in Kafka. Open it as such "
        "(kafka.brokers), "
        "or move the log out of Kafka first: `rufaa log migrate --to-embedded`.");
  }
  return CheckGenesis(*genesis);
}

// Encoded on the proposer's own thread: the sequence thread is the one that must not wait.
void EmbeddedLogImpl::Append(Proposal proposal, Done done) {
  std::string bytes = EncodeProposal(proposal);
  if (absl::Status form = CheckForm(proposal, bytes.size()); !form.ok()) return done(form);
  sequencer_->Submit({std::move(proposal), std::move(bytes), std::move(done)});
}

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedLog>> EmbeddedLog::Open(const Options& options) {
  auto log = std::make_unique<EmbeddedLogImpl>();
  RUFAA_RETURN_IF_ERROR(log->Start(options));
  return log;
}

}  // namespace rufaa
