#include "eventlog/kafka/topic_record.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "eventlog/bytes.h"

namespace rufaa {
namespace {

constexpr absl::string_view kMark = "rufaa";
constexpr uint8_t kFormat = 1;
constexpr uint8_t kGenesisKind = 1;
constexpr uint8_t kProposalKind = 2;
constexpr uint8_t kRootKind = 3;

std::string Begin(uint8_t kind) {
  std::string record(kMark);
  record.push_back(static_cast<char>(kFormat));
  record.push_back(static_cast<char>(kind));
  return record;
}

bool ParseGenesis(absl::string_view body, Genesis& genesis) {
  ByteReader reader(body);
  genesis.rule = static_cast<uint32_t>(reader.Varint());
  genesis.county = std::string(reader.String());
  genesis.log_id = std::string(reader.String());
  return reader.Done() && genesis.log_id.size() == 16;
}

bool ParseRoot(absl::string_view body, RootClaim& claim) {
  ByteReader reader(body);
  claim.position = reader.Varint();
  const absl::StatusOr<MerkleHash> root = HashFromBytes(reader.Rest());
  if (root.ok()) claim.root = *root;
  return reader.Done() && root.ok();
}

}  // namespace

std::string EncodeGenesisRecord(const Genesis& genesis) {
  std::string record = Begin(kGenesisKind);
  PutVarint(record, genesis.rule);
  PutString(record, genesis.county);
  PutString(record, genesis.log_id);
  return record;
}

std::string EncodeProposalRecord(absl::string_view proposal) {
  std::string record = Begin(kProposalKind);
  record.append(proposal.data(), proposal.size());
  return record;
}

std::string EncodeRootRecord(const RootClaim& claim) {
  std::string record = Begin(kRootKind);
  PutVarint(record, claim.position);
  record.append(BytesOf(claim.root).data(), claim.root.size());
  return record;
}

TopicRecord ParseTopicRecord(absl::string_view bytes) {
  TopicRecord record;
  if (!absl::ConsumePrefix(&bytes, kMark)) return record;
  ByteReader reader(bytes);
  const uint8_t format = reader.Byte();
  const uint8_t kind = reader.Byte();
  if (!reader.ok()) return record;
  if (format > kFormat) {
    record.kind = TopicRecord::Kind::kNewer;
    return record;
  }
  const absl::string_view body = reader.Rest();
  if (kind == kGenesisKind && ParseGenesis(body, record.genesis)) {
    record.kind = TopicRecord::Kind::kGenesis;
  } else if (kind == kProposalKind) {
    record.kind = TopicRecord::Kind::kProposal;
    record.proposal = body;
  } else if (kind == kRootKind && ParseRoot(body, record.root)) {
    record.kind = TopicRecord::Kind::kRoot;
  }
  return record;
}

}  // namespace rufaa
