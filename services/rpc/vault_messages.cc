#include "services/rpc/vault_messages.h"

#include <utility>

#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "services/rpc/status.h"

namespace rufaa::rpc {

namespace v1 = vault::v1;

v1::SealedValue ToProto(Sealed sealed) {
  v1::SealedValue proto;
  proto.set_child(std::move(sealed.child));
  proto.set_compartment(static_cast<uint32_t>(sealed.compartment));
  proto.set_key_id(std::move(sealed.key_id));
  proto.set_nonce(std::move(sealed.nonce));
  proto.set_ciphertext(std::move(sealed.ciphertext));
  return proto;
}

Sealed FromProto(const v1::SealedValue& proto) {
  return {.child = proto.child(),
          .compartment = static_cast<Compartment>(proto.compartment()),
          .key_id = proto.key_id(),
          .nonce = proto.nonce(),
          .ciphertext = proto.ciphertext()};
}

v1::Likeness ToProto(const Vault::Likeness& likeness) {
  v1::Likeness proto;
  proto.set_first_name(likeness.first_name);
  proto.set_surname(likeness.surname);
  proto.set_birth_year(likeness.birth_year);
  proto.set_sex(likeness.sex);
  return proto;
}

Vault::Likeness FromProto(const v1::Likeness& proto) {
  return {.first_name = proto.first_name(),
          .surname = proto.surname(),
          .birth_year = proto.birth_year(),
          .sex = proto.sex()};
}

v1::Entry ToProto(const ReadEntry& entry) {
  v1::Entry proto;
  proto.set_actor(EncodeFields(entry.actor));
  proto.set_read(EncodeFields(entry));
  proto.set_read_at_us(absl::ToUnixMicros(entry.read_at));
  proto.set_trace_id(entry.trace_id);
  return proto;
}

absl::StatusOr<ReadEntry> FromProto(const v1::Entry& proto) {
  RUFAA_ASSIGN_OR_RETURN(ReadEntry entry, DecodeFields<ReadEntry>(proto.read()));
  RUFAA_ASSIGN_OR_RETURN(entry.actor, DecodeFields<Actor>(proto.actor()));
  entry.read_at = absl::FromUnixMicros(proto.read_at_us());
  entry.trace_id = proto.trace_id();
  return entry;
}

v1::FindReadsRequest ToProto(const ReadsQuery& query) {
  v1::FindReadsRequest proto;
  proto.set_case_code(query.case_code);
  proto.set_person(query.person);
  proto.set_agency(query.agency);
  proto.set_refused_only(query.refused_only);
  proto.set_leave_out_shown(query.leave_out_shown);
  // The ends of time are those of the number.
  proto.set_from_us(absl::ToUnixMicros(query.from));
  proto.set_until_us(absl::ToUnixMicros(query.until));
  proto.set_after(query.after);
  proto.set_last(query.last);
  proto.set_limit(static_cast<uint32_t>(query.limit));
  return proto;
}

ReadsQuery FromProto(const v1::FindReadsRequest& proto) {
  return {.case_code = proto.case_code(),
          .person = proto.person(),
          .agency = proto.agency(),
          .refused_only = proto.refused_only(),
          .leave_out_shown = proto.leave_out_shown(),
          .from = absl::FromUnixMicros(proto.from_us()),
          .until = absl::FromUnixMicros(proto.until_us()),
          .after = proto.after(),
          .last = proto.last(),
          .limit = proto.limit()};
}

absl::Status KeeperSaid(const grpc::Status& answer, Reason unreachable) {
  if (answer.ok()) return absl::OkStatus();
  absl::Status status = FromGrpc(answer);
  const bool answered =
      RefusalOf(status).has_value() || absl::IsDataLoss(status) || absl::IsInternal(status);
  return answered ? status : Refuse(unreachable);
}

void FillProto(const ReadsPage& page, v1::FindReadsResponse& proto) {
  for (const RecordedRead& read : page.reads) {
    v1::RecordedEntry& one = *proto.add_reads();
    one.set_number(read.number);
    one.set_recorded_at_us(absl::ToUnixMicros(read.recorded_at));
    *one.mutable_entry() = ToProto(read.entry);
  }
  proto.set_next(page.next);
  proto.set_last(page.last);
}

absl::StatusOr<ReadsPage> FromProto(const v1::FindReadsResponse& proto) {
  ReadsPage page{.reads = {}, .next = proto.next(), .last = proto.last()};
  for (const v1::RecordedEntry& one : proto.reads()) {
    RUFAA_ASSIGN_OR_RETURN(ReadEntry entry, FromProto(one.entry()));
    page.reads.push_back({.number = one.number(),
                          .recorded_at = absl::FromUnixMicros(one.recorded_at_us()),
                          .entry = std::move(entry)});
  }
  return page;
}

}  // namespace rufaa::rpc
