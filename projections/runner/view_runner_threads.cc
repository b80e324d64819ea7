// The two threads of ViewRunner: one follows the log, one builds views beside those served.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/named_thread.h"
#include "projections/runner/view_runner.h"

namespace rufaa {

namespace {

// How long the follower may not notice that it is to stop; an append wakes it at once.
constexpr absl::Duration kIdle = absl::Milliseconds(100);
// Folding at once would take the processor from the very command's answer. Whoever waits for a
// position ends this pause, and the next.
constexpr absl::Duration kSettle = absl::Milliseconds(2);
// While so many commits come at once, they are folded together this often: a batch costs less than
// its commits one by one, and commands need the processor.
constexpr uint64_t kMany = 16;
constexpr absl::Duration kGather = absl::Milliseconds(10);
// A full or failing disk is tried again this often.
constexpr absl::Duration kRetry = absl::Seconds(1);
// A build this close to the log's end is finished while the follower waits for it.
constexpr uint64_t kNear = 500;

bool MayPass(const absl::Status& status) {
  return absl::IsResourceExhausted(status) || absl::IsInternal(status) ||
         absl::IsUnavailable(status);
}

// For people: without what only programs read of a refusal.
std::string Words(const absl::Status& status) {
  return status.ok() ? "" : status.ToString(absl::StatusToStringMode::kWithNoExtraData);
}

}  // namespace

void ViewRunner::Start() {
  stopping_ = false;
  waiters_.Reopen();
  follower_ = NamedThread("views-follow", [this] { Follow(); });
  builder_ = NamedThread("views-build", [this] { Build(); });
}

void ViewRunner::Stop() {
  if (!follower_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  follower_.join();
  builder_.join();
  waiters_.EndAll(absl::UnavailableError("the views are stopping"));
}

absl::Status ViewRunner::FoldToHead() {
  const Slot* culprit = nullptr;
  RUFAA_RETURN_IF_ERROR(FollowOnce(log_.Head(), culprit));
  while (Slot* slot = NextToBuild()) RUFAA_RETURN_IF_ERROR(BuildBeside(*slot));
  return absl::OkStatus();
}

bool ViewRunner::PauseUnlessStopping(absl::Duration pause) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, absl::ToChronoNanoseconds(pause),
                            [&] { return stopping_.load(); });
}

void ViewRunner::SetFoldProblem(const absl::Status& status, const Slot* culprit) {
  std::lock_guard lock(mutex_);
  for (const auto& slot : slots_) {
    const bool fails = !status.ok() && slot->live && (!culprit || culprit == slot.get());
    slot->fold_problem = fails ? Words(status) : "";
  }
}

void ViewRunner::SetBuildProblem(Slot& slot, const absl::Status& status) {
  std::lock_guard lock(mutex_);
  slot.build_problem = Words(status);
}

void ViewRunner::Follow() {
  uint64_t position = 0;
  bool many = false;
  while (!stopping_) {
    if (log_.WaitBeyond(position, kIdle) <= position) continue;
    waiters_.AwaitOne(many ? kGather : kSettle);
    const uint64_t head = log_.Head();
    const Slot* culprit = nullptr;
    const absl::Status status = FollowOnce(head, culprit);
    many = head - position >= kMany;
    SetFoldProblem(status, culprit);
    if (status.ok()) {
      position = head;
    } else if (!MayPass(status)) {
      // A commit that this program can't fold: going on without it would show something wrong.
      waiters_.EndAll(status);
      return;
    } else if (!PauseUnlessStopping(kRetry)) {
      return;
    } else if (const absl::Status resumed = store_->Resume(); !resumed.ok()) {
      SetFoldProblem(resumed, nullptr);
    }
  }
}

absl::Status ViewRunner::FollowOnce(uint64_t head, const Slot*& culprit) {
  std::lock_guard folding(fold_mutex_);
  uint64_t after = head;
  for (const auto& slot : slots_) {
    if (slot->live) after = std::min(after, slot->live->position());
  }
  if (head - after > options_.catch_up_lag) {
    RUFAA_RETURN_IF_ERROR(CatchUpLive(head));
    after = head;
  }
  while (after < head && !stopping_) {
    std::vector<DecodedCommit> batch;
    absl::Status failure;
    RUFAA_RETURN_IF_ERROR(log_.Read(after, [&](const Commit& commit) {
      absl::StatusOr<DecodedCommit> decoded = Decode(commit);
      failure = decoded.status();
      if (!failure.ok()) return false;
      batch.push_back(*std::move(decoded));
      return batch.size() < options_.batch_commits && batch.back().commit.position < head;
    }));
    if (batch.empty()) {
      return failure.ok() ? absl::InternalError("the log ends before its head") : failure;
    }
    after = batch.back().commit.position;
    RUFAA_RETURN_IF_ERROR(WriteBatch(batch, culprit));
  }
  return absl::OkStatus();
}

