// One at a time per lane, without a thread waiting: work that finds its lane taken is run by a
// worker once whoever has it leaves; of some lanes, all work is. Thread-safe.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "eventlog/execute/workers.h"

namespace rufaa {

class Lanes {
 public:
  using Work = std::function<void()>;

  // `workers` must outlive this. `apart`: nothing runs on the thread that enters.
  explicit Lanes(Workers& workers, bool apart = false) : workers_(workers), apart_(apart) {}

  // Runs `work` now, or once the lane is free. The lane is `work`'s until Leave; work enters in the
  // order in which it came here.
  void Enter(const std::string& lane, Work work);
  void Leave(const std::string& lane);

 private:
  static constexpr size_t kShards = 16;
  struct Shard {
    std::mutex mutex;
    absl::flat_hash_map<std::string, std::deque<Work>> waiting;  // A key: the lane is taken.
  };
  Shard& ShardOf(absl::string_view lane);
  void RunByWorker(Work work);

  Workers& workers_;
  const bool apart_;
  std::array<Shard, kShards> shards_;
};

}  // namespace rufaa
