#include "eventlog/kafka/topic_record.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "domain/base/check.h"
#include "eventlog/bytes.h"

namespace rufaa {
namespace {

using Kind = TopicRecord::Kind;

constexpr absl::string_view kMark = "rufaa";
constexpr size_t kIdBytes = 16;

// As it is written; the highest format is the one that this program knows.
struct KindRow {
  Kind kind;
  uint8_t number, format;
};
constexpr KindRow kKinds[] = {{Kind::kGenesis, 1, 1}, {Kind::kProposal, 2, 1}, {Kind::kRoot, 3, 1},
                              {Kind::kBegin, 4, 2},   {Kind::kCommit, 5, 2},   {Kind::kEnd, 6, 2},
                              {Kind::kClose, 7, 2},   {Kind::kProposals, 8, 3}};
constexpr uint8_t kFormat = 3;

std::string Begin(Kind kind) {
  std::string record(kMark);
  for (const KindRow& row : kKinds) {
    if (row.kind != kind) continue;
    record.push_back(static_cast<char>(row.format));
    record.push_back(static_cast<char>(row.number));
  }
  return record;
}

std::string EncodeGenesis(Kind kind, const Genesis& genesis) {
  std::string record = Begin(kind);
  PutVarint(record, genesis.rule);
  PutString(record, genesis.county);
  PutString(record, genesis.log_id);
  return record;
}

std::string EncodeRoot(Kind kind, const RootClaim& claim) {
  std::string record = Begin(kind);
  PutVarint(record, claim.position);
  record.append(BytesOf(claim.root).data(), claim.root.size());
  return record;
}

std::string EncodeBody(Kind kind, absl::string_view body) {
  std::string record = Begin(kind);
  record.append(body.data(), body.size());
  return record;
}

bool ParseGenesis(absl::string_view body, Genesis& genesis) {
  ByteReader reader(body);
  genesis.rule = static_cast<uint32_t>(reader.Varint());
  genesis.county = std::string(reader.String());
  genesis.log_id = std::string(reader.String());
  return reader.Done() && genesis.log_id.size() == kIdBytes;
}

bool ParseRoot(absl::string_view body, RootClaim& claim) {
  ByteReader reader(body);
  claim.position = reader.Varint();
  const absl::StatusOr<MerkleHash> root = HashFromBytes(reader.Rest());
  if (root.ok()) claim.root = *root;
  return reader.Done() && root.ok();
}

bool ParseProposals(absl::string_view body, TopicRecord& record) {
  ByteReader reader(body);
  do {
    record.proposals.push_back(reader.String());
  } while (reader.ok() && !reader.empty());
  return reader.Done();
}

bool ParseBody(Kind kind, absl::string_view body, TopicRecord& record) {
  if (kind == Kind::kGenesis || kind == Kind::kBegin) return ParseGenesis(body, record.genesis);
  if (kind == Kind::kRoot || kind == Kind::kEnd) return ParseRoot(body, record.root);
  if (kind == Kind::kProposals) return ParseProposals(body, record);
  if (kind == Kind::kProposal) {
    record.proposals.push_back(body);
    return true;
  }
  record.body = body;
  return kind != Kind::kClose || body.size() == kIdBytes;
}

}  // namespace

std::string EncodeGenesisRecord(const Genesis& genesis) {
  return EncodeGenesis(Kind::kGenesis, genesis);
}

std::string EncodeProposalRecord(absl::string_view proposal) {
  return EncodeBody(Kind::kProposal, proposal);
}

std::string EncodeProposalsRecord(absl::Span<const absl::string_view> proposals) {
  RUFAA_CHECK(!proposals.empty());
  if (proposals.size() == 1) return EncodeProposalRecord(proposals[0]);
  std::string record = Begin(Kind::kProposals);
  for (const absl::string_view proposal : proposals) PutString(record, proposal);
  return record;
}

std::string EncodeRootRecord(const RootClaim& claim) { return EncodeRoot(Kind::kRoot, claim); }

std::string EncodeBeginRecord(const Genesis& genesis) {
  return EncodeGenesis(Kind::kBegin, genesis);
}

std::string EncodeCommitRecord(absl::string_view record) {
  return EncodeBody(Kind::kCommit, record);
}

std::string EncodeEndRecord(const RootClaim& all) { return EncodeRoot(Kind::kEnd, all); }

std::string EncodeCloseRecord(absl::string_view id) { return EncodeBody(Kind::kClose, id); }

TopicRecord ParseTopicRecord(absl::string_view bytes) {
  TopicRecord record;
  if (!absl::ConsumePrefix(&bytes, kMark)) return record;
  ByteReader reader(bytes);
  const uint8_t format = reader.Byte();
  const uint8_t number = reader.Byte();
  if (!reader.ok()) return record;
  if (format > kFormat) {
    record.kind = Kind::kNewer;
    return record;
  }
  const absl::string_view body = reader.Rest();
  for (const KindRow& row : kKinds) {
    if (row.number != number || row.format != format) continue;
    if (ParseBody(row.kind, body, record)) record.kind = row.kind;
  }
  return record;
}

}  // namespace rufaa
