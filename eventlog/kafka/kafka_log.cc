#include "eventlog/kafka/kafka_log.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/current_waiters.h"
#include "eventlog/kafka/proposals.h"
#include "eventlog/kafka/replica.h"
#include "eventlog/kafka/stored_prefix.h"
#include "eventlog/kafka/topic_begin.h"
#include "eventlog/kafka/topic_reader.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/kafka/topic_writer.h"
#include "eventlog/named_thread.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

// How long the thread waits for records before it looks after proposals that have none.
constexpr absl::Duration kPollTimeout = absl::Milliseconds(50);

// How long the disk's word on its free room is believed. Asking costs as much as encoding a
// proposal; and a write that finds none all the same is tried again.
constexpr std::chrono::milliseconds kRoomBelieved{100};

// Records that are not proposals: nobody waits for them, so they are not sent again.
constexpr uint64_t kNoToken = 0;

class KafkaLogImpl : public KafkaLog {
 public:
  ~KafkaLogImpl() override;
  absl::Status Start(const Options& options);

  void Append(Proposal proposal, Done done) override;
  absl::Status Health() const override;
  absl::Time CurrentAsOf() const override { return absl::FromUnixMicros(current_as_of_us_); }
  void WhenCurrent(absl::Time at, Current done) override;
  uint64_t PassedOver() const override { return passed_over_; }

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  absl::Status Readable() const override { return healthy_ ? absl::OkStatus() : Health(); }

  // Who opens it, before the read thread begins.
  absl::Status FindTopic(absl::Time deadline);
  absl::Status CatchUp();
  absl::StatusOr<bool> ReadAhead(absl::Duration timeout);
  absl::Status RefuseHistory() const;

  // Read thread; the last three also who opens.
  void ReadAll();
  absl::StatusOr<bool> ReadOn(absl::Duration timeout);
  void NoteAge();
  void Stop(const absl::Status& why);
  absl::Status Judge(absl::Span<const TopicReader::Record> records);
  absl::StatusOr<bool> WriteJudged();
  absl::Status RefuseClosed() const;

  // Whoever appends.
  bool HasRoom();

  Options options_;
  std::unique_ptr<TopicWriter> writer_;
  std::unique_ptr<StoredPrefix> stored_prefix_;
  std::unique_ptr<Proposals> proposals_;
  CurrentWaiters current_waiters_;
  std::atomic<SteadyTime> ask_for_room_at_{};
  std::atomic<bool> has_room_{true};
  std::atomic<bool> closing_{false};

  // The read thread's own, and before it begins, of who opens the log.
  std::unique_ptr<TopicReader> reader_;
  std::unique_ptr<Replica> replica_;
  std::optional<TopicReader::Told> told_;  // Until this replica is as far.
  bool opened_ = false;

  // What it tells everybody else.
  std::atomic<uint64_t> passed_over_{0};
  std::atomic<int64_t> current_as_of_us_{0};
  std::atomic<bool> healthy_{true};
  mutable std::mutex mutex_;
  absl::Status stopped_;

  std::thread read_thread_;
};

absl::Status KafkaLogImpl::Start(const Options& options) {
  options_ = options;
  const absl::Time deadline = SteadyNow() + options.open_within;
  RUFAA_RETURN_IF_ERROR(OpenFolder(options.path, options.county, options.env, /*salvage=*/false));
  RUFAA_RETURN_IF_ERROR(FindTopic(deadline));
  RUFAA_ASSIGN_OR_RETURN(writer_, TopicWriter::Open(options.topic, deadline));
  RUFAA_ASSIGN_OR_RETURN(reader_, TopicReader::Open(options.topic, options.patience));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Genesis> genesis, store_->ReadGenesis());
  if (genesis.has_value()) RUFAA_RETURN_IF_ERROR(CheckGenesis(*genesis));
  RUFAA_RETURN_IF_ERROR(
      BeginOrCheckTopic(*directory_, *store_, *reader_, *writer_, GenesisOfFolder(), deadline));
  RUFAA_RETURN_IF_ERROR(ShowStore());
  RUFAA_ASSIGN_OR_RETURN(replica_, Replica::Resume(*store_, *progress_));
  stored_prefix_ = std::make_unique<StoredPrefix>(*store_, *progress_);
  proposals_ = std::make_unique<Proposals>(
      *stored_prefix_, *writer_, Proposals::Options{.answer_within = options.answer_within});
  RUFAA_RETURN_IF_ERROR(CatchUp());
  // The first record of a producer is slow: better this one than somebody's.
  writer_->Send(EncodeRootRecord(replica_->Claim()), kNoToken);
  opened_ = true;
  read_thread_ = NamedThread("log-replica", [this] { ReadAll(); });
  return absl::OkStatus();
}

