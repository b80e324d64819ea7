// The stored bytes of a commit, and of a run of commits (a chunk).
//
//   record   = format:u8 position:varint recorded_at:i64(µs) versions:[varint] proposal
//   proposal = caller request_id digest conditions events actor authority occurred_at caused_by
//              correlation
//   frame    = crc32c(record):u32 length:varint record
//   chunk    = frame…
//
// A record is what the Merkle tree hashes, so a commit has exactly one encoding. The proposal comes
// last and knows nothing of its place: it can be encoded before it has one, on the proposer's own
// thread or on another machine. Decoding is total: any bytes give a commit or DATA_LOSS.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "eventlog/commit.h"

namespace rufaa {

inline constexpr uint8_t kRecordFormat = 1;

// Times are kept to the microsecond.
std::string EncodeProposal(const Proposal& proposal);
absl::Status DecodeProposal(absl::string_view bytes, Proposal& proposal);

std::string EncodeRecord(uint64_t position, absl::Time recorded_at,
                         absl::Span<const uint64_t> versions, absl::string_view proposal);
std::string EncodeCommit(const Commit& commit);

// Overwrites `commit`, reusing its memory: a reader that shows millions keeps one.
absl::Status DecodeCommit(absl::string_view record, Commit& commit);

void AppendFrame(absl::string_view record, std::string& chunk);

// Walks the frames of a chunk. The chunk must outlive the reader.
//
//   ChunkReader reader(chunk);
//   while (reader.Next()) Use(reader.record());
//   RUFAA_RETURN_IF_ERROR(reader.status());
class ChunkReader {
 public:
  explicit ChunkReader(absl::string_view chunk) : rest_(chunk) {}

  // False at the end, and at a frame that is torn or whose CRC differs (then status() says so).
  bool Next();

  // As Next, without looking at the record's CRC: for passing over records nobody will use.
  // Check() looks at it afterwards.
  bool Skip();
  bool Check();

  absl::string_view record() const { return record_; }
  absl::string_view rest() const { return rest_; }  // The frames not yet walked.
  const absl::Status& status() const { return status_; }

 private:
  absl::string_view rest_;
  absl::string_view record_;
  uint32_t crc_ = 0;
  absl::Status status_;
};

// The position that a record says it has, without decoding the rest.
absl::StatusOr<uint64_t> PositionOf(absl::string_view record);

}  // namespace rufaa
