#include "services/vault/vault_callers.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/peers.h"

namespace rufaa::vault_service {
namespace {

// Of those that may connect, the ones that may ask this.
template <class Request>
std::string Askers(const Request& request) {
  std::string askers;
  for (const std::string& service : rpc::CallersOf("vault")) {
    if (MayAsk(service, request)) absl::StrAppend(&askers, askers.empty() ? "" : " ", service);
  }
  return askers;
}

v1::DeriveKeyRequest KeyFor(const std::string& use) {
  v1::DeriveKeyRequest request;
  request.set_use(use);
  return request;
}

TEST(VaultCallers, AskForWhatTheirOwnWorkNeeds) {
  v1::ReadRequest opens;
  opens.add_values();
  EXPECT_EQ(Askers(v1::SealRequest()), "casework referral");
  EXPECT_EQ(Askers(opens), "casework referral");
  EXPECT_EQ(Askers(v1::ReadRequest()), "access audit casework live referral");
  EXPECT_EQ(Askers(v1::RecordRequest()), "access audit casework live referral");
  EXPECT_EQ(Askers(v1::FindReadsRequest()), "audit");
  EXPECT_EQ(Askers(v1::EraseRequest()), "casework");
  EXPECT_EQ(Askers(v1::IndexRequest()), "casework");
  EXPECT_EQ(Askers(v1::MatchRequest()), "casework");
  EXPECT_EQ(Askers(KeyFor("one-time-codes")), "access");
  for (const char* use : {"page-tokens", "request-digests"}) {
    EXPECT_EQ(Askers(KeyFor(use)), "vault access audit casework committee directory live referral");
  }
}

TEST(VaultCallers, AreNotToldApartInClear) {
  EXPECT_TRUE(MayAsk("", v1::EraseRequest()));
  EXPECT_TRUE(MayAsk("", KeyFor("one-time-codes")));
  EXPECT_FALSE(MayAsk("gateway", v1::EraseRequest()));
}

}  // namespace
}  // namespace rufaa::vault_service