absl::Status ViewRunner::WriteBatch(const std::vector<DecodedCommit>& batch, const Slot*& culprit) {
  std::vector<TableWrite> writes;
  absl::Status status;
  for (const auto& slot : slots_) {
    if (!slot->live) continue;
    for (const DecodedCommit& commit : batch) slot->live->Fold(commit);
    absl::StatusOr<TableWrite> write = slot->live->TakeWrite();
    if (!write.ok() && status.ok()) culprit = slot.get();
    status.Update(write.status());
    if (write.ok()) writes.push_back(*std::move(write));
  }
  if (status.ok()) status = store_->Write(std::move(writes), WriteMode::kLogged);
  if (!status.ok()) {
    for (const auto& slot : slots_) {
      if (slot->live) slot->live->Forget();
    }
    return status;
  }
  for (const auto& slot : slots_) {
    if (slot->live) slot->live->Landed();
  }
  waiters_.Advanced();
  return absl::OkStatus();
}

absl::Status ViewRunner::CatchUpLive(uint64_t head) {
  {
    std::lock_guard lock(mutex_);
    catching_up_ = true;
  }
  // Folders of their own: caches of this size are not kept when the stretch is done.
  std::vector<std::unique_ptr<ViewFolder>> folders;
  std::vector<ViewFolder*> borrowed;
  for (const auto& slot : slots_) {
    if (!slot->live) continue;
    folders.push_back(
        std::make_unique<ViewFolder>(*slot->view, slot->serving, options_.build_cache_bytes));
    borrowed.push_back(folders.back().get());
  }
  const absl::Status status = CatchUp(log_, *store_, borrowed, head, options_.catch_up, stopping_);
  for (const auto& slot : slots_) {
    if (slot->live) slot->live->Forget();
  }
  {
    std::lock_guard lock(mutex_);
    catching_up_ = false;
  }
  waiters_.Advanced();
  return status;
}

ViewRunner::Slot* ViewRunner::NextToBuild() {
  std::lock_guard lock(mutex_);
  for (const auto& slot : slots_) {
    if (slot->building) return slot.get();
  }
  return nullptr;
}

void ViewRunner::Build() {
  while (!stopping_) {
    if (Slot* slot = NextToBuild()) {
      const absl::Status status = BuildBeside(*slot);
      SetBuildProblem(*slot, status);
      if (status.ok()) continue;
      if (!PauseUnlessStopping(kRetry)) return;
      continue;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      return stopping_ || std::any_of(slots_.begin(), slots_.end(),
                                      [](const auto& slot) { return slot->building != nullptr; });
    });
  }
}

absl::Status ViewRunner::BuildBeside(Slot& slot) {
  std::shared_ptr<ViewTable> table;
  {
    std::lock_guard lock(mutex_);
    table = slot.building;
  }
  auto folder = std::make_unique<ViewFolder>(*slot.view, table, options_.build_cache_bytes);
  while (!stopping_ && folder->position() + kNear < log_.Head()) {
    RUFAA_RETURN_IF_ERROR(
        CatchUp(log_, *store_, {folder.get()}, log_.Head(), options_.catch_up, stopping_));
  }
  if (stopping_) return absl::OkStatus();
  std::lock_guard folding(fold_mutex_);
  RUFAA_RETURN_IF_ERROR(
      CatchUp(log_, *store_, {folder.get()}, log_.Head(), options_.catch_up, stopping_));
  return SwitchTo(slot, std::make_unique<ViewFolder>(*slot.view, table, options_.cache_bytes));
}

absl::Status ViewRunner::SwitchTo(Slot& slot, std::unique_ptr<ViewFolder> folder) {
  RUFAA_RETURN_IF_ERROR(store_->SetServingTable(slot.view->name(), folder->table()->name()));
  std::string replaced;
  {
    std::lock_guard lock(mutex_);
    replaced = slot.serving->name();
    slot.serving = folder->table();
    slot.building = nullptr;
    slot.live = std::move(folder);
    changed_.notify_all();
  }
  waiters_.Advanced();
  return store_->DropTable(replaced);
}

}  // namespace rufaa
