// Carries out erasures: destroys the keys of every child whose case says case.erased, in the order
// of the log, from its beginning at every start. The event is durable first; if the hub stops
// before the keys are gone, they go at the next start, before anything is served.
//
// Casework has one, and answers when it is done. So has the process that keeps the keys, where that
// is another: a key store that was put back from an older backup is made to forget again.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/call.h"
#include "services/rpc/county.h"
#include "services/rpc/trouble.h"

namespace rufaa::case_service {

// Thread-safe.
class Eraser {
 public:
  // Catches up with the log before it returns, then goes on beside it. What fails is tried again,
  // and told to `log`. Both must outlive this.
  static absl::StatusOr<std::unique_ptr<Eraser>> Start(const rpc::CountyRuntime& county,
                                                       rpc::Log& log);
  ~Eraser();

  // Calls `done` once every erasure up to `position` is carried out, or with what failed.
  void CallWhenDone(uint64_t position, rpc::Done done);

 private:
  Eraser(const rpc::CountyRuntime& county, rpc::Log& log)
      : county_(county), trouble_(log, "erasure of children's keys", county.id) {}
  void Run();
  absl::Status CatchUp();
  absl::Status EraseIn(absl::string_view chunk);
  void Tell(const absl::Status& status);

  const rpc::CountyRuntime& county_;
  rpc::Trouble trouble_;  // Its own thread's.
  std::mutex mutex_;
  uint64_t done_through_ = 0;
  std::multimap<uint64_t, rpc::Done> waiting_;  // By position.
  std::condition_variable wake_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace rufaa::case_service