// Nothing is begun anew in the place of a topic that this process has read.
absl::Status KafkaLogImpl::FindTopic(absl::Time deadline) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<SourceMark> mark, store_->ReadSource());
  absl::Status found = EnsureCountyTopic(options_.topic, options_.topic_options,
                                         /*may_make=*/!mark.has_value(), deadline);
  if (!absl::IsNotFound(found) || !mark.has_value()) return found;
  return Refuse(Reason::STORE_DAMAGED,
                absl::StrCat(found.message(), " This replica has read it up to offset ", mark->next,
                             ". Restore it, or name the brokers that have it."));
}

KafkaLogImpl::~KafkaLogImpl() {
  closing_ = true;
  if (read_thread_.joinable()) read_thread_.join();
}

absl::Status KafkaLogImpl::CatchUp() {
  absl::Time deadline = SteadyNow() + options_.open_within;
  const absl::Time asked_at = SteadyNow();
  absl::StatusOr<TopicReader::Ends> ends = reader_->ReadEnds(options_.open_within);
  RUFAA_RETURN_IF_ERROR(ends.status());
  const uint64_t next = replica_->mark().next;
  RUFAA_RETURN_IF_ERROR(reader_->CheckGoesOn(*ends, next));
  RUFAA_RETURN_IF_ERROR(reader_->Seek(next));
  while (replica_->mark().next < ends->end) {
    RUFAA_ASSIGN_OR_RETURN(const bool came, ReadAhead(kPollTimeout));
    if (came) {
      deadline = SteadyNow() + options_.open_within;
      if (options_.on_progress) options_.on_progress(replica_->mark().next, ends->end);
    }
    if (SteadyNow() > deadline) {
      return Refuse(Reason::LOG_UNAVAILABLE,
                    absl::StrCat("Topic ", options_.topic.name, " was read up to offset ",
                                 replica_->mark().next, " of ", ends->end,
                                 "; then the brokers fell silent."));
    }
  }
  RUFAA_RETURN_IF_ERROR(WriteJudged().status());
  current_as_of_us_ = absl::ToUnixMicros(asked_at);
  return replica_->in_history() ? RefuseHistory() : absl::OkStatus();
}

absl::Status KafkaLogImpl::RefuseHistory() const {
  return absl::FailedPreconditionError(absl::StrCat(
      "Topic ", options_.topic.name, " holds ", Head(),
      " commits of a log that is being moved into it, and not yet all. Run `rufaa log migrate "
      "--to-kafka` again where that log is: it goes on from there."));
}

absl::Status KafkaLogImpl::RefuseClosed() const {
  return absl::FailedPreconditionError(absl::StrCat(
      "Topic ", options_.topic.name, " was closed behind position ", Head(),
      ": the county's log was moved into the data directory of one hub, and goes on there alone."));
}

absl::Status KafkaLogImpl::Judge(absl::Span<const TopicReader::Record> records) {
  RUFAA_RETURN_IF_ERROR(replica_->Judge(records));
  reader_->Took(replica_->mark().next, replica_->mark().last);
  return absl::OkStatus();
}

// Judges, writes and answers what has arrived. False if nothing did, or there is no room for it.
absl::StatusOr<bool> KafkaLogImpl::ReadOn(absl::Duration timeout) {
  RUFAA_ASSIGN_OR_RETURN(const absl::Span<const TopicReader::Record> records,
                         reader_->Poll(timeout));
  RUFAA_RETURN_IF_ERROR(Judge(records));
  RUFAA_ASSIGN_OR_RETURN(const bool written, WriteJudged());
  return written && !records.empty();
}

