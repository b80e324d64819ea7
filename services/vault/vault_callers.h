// What each service may ask of the vault, by the name in its certificate. That it may connect at
// all is checked before (services/rpc/peers.h); this is so that a process which was taken over gets
// what its own work needs, and no more.
#pragma once

#include "absl/strings/string_view.h"
#include "rufaa/vault/v1/vault_service.pb.h"

namespace rufaa::vault_service {

namespace v1 = vault::v1;

// `service` is "" where connections are in clear: then all are on this machine's loopback, nobody
// says who they are, and everything may be asked.
bool MayAsk(absl::string_view service, const v1::SealRequest& request);
bool MayAsk(absl::string_view service, const v1::ReadRequest& request);
bool MayAsk(absl::string_view service, const v1::RecordRequest& request);
bool MayAsk(absl::string_view service, const v1::FindReadsRequest& request);
bool MayAsk(absl::string_view service, const v1::EraseRequest& request);
bool MayAsk(absl::string_view service, const v1::IndexRequest& request);
bool MayAsk(absl::string_view service, const v1::MatchRequest& request);
bool MayAsk(absl::string_view service, const v1::DeriveKeyRequest& request);

}  // namespace rufaa::vault_service
