#include "services/vault/vault_callers.h"

#include <algorithm>
#include <initializer_list>

namespace rufaa::vault_service {
namespace {

using absl::string_view;

bool IsOneOf(string_view service, std::initializer_list<string_view> those) {
  return service.empty() || std::find(those.begin(), those.end(), service) != those.end();
}

// Who writes and shows what is sealed.
bool WorksCases(string_view service) { return IsOneOf(service, {"casework", "referral"}); }
// Who alone has children found by their names, and forgotten.
bool KnowsChildren(string_view service) { return IsOneOf(service, {"casework"}); }
// Who shows or does what is recorded.
bool Enters(string_view service) {
  return IsOneOf(service, {"access", "audit", "live"}) || WorksCases(service);
}

}  // namespace

bool MayAsk(string_view service, const v1::SealRequest&) { return WorksCases(service); }
bool MayAsk(string_view service, const v1::ReadRequest& request) {
  return request.values().empty() ? Enters(service) : WorksCases(service);
}
bool MayAsk(string_view service, const v1::RecordRequest&) { return Enters(service); }
bool MayAsk(string_view service, const v1::FindReadsRequest&) {
  return IsOneOf(service, {"audit"});
}
bool MayAsk(string_view service, const v1::EraseRequest&) { return KnowsChildren(service); }
bool MayAsk(string_view service, const v1::IndexRequest&) { return KnowsChildren(service); }
bool MayAsk(string_view service, const v1::MatchRequest&) { return KnowsChildren(service); }
// Secrets that all instances of all services share; but that of people's one-time codes is of
// whoever checks them.
bool MayAsk(string_view service, const v1::DeriveKeyRequest& request) {
  return request.use() != "one-time-codes" || IsOneOf(service, {"access"});
}

}  // namespace rufaa::vault_service