// The same before anybody can wait for an answer: goes on while it is written.
absl::StatusOr<bool> KafkaLogImpl::ReadAhead(absl::Duration timeout) {
  RUFAA_ASSIGN_OR_RETURN(const absl::Span<const TopicReader::Record> records,
                         reader_->Poll(timeout));
  RUFAA_RETURN_IF_ERROR(Judge(records));
  const absl::Status behind = replica_->WriteBehind();
  if (absl::IsResourceExhausted(behind) || replica_->closed_by().has_value()) {
    RUFAA_RETURN_IF_ERROR(WriteJudged().status());
  } else {
    RUFAA_RETURN_IF_ERROR(behind);
  }
  return !records.empty();
}

absl::StatusOr<bool> KafkaLogImpl::WriteJudged() {
  for (;;) {
    absl::StatusOr<std::vector<Proposals::ReadBack>> read = replica_->Write();
    if (read.ok()) {
      passed_over_ = replica_->mark().malformed;
      if (!read->empty()) proposals_->Answer(*read);
      if (replica_->closed_by().has_value()) return RefuseClosed();
      return true;
    }
    if (!absl::IsResourceExhausted(read.status())) return read.status();
    // The disk is full. Reads go on, and so does this, once there is room.
    if (!opened_) return read.status();  // Who opens it is to hear of it.
    if (closing_ && proposals_->Idle()) return false;
    proposals_->Serve(SteadyNow(), CurrentAsOf());
    current_waiters_.Tell(CurrentAsOf(), SteadyNow());
    absl::SleepFor(absl::Milliseconds(200));
  }
}

// Silence may mean that there is nothing new, or that nobody answers. Only the leader's own word on
// where the topic ends tells one from the other.
void KafkaLogImpl::NoteAge() {
  if (!told_.has_value()) told_ = reader_->LastTold();
  if (!told_.has_value() || replica_->mark().next < told_->end) return;
  current_as_of_us_ = std::max<int64_t>(current_as_of_us_, absl::ToUnixMicros(told_->at));
  told_.reset();
}

void KafkaLogImpl::WhenCurrent(absl::Time at, Current done) {
  if (healthy_ && CurrentAsOf() >= at) return done(absl::OkStatus());
  // Who came before has waited so long in vain.
  if (SteadyNow() - CurrentAsOf() > options_.answer_within) return done(KafkaIsAway());
  current_waiters_.Add(at, SteadyNow() + options_.answer_within, std::move(done));
}

void KafkaLogImpl::ReadAll() {
  while (!closing_ || !proposals_->Idle()) {
    const absl::StatusOr<bool> read = ReadOn(kPollTimeout);
    if (!read.ok()) return Stop(read.status());
    proposals_->Serve(SteadyNow(), CurrentAsOf());
    NoteAge();
    current_waiters_.Tell(CurrentAsOf(), SteadyNow());
    if (replica_->ClaimIsDue()) writer_->Send(EncodeRootRecord(replica_->Claim()), kNoToken);
  }
  current_waiters_.End();
}

void KafkaLogImpl::Stop(const absl::Status& why) {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = why;
    healthy_ = false;  // Whoever hears of it by Health() reads nothing any more.
  }
  proposals_->Stop(Refuse(Reason::LOG_UNAVAILABLE, "The log has stopped until it is restarted."));
  current_waiters_.End();
}

absl::Status KafkaLogImpl::Health() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

bool KafkaLogImpl::HasRoom() {
  const SteadyTime now = std::chrono::steady_clock::now();
  if (now >= ask_for_room_at_.load()) {
    ask_for_room_at_ = now + kRoomBelieved;
    const std::optional<uint64_t> free = store_->FreeBytes();
    has_room_ = !free.has_value() || *free >= options_.reserve_bytes;
  }
  return has_room_;
}

// Encoded on the proposer's own thread: the one that reads the topic must not wait.
void KafkaLogImpl::Append(Proposal proposal, Done done) {
  std::string bytes = EncodeProposal(proposal);
  if (absl::Status form = CheckForm(proposal, bytes.size()); !form.ok()) return done(form);
  if (!HasRoom()) return done(Refuse(Reason::STORE_FULL));
  proposals_->Offer(std::move(proposal), std::move(bytes), std::move(done));
}

}  // namespace

absl::StatusOr<std::unique_ptr<KafkaLog>> KafkaLog::Open(const Options& options) {
  auto log = std::make_unique<KafkaLogImpl>();
  RUFAA_RETURN_IF_ERROR(log->Start(options));
  return log;
}

}  // namespace rufaa
