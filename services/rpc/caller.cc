#include "services/rpc/caller.h"

#include "services/rpc/convert.h"

namespace rufaa::rpc {

Actor Caller::ToActor() const {
  return {.person = person, .agency = agency, .desk = desk, .role = std::string(Name(role))};
}

Acting Caller::ToActing(absl::Time now, absl::Time occurred_at) const {
  return {.person = person,
          .agency = agency,
          .desk = desk,
          .role = role,
          .agency_kind = agency_kind,
          .now = now,
          .occurred_at = occurred_at};
}

Caller FromProto(const access::v1::Caller& proto) {
  Caller caller{.person = proto.person(),
                .agency = proto.agency(),
                .agency_kind = proto.agency_kind(),
                .desk = proto.desk(),
                .role = RoleNamed(proto.role()).value_or(Role::kNone),
                .county = proto.county(),
                .subcounty = proto.subcounty(),
                .session_id = proto.session_id()};
  if (proto.has_step_up_time()) caller.stepped_up_at = FromProto(proto.step_up_time());
  return caller;
}

access::v1::Caller ToProto(const Caller& caller) {
  access::v1::Caller proto;
  proto.set_person(caller.person);
  proto.set_agency(caller.agency);
  proto.set_agency_kind(caller.agency_kind);
  proto.set_desk(caller.desk);
  proto.set_role(std::string(Name(caller.role)));
  proto.set_county(caller.county);
  proto.set_subcounty(caller.subcounty);
  proto.set_session_id(caller.session_id);
  if (caller.stepped_up_at != absl::InfinitePast()) {
    *proto.mutable_step_up_time() = ToProto(caller.stepped_up_at);
  }
  return proto;
}

}  // namespace rufaa::rpc
