#include "eventlog/record.h"

#include "absl/status/statusor.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/bytes.h"
#include "eventlog/crc32c.h"

namespace rufaa {
namespace {

absl::Status Damaged(absl::string_view what) { return Refuse(Reason::STORE_DAMAGED, what); }

void Assign(std::string& to, absl::string_view from) { to.assign(from.data(), from.size()); }

void ReadProposal(ByteReader& reader, Proposal& proposal) {
  Assign(proposal.caller, reader.String());
  Assign(proposal.request_id, reader.String());
  Assign(proposal.digest, reader.String());
  proposal.conditions.resize(reader.Count());
  for (Condition& condition : proposal.conditions) {
    Assign(condition.stream, reader.String());
    condition.version = reader.Varint();
  }
  proposal.events.resize(reader.Count());
  for (NewEvent& event : proposal.events) {
    Assign(event.stream, reader.String());
    Assign(event.type, reader.String());
    Assign(event.payload, reader.String());
  }
  Assign(proposal.actor.person, reader.String());
  Assign(proposal.actor.agency, reader.String());
  Assign(proposal.actor.desk, reader.String());
  Assign(proposal.actor.role, reader.String());
  Assign(proposal.authority, reader.String());
  proposal.occurred_at = absl::FromUnixMicros(UnZigZag(reader.Varint()));
  proposal.caused_by = reader.Varint();
  Assign(proposal.correlation, reader.String());
}

size_t SizeHint(const Proposal& proposal) {
  size_t size = 128 + proposal.caller.size() + proposal.authority.size();
  for (const Condition& condition : proposal.conditions) size += condition.stream.size() + 8;
  for (const NewEvent& event : proposal.events) {
    size += event.stream.size() + event.type.size() + event.payload.size() + 8;
  }
  return size + proposal.actor.person.size() + proposal.correlation.size();
}

}  // namespace

std::string EncodeProposal(const Proposal& proposal) {
  std::string out;
  out.reserve(SizeHint(proposal));
  PutString(out, proposal.caller);
  PutString(out, proposal.request_id);
  PutString(out, proposal.digest);
  PutVarint(out, proposal.conditions.size());
  for (const Condition& condition : proposal.conditions) {
    PutString(out, condition.stream);
    PutVarint(out, condition.version);
  }
  PutVarint(out, proposal.events.size());
  for (const NewEvent& event : proposal.events) {
    PutString(out, event.stream);
    PutString(out, event.type);
    PutString(out, event.payload);
  }
  PutString(out, proposal.actor.person);
  PutString(out, proposal.actor.agency);
  PutString(out, proposal.actor.desk);
  PutString(out, proposal.actor.role);
  PutString(out, proposal.authority);
  PutVarint(out, ZigZag(absl::ToUnixMicros(proposal.occurred_at)));
  PutVarint(out, proposal.caused_by);
  PutString(out, proposal.correlation);
  return out;
}

absl::Status DecodeProposal(absl::string_view bytes, Proposal& proposal) {
  ByteReader reader(bytes);
  ReadProposal(reader, proposal);
  return reader.Done() ? absl::OkStatus() : Damaged("A proposal's bytes do not decode.");
}

std::string EncodeRecord(uint64_t position, absl::Time recorded_at,
                         absl::Span<const uint64_t> versions, absl::string_view proposal) {
  std::string out;
  out.reserve(proposal.size() + 20 + 3 * versions.size());
  out.push_back(static_cast<char>(kRecordFormat));
  PutVarint(out, position);
  PutFixed64(out, static_cast<uint64_t>(absl::ToUnixMicros(recorded_at)));
  PutVarint(out, versions.size());
  for (uint64_t version : versions) PutVarint(out, version);
  out.append(proposal.data(), proposal.size());
  return out;
}

std::string EncodeCommit(const Commit& commit) {
  return EncodeRecord(commit.position, commit.recorded_at, commit.versions,
                      EncodeProposal(commit.proposal));
}

absl::Status DecodeCommit(absl::string_view record, Commit& commit) {
  ByteReader reader(record);
  if (reader.Byte() != kRecordFormat) return Damaged("A record has an unknown format.");
  commit.position = reader.Varint();
  commit.recorded_at = absl::FromUnixMicros(static_cast<int64_t>(reader.Fixed64()));
  commit.versions.resize(reader.Count());
  for (uint64_t& version : commit.versions) version = reader.Varint();
  ReadProposal(reader, commit.proposal);
  // Each event has its version; anything else would let a reader index past the end.
  if (!reader.Done() || commit.versions.size() != commit.proposal.events.size()) {
    return Damaged("A record's bytes do not decode.");
  }
  return absl::OkStatus();
}

void AppendFrame(absl::string_view record, std::string& chunk) {
  PutFixed32(chunk, Crc32c(record));
  PutVarint(chunk, record.size());
  chunk.append(record.data(), record.size());
}

bool ChunkReader::Next() { return Skip() && Check(); }

bool ChunkReader::Skip() {
  if (rest_.empty() || !status_.ok()) return false;
  ByteReader reader(rest_);
  crc_ = reader.Fixed32();
  record_ = reader.String();
  if (!reader.ok()) {
    status_ = Damaged("A chunk ends within a record.");
    return false;
  }
  rest_ = reader.Rest();
  return true;
}

bool ChunkReader::Check() {
  if (Crc32c(record_) == crc_) return true;
  status_ = Damaged("A record's checksum differs.");
  return false;
}

absl::StatusOr<uint64_t> PositionOf(absl::string_view record) {
  ByteReader reader(record);
  if (reader.Byte() != kRecordFormat) return Damaged("A record has an unknown format.");
  const uint64_t position = reader.Varint();
  if (!reader.ok()) return Damaged("A record's bytes do not decode.");
  return position;
}

}  // namespace rufaa
