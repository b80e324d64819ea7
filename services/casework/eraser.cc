#include "services/casework/eraser.h"

#include <utility>
#include <vector>

#include "domain/base/status_macros.h"
#include "domain/casework/case.h"
#include "eventlog/record.h"

namespace rufaa::case_service {
namespace {

// How often a waiting thread looks whether it is to stop, and how long it rests after a failure.
constexpr absl::Duration kTick = absl::Milliseconds(200);

}  // namespace

absl::StatusOr<std::unique_ptr<Eraser>> Eraser::Start(const rpc::CountyRuntime& county,
                                                      rpc::Log& log) {
  auto eraser = std::unique_ptr<Eraser>(new Eraser(county, log));
  RUFAA_RETURN_IF_ERROR(eraser->CatchUp());
  eraser->thread_ = std::thread([raw = eraser.get()] { raw->Run(); });
  return eraser;
}

Eraser::~Eraser() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Eraser::CallWhenDone(uint64_t position, rpc::Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (done_through_ < position) {
      waiting_.emplace(position, std::move(done));
      return;
    }
  }
  done(absl::OkStatus());
}

void Eraser::Run() {
  while (!stop_) {
    const uint64_t from = done_through_;  // Only this thread writes it from here on.
    if (county_.log.WaitBeyond(from, kTick) == from) continue;
    const absl::Status status = CatchUp();
    trouble_.Tell(status);
    Tell(status);
    if (status.ok()) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, absl::ToChronoMilliseconds(kTick), [this] { return stop_.load(); });
  }
}

absl::Status Eraser::CatchUp() {
  absl::Status status;
  uint64_t through = done_through_;
  RUFAA_RETURN_IF_ERROR(
      county_.log.ReadChunks(through, [&](absl::string_view chunk, uint64_t, uint64_t last) {
        status = EraseIn(chunk);
        if (status.ok()) through = last;
        return status.ok() && !stop_;
      }));
  const std::lock_guard lock(mutex_);
  done_through_ = through;
  return status;
}

// Erasures are rare: a chunk that does not hold the event's name is passed over unread, so that a
// long log costs a start next to nothing.
absl::Status Eraser::EraseIn(absl::string_view chunk) {
  if (chunk.find(casework::Erased::kType) == absl::string_view::npos) return absl::OkStatus();
  ChunkReader reader(chunk);
  Commit commit;
  while (reader.Next()) {
    RUFAA_RETURN_IF_ERROR(DecodeCommit(reader.record(), commit));
    for (const NewEvent& event : commit.proposal.events) {
      if (absl::string_view(event.type) != casework::Erased::kType) continue;
      RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> kase,
                             county_.executor.aggregates().Load<casework::State>(event.stream));
      RUFAA_RETURN_IF_ERROR(county_.vault.Erase(kase.state->child));
    }
  }
  return reader.status();
}

void Eraser::Tell(const absl::Status& status) {
  std::vector<rpc::Done> done;
  {
    const std::lock_guard lock(mutex_);
    const auto end = status.ok() ? waiting_.upper_bound(done_through_) : waiting_.end();
    for (auto it = waiting_.begin(); it != end; ++it) done.push_back(std::move(it->second));
    waiting_.erase(waiting_.begin(), end);
  }
  for (const rpc::Done& call : done) call(status);
}

}  // namespace rufaa::case_service
