// What goes between the vault service and those who ask it (services/rpc/remote_vault.h), both
// ways.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/statusor.h"
#include "domain/base/refusal.h"
#include "rufaa/vault/v1/vault_service.pb.h"
#include "vault/access_book.h"
#include "vault/vault.h"

namespace rufaa::rpc {

vault::v1::SealedValue ToProto(Sealed sealed);
Sealed FromProto(const vault::v1::SealedValue& proto);

vault::v1::Likeness ToProto(const Vault::Likeness& likeness);
Vault::Likeness FromProto(const vault::v1::Likeness& proto);

vault::v1::Entry ToProto(const ReadEntry& entry);
// INVALID_ARGUMENT for bytes that are no entry.
absl::StatusOr<ReadEntry> FromProto(const vault::v1::Entry& proto);

vault::v1::FindReadsRequest ToProto(const ReadsQuery& query);
ReadsQuery FromProto(const vault::v1::FindReadsRequest& proto);

// What the keeper itself answered; `unreachable` where it could not be asked.
absl::Status KeeperSaid(const grpc::Status& answer, Reason unreachable);

void FillProto(const ReadsPage& page, vault::v1::FindReadsResponse& proto);
absl::StatusOr<ReadsPage> FromProto(const vault::v1::FindReadsResponse& proto);

}  // namespace rufaa::rpc
