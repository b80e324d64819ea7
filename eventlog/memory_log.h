// A county log that lives and dies with the process: for tests, and the plainest reading of what
// a county log is. Answers exactly as the durable ones do, Merkle roots included.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "eventlog/clock.h"
#include "eventlog/county_log.h"
#include "eventlog/rule.h"

namespace rufaa {

class MemoryLog : public CountyLog {
 public:
  // `clock` must outlive the log; without one it is the system's.
  explicit MemoryLog(Clock* clock = nullptr);

  void Append(Proposal proposal, Done done) override;
  absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                              absl::string_view request_id,
                                              absl::string_view digest) override;
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override;
  absl::Status ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) override;
  absl::Status Read(uint64_t after, ShowCommit show) override;
  absl::Status ReadChunks(uint64_t after, ShowChunk show) override;
  uint64_t Head() const override;
  uint64_t WaitBeyond(uint64_t after, absl::Duration timeout) override;
  absl::StatusOr<MerkleHash> Root(uint64_t position) override;
  absl::StatusOr<MerkleProof> ProveInclusion(uint64_t position, uint64_t size) override;
  absl::StatusOr<MerkleProof> ProveConsistency(uint64_t from, uint64_t to) override;

 private:
  // Commits never change and never move, so readers keep pointers to them outside the mutex.
  struct Stored {
    Commit commit;
    std::string chunk;  // One frame.
    MerkleHash leaf;
    MerkleHash root;  // Over everything up to and including it.
  };
  struct Place {
    const Stored* stored;
    size_t index;
  };
  class HeldPrefix;
  class HeldNodes;

  absl::StatusOr<Receipt> AppendNow(Proposal proposal);
  Receipt Accept(Proposal proposal, std::vector<uint64_t> versions,
                 absl::string_view proposal_bytes);
  std::vector<const Stored*> After(uint64_t position) const;

  Clock* const clock_;
  mutable std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<std::unique_ptr<Stored>> commits_;
  absl::flat_hash_map<std::string, std::vector<Place>> streams_;
  absl::flat_hash_map<std::pair<std::string, std::string>, uint64_t> requests_;
  MerkleFrontier frontier_;
};

}  // namespace rufaa
