// What the records of a county's topic hold.
//
//   record    = "rufaa"  format: u8  kind: u8  body
//
//   kind  format
//   1     1       genesis   = rule: varint  county  log_id
//   2     1       proposal  as eventlog/record.h has it; judged where it stands
//   3     1       root      = position: varint  root: 32 bytes; what some replica has computed
//   4     2       begin     as genesis: of a topic that a log is moved into
//   5     2       commit    a record of that log, as eventlog/record.h has it
//   6     2       end       as root: of all of that log
//   7     2       close     = id: 16 bytes; the log is moved out of the topic
//   8     3       proposals = [length: varint  proposal], one or more to its end; judged one after
//                             the other, each as if it stood in a record of its own
//
// The first record is a genesis, or a begin; they are passed over elsewhere. Behind a begin comes
// the history: until its end nothing counts but the next of its commits, which bring the times they
// were recorded at; behind it none does, so nobody can put a commit of another time into a county
// that is served. The end counts only where position and root are what the reader has come to.
// Where a topic is closed it ends: whatever stands behind that does not count.
//
// Each kind has the format that brought it: a program of an older one stops at it, rather than pass
// over what others count.
//
// The topic is internal: it holds proposals that lost a race, and doubles of those whose delivery
// was in doubt. What became of them only the rule tells.
#pragma once

#include <cstdint>
#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventlog/log_marks.h"
#include "eventlog/merkle.h"

namespace rufaa {

struct RootClaim {
  uint64_t position = 0;
  MerkleHash root = {};
};

struct TopicRecord {
  enum class Kind {
    kGenesis,
    kProposal,
    kRoot,
    kBegin,
    kCommit,
    kEnd,
    kClose,
    kProposals,
    kMalformed,  // None of ours: passed over by every replica alike.
    kNewer,      // Of a format that this program does not know: it must not go on.
  };
  Kind kind = Kind::kMalformed;
  Genesis genesis;  // Of a begin, too.
  // Of a proposal or proposals; as `body`, into the bytes that were parsed.
  absl::InlinedVector<absl::string_view, 1> proposals;
  absl::string_view body;  // Of a commit or close.
  RootClaim root;          // Of an end, too.
};

std::string EncodeGenesisRecord(const Genesis& genesis);
std::string EncodeProposalRecord(absl::string_view proposal);
// One makes a record of its own kind, which every program reads.
std::string EncodeProposalsRecord(absl::Span<const absl::string_view> proposals);
std::string EncodeRootRecord(const RootClaim& claim);
std::string EncodeBeginRecord(const Genesis& genesis);
std::string EncodeCommitRecord(absl::string_view record);
std::string EncodeEndRecord(const RootClaim& all);
std::string EncodeCloseRecord(absl::string_view id);

// Total: any bytes give a record. `bytes` must outlive the result.
TopicRecord ParseTopicRecord(absl::string_view bytes);

}  // namespace rufaa
