#include "services/rpc/command_convert.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "domain/base/refusal.h"

namespace rufaa::rpc {

absl::StatusOr<Urgency> ToUrgency(absl::string_view text) {
  if (text.empty()) return Urgency::kUnset;
  const std::optional<Urgency> urgency = UrgencyNamed(absl::AsciiStrToUpper(text));
  if (!urgency) {
    return Refuse(Reason::UNKNOWN_CODE, {}, {{"field", "urgency"}, {"list", "URGENCY"}});
  }
  return *urgency;
}

std::string ToText(Urgency urgency) {
  return urgency == Urgency::kUnset ? std::string() : absl::AsciiStrToLower(Name(urgency));
}

std::vector<Compartment> ToCompartments(const google::protobuf::RepeatedField<int>& proto) {
  std::vector<Compartment> compartments;
  for (int value : proto) {
    compartments.push_back(FromProto(static_cast<common::v1::Compartment>(value)));
  }
  return compartments;
}

common::v1::Actor ToProto(const Actor& actor) {
  common::v1::Actor proto;
  proto.set_person(actor.person);
  proto.set_agency(actor.agency);
  proto.set_desk(actor.desk);
  proto.set_role(actor.role);
  return proto;
}

}  // namespace rufaa::rpc
