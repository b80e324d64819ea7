#include "services/directory/directory_proto.h"

#include "domain/base/refusal.h"
#include "domain/policy/policy.h"
#include "projections/offers/offers.h"
#include "services/rpc/command_convert.h"

namespace rufaa::directory {
namespace {

bool May(const rpc::Call& call, policy::Action action, absl::string_view agency) {
  std::vector<policy::Tie> ties = {{policy::GeneralRelation(call.caller.role)}};
  if (!agency.empty() && agency == call.caller.agency) {
    ties.push_back({policy::Relation::kSameAgency});
  }
  return policy::EvaluateAny({.role = call.caller.role,
                              .kind = policy::AgencyKindNamed(call.caller.agency_kind),
                              .part = policy::Part::kDirectory,
                              .action = action},
                             ties)
      .allowed(call.caller.SteppedUp(call.now));
}

absl::Status Permit(bool may) { return may ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED); }

// Operators administer views, and are told who there is: an agency's entries are not theirs.
bool Administers(const rpc::Call& call, absl::string_view agency) {
  return call.caller.role == Role::kCountyAdmin && May(call, policy::Action::kAdminister, agency);
}

bool MayKeep(const rpc::Call& call, absl::string_view agency) {
  return Administers(call, agency) || May(call, policy::Action::kWrite, agency);
}

}  // namespace

absl::Status CheckMayKeep(const rpc::Call& call, absl::string_view agency) {
  return Permit(MayKeep(call, agency));
}

absl::Status CheckMayAdminister(const rpc::Call& call) {
  return Permit(May(call, policy::Action::kAdminister, ""));
}

absl::Status CheckMayRead(const rpc::Call& call) {
  return Permit(May(call, policy::Action::kRead, ""));
}

std::vector<std::string> AgencyActions(const rpc::Call& call, const ActedOn& agency) {
  const bool administers = Administers(call, agency.agency);
  std::vector<std::string> actions;
  if (agency.closed) {
    if (administers) actions = {"ReopenAgency"};
    return actions;
  }
  if (MayKeep(call, agency.agency)) actions = {"OpenDesk", "PublishOffer"};
  const bool may_go = agency.agency != call.caller.agency && !IsHub(agency.kind);
  if (administers && may_go) actions.push_back("CloseAgency");
  return actions;
}

std::vector<std::string> OfferActions(const rpc::Call& call, absl::string_view agency,
                                      bool has_beds) {
  if (!MayKeep(call, agency)) return {};
  std::vector<std::string> actions = {"WithdrawOffer"};
  if (has_beds) actions.push_back("CountBeds");
  return actions;
}

v1::Agency ToProto(const rpc::Call& call, const Agency& agency, uint64_t version) {
  v1::Agency proto;
  proto.set_agency(agency.id);
  proto.set_version(version);
  proto.set_kind(agency.kind);
  proto.set_unit_type(agency.unit_type);
  proto.set_place_of_safety(agency.place_of_safety);
  for (const std::string& subcounty : agency.subcounties) proto.add_subcounties(subcounty);
  for (const std::string& desk : agency.desks) proto.add_desks()->set_desk(desk);
  if (agency.closed_at) {
    *proto.mutable_close_time() = rpc::ToProto(*agency.closed_at);
    proto.set_close_reason(agency.close_reason);
  }
  for (std::string& action :
       AgencyActions(call, {agency.id, agency.kind, agency.closed_at.has_value()})) {
    proto.add_allowed_actions(std::move(action));
  }
  return proto;
}

v1::Person ToProto(const access::Person& person) {
  v1::Person proto;
  proto.set_person(person.id);
  proto.set_agency(person.agency);
  proto.set_desk(person.desk);
  proto.set_role(person.role);
  proto.set_left(person.left);
  return proto;
}

v1::Offer ToProto(const rpc::Call& call, absl::string_view agency, const OfferPublished& offer,
                  const capacity::State& beds) {
  v1::Offer proto;
  proto.set_offer(offer.offer);
  proto.set_agency(std::string(agency));
  for (const std::string& service : offer.services) proto.add_services(service);
  proto.set_destination(offer.destination);
  proto.set_display_name(offer.display_name);
  proto.set_sex(offer.sex);
  proto.set_age_min(offer.age_min);
  proto.set_age_max(offer.age_max);
  for (const std::string& subcounty : offer.subcounties) proto.add_subcounties(subcounty);
  proto.set_hours(offer.hours);
  proto.set_has_beds(offer.has_beds);
  if (beds.open) {
    proto.set_total(beds.total);
    proto.set_room(beds.Free());
    proto.set_held(static_cast<uint32_t>(beds.held.size()));
    RUFAA_SET_TIME(proto, count_time, beds.counted_at);
    proto.set_stale(call.now - beds.counted_at > offers::kFigureGoesStale);
  }
  for (std::string& action : OfferActions(call, agency, offer.has_beds)) {
    proto.add_allowed_actions(std::move(action));
  }
  return proto;
}

v1::Capacity ToProto(const rpc::Call& call, const capacity::State& beds, uint64_t version) {
  v1::Capacity proto;
  proto.set_offer(beds.offer);
  proto.set_agency(beds.agency);
  proto.set_version(version);
  proto.set_unit(beds.unit);
  proto.set_total(beds.total);
  proto.set_used(beds.used);
  proto.set_held(static_cast<uint32_t>(beds.held.size()));
  proto.set_occupied(static_cast<uint32_t>(beds.occupied.size()));
  proto.set_room(beds.Free());
  RUFAA_SET_TIME(proto, count_time, beds.counted_at);
  proto.set_stale(call.now - beds.counted_at > offers::kFigureGoesStale);
  if (beds.used > beds.total) proto.set_over_full(beds.used - beds.total);
  return proto;
}

}  // namespace rufaa::directory
