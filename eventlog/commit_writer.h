// Judges proposals by the rule, each on top of all that were accepted before it, and lays what is
// accepted into batches for the store: block, indexes, request table, tree, tip. Both who write a
// store do it by this: the embedded Sequencer, and the copy of a topic.
//
// Batches may be written while later ones are being judged: until Durable says otherwise, the
// writer itself remembers what the store does not know yet. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/commit.h"
#include "eventlog/head_cache.h"
#include "eventlog/log_store.h"
#include "eventlog/progress.h"
#include "eventlog/rule.h"

namespace rufaa {

class CommitWriter : private Prefix {
 public:
  // What one write of the store makes durable.
  struct Batch {
    explicit Batch(const LogStore& store) : writes(store) {}
    LogStore::Batch writes;
    uint64_t commits = 0;
    uint64_t head = 0;  // After it; set by Close.
    Progress::Moved moved;
  };

  // Goes on from the store's tip, once its last records were found to have the root they were given
  // (else STORE_DAMAGED). `store` must outlive the writer.
  static absl::StatusOr<std::unique_ptr<CommitWriter>> Resume(const LogStore& store);

  struct Outcome {
    Verdict::Kind kind = Verdict::Kind::kRefused;
    Receipt receipt;       // kAccepted, kRepeated.
    absl::Status refusal;  // kRefused.
  };

  // Judges a proposal that passed CheckForm, whose encoded bytes are `bytes`; an accepted one is
  // added to `batch`. An error means that the store could not be read: there is no outcome.
  absl::StatusOr<Outcome> JudgeAndAdd(const Proposal& proposal, absl::string_view bytes,
                                      absl::Time recorded_at, Batch& batch);

  // The batch is complete; the next commit goes into another.
  void Close(Batch& batch);

  // Everything up to position `head` can be found in the store.
  void Durable(uint64_t head);

  // Forgets what was judged since the store's tip: a batch was not written.
  absl::Status GoBack();

  // Its root is that of the last batch that was closed; Root() is as of now.
  const LogTip& tip() const { return tip_; }
  MerkleHash Root() const { return frontier_.Root(); }

 private:
  // Requests accepted in one batch, by caller, 0, request_id.
  struct InFlight {
    struct Request {
      uint64_t position;
      absl::Time recorded_at;
      std::array<char, kDigestBytes> digest;
    };
    uint64_t head = UINT64_MAX;  // Of the batch once it is closed.
    absl::flat_hash_map<std::string, Request> requests;
  };

  explicit CommitWriter(const LogStore& store);

  // Prefix: all that was judged before, durable or not.
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override;
  absl::StatusOr<std::optional<Applied>> Find(absl::string_view caller,
                                              absl::string_view request_id) override;

  absl::Status LoadTip();
  Receipt Add(const Proposal& proposal, absl::string_view bytes, absl::Time recorded_at,
              const std::vector<uint64_t>& versions, Batch& batch);
  void AddLeaf(absl::string_view record, Batch& batch);
  void CloseBlock(Batch& batch);

  const LogStore& store_;
  LogTip tip_;
  MerkleFrontier frontier_;
  std::vector<MerkleHash> tile_;  // Leaves of the tile that is not yet full.
  std::string block_;             // Frames of the block that is not yet full.
  HeadCache heads_;
  int batches_since_generation_ = 0;
  std::deque<InFlight> in_flight_;  // The batch being built is the last.
  std::string request_key_;
};

}  // namespace rufaa
