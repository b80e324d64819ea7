// One county's history: commits, totally ordered, each accepted by one pure rule
// (docs/county-log.md). All other state is derived from it and can be thrown away.
//
// Thread-safe. Every implementation must pass tests/eventlog/county_log_contract.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/commit.h"
#include "eventlog/merkle.h"

namespace rufaa {

class CountyLog {
 public:
  virtual ~CountyLog() = default;

  // Offers `proposal`. `done` is called exactly once, on a thread of the log (or this one), and
  // must not block. Receipts are given only for what is durable:
  //   OK                    accepted now, or the same request was before (`repeated`)
  //   ABORTED               WRONG_VERSION: a condition no longer holds; nothing was written
  //   INVALID_ARGUMENT      MALFORMED, TOO_LARGE or REQUEST_ID_REUSED; nothing was written
  //   RESOURCE_EXHAUSTED    STORE_FULL; nothing was written
  //   UNAVAILABLE           LOG_UNAVAILABLE: the outcome is unknown; ask again under this
  //   request_id
  using Done = std::function<void(absl::StatusOr<Receipt>)>;
  virtual void Append(Proposal proposal, Done done) = 0;

  // The same, waiting for the answer. Not on a thread of the log.
  absl::StatusOr<Receipt> AppendAndWait(Proposal proposal);

  // The receipt of a request applied before (with `repeated`), or nullopt. REQUEST_ID_REUSED when
  // it was applied with another digest.
  virtual absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                                      absl::string_view request_id,
                                                      absl::string_view digest) = 0;

  // The version of `stream` as of now: its number of events.
  virtual absl::StatusOr<uint64_t> Version(absl::string_view stream) = 0;

  // Shows events of `stream` with version > `after`, oldest first, until `show` returns false.
  using ShowEvent = absl::FunctionRef<bool(const RecordedEvent&)>;
  virtual absl::Status ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) = 0;

  // Shows commits with position > `after`, oldest first, until `show` returns false or the end as
  // of this call is reached. The commit is valid only during `show`.
  using ShowCommit = absl::FunctionRef<bool(const Commit&)>;
  virtual absl::Status Read(uint64_t after, ShowCommit show) = 0;

  // As Read, but the stored bytes of whole commits, many at a time, for shipping: each chunk is a
  // run of records that eventlog/record.h decodes. A chunk may begin before `after` + 1.
  using ShowChunk = absl::FunctionRef<bool(absl::string_view chunk, uint64_t first, uint64_t last)>;
  virtual absl::Status ReadChunks(uint64_t after, ShowChunk show) = 0;

  // The last position; 0 when empty. Everything up to it is durable and readable.
  virtual uint64_t Head() const = 0;

  // When this log was last known to show everything that anybody had appended by then: reads may be
  // as old as that. By SteadyNow() (eventlog/steady_time.h), as `at` below. InfiniteFuture where
  // this process alone appends. On Kafka it is the leader's word, which may be out of date for
  // some seconds where that broker is cut off from the others (docs/county-log.md).
  virtual absl::Time CurrentAsOf() const { return absl::InfiniteFuture(); }

  // Calls `done` once everything that anybody had appended by `at` is shown, on this thread or one
  // of the log's; it must not block. LOG_UNAVAILABLE when that can't be known for now.
  using Current = std::function<void(const absl::Status&)>;
  virtual void WhenCurrent(absl::Time /*at*/, Current done) { done(absl::OkStatus()); }

  // Waits until Head() > `after` or `timeout` is over; returns Head().
  virtual uint64_t WaitBeyond(uint64_t after, absl::Duration timeout) = 0;

  // When the commit at `position` was recorded; InfinitePast at 0. OUT_OF_RANGE beyond Head().
  absl::StatusOr<absl::Time> RecordedAt(uint64_t position);

  // By how much the last commit's time is ahead of `now`; zero where it is not, or can't be read.
  // Since `recorded_at` never goes back, whatever is appended until then bears that same time.
  absl::Duration AheadOf(absl::Time now);

  // The RFC 6962 root over the stored bytes of commits 1…`position`. OUT_OF_RANGE beyond Head().
  virtual absl::StatusOr<MerkleHash> Root(uint64_t position) = 0;

  // RFC 9162 proofs: that commit `position` is among the first `size`, and that the first `from`
  // commits are those that the first `to` begin with. Position n is leaf n - 1. OUT_OF_RANGE beyond
  // Head(), and for 0.
  virtual absl::StatusOr<MerkleProof> ProveInclusion(uint64_t position, uint64_t size) = 0;
  virtual absl::StatusOr<MerkleProof> ProveConsistency(uint64_t from, uint64_t to) = 0;

 protected:
  static absl::Status BeyondHead(uint64_t position, uint64_t head);
};

}  // namespace rufaa
