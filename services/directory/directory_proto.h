// From the directory's states and events to its protos.
#pragma once

#include <string>
#include <vector>

#include "domain/access/person.h"
#include "domain/capacity/capacity.h"
#include "domain/directory/directory.h"
#include "rufaa/directory/v1/directory.pb.h"
#include "services/rpc/call.h"

namespace rufaa::directory {

// NOT_PERMITTED unless the policy lets the caller change `agency`'s entries (or, for
// administrators, any).
absl::Status CheckMayKeep(const rpc::Call& call, absl::string_view agency);
absl::Status CheckMayAdminister(const rpc::Call& call);
absl::Status CheckMayRead(const rpc::Call& call);

// What the caller may do with an agency, an offer.
struct ActedOn {
  absl::string_view agency;
  absl::string_view kind;
  bool closed = false;
};
std::vector<std::string> AgencyActions(const rpc::Call& call, const ActedOn& agency);
std::vector<std::string> OfferActions(const rpc::Call& call, absl::string_view agency,
                                      bool has_beds);

v1::Agency ToProto(const rpc::Call& call, const Agency& agency, uint64_t version);
v1::Person ToProto(const access::Person& person);
// `beds` may be closed: the offer has none to count.
v1::Offer ToProto(const rpc::Call& call, absl::string_view agency, const OfferPublished& offer,
                  const capacity::State& beds);
v1::Capacity ToProto(const rpc::Call& call, const capacity::State& beds, uint64_t version);

}  // namespace rufaa::directory
