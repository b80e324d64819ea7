// What the records of a county's topic hold.
//
//   record   = "rufaa"  format: u8 = 1  kind: u8  body
//   genesis  = rule: varint  county  log_id        kind 1; the first record, passed over elsewhere
//   proposal = as eventlog/record.h has it         kind 2; judged where it stands
//   root     = position: varint  root: 32 bytes    kind 3; what some replica has computed
//
// The topic is internal: it holds proposals that lost a race, and doubles of those whose delivery
// was in doubt. What became of them only the rule tells.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "eventlog/log_store.h"
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
    kMalformed,  // None of ours: passed over by every replica alike.
    kNewer,      // Of a format that this program does not know: it must not go on.
  };
  Kind kind = Kind::kMalformed;
  Genesis genesis;
  absl::string_view proposal;  // Into the bytes that were parsed.
  RootClaim root;
};

std::string EncodeGenesisRecord(const Genesis& genesis);
std::string EncodeProposalRecord(absl::string_view proposal);
std::string EncodeRootRecord(const RootClaim& claim);

// Total: any bytes give a record. `bytes` must outlive the result.
TopicRecord ParseTopicRecord(absl::string_view bytes);

}  // namespace rufaa
