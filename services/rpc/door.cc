#include "services/rpc/door.h"

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::rpc {
namespace {

// Who may say that they read for this purpose. The policy decides what opens; this keeps the record
// of reads honest.
bool MayClaim(Role role, common::v1::Purpose purpose) {
  switch (purpose) {
    case common::v1::PURPOSE_AUDIT:
      return role == Role::kAuditor || role == Role::kDpo;
    case common::v1::PURPOSE_DATA_SUBJECT_REQUEST:
      return role == Role::kDpo || role == Role::kSupervisor;
    case common::v1::PURPOSE_SUPERVISION:
      return role == Role::kSupervisor;
    case common::v1::PURPOSE_DEDUP:
      return role == Role::kChildrensOfficer || role == Role::kSupervisor;
    case common::v1::PURPOSE_CASE_MGMT:
    case common::v1::PURPOSE_REFERRAL_SERVICE:
    case common::v1::PURPOSE_COURT:
    case common::v1::PURPOSE_EMERGENCY:
      return WorksCases(role);
    default:
      return false;
  }
}

struct Decided {
  Disclosure disclosure;
  bool step_up_would_help = false;
  std::string shut;  // Names of compartments that stay shut, joined by ','.
};

Decided Decide(const Call& call, const Opening& opening) {
  const policy::AgencyKind kind = policy::AgencyKindNamed(call.caller.agency_kind);
  const bool stepped_up = call.caller.SteppedUp(call.now);
  Decided decided{.disclosure = {.actor = call.caller.ToActor(),
                                 .purpose = PurposeCode(opening.purpose),
                                 .case_code = opening.case_code,
                                 .parts = {},
                                 .position = opening.position},
                  .step_up_would_help = false,
                  .shut = {}};
  for (const Compartment compartment : opening.compartments) {
    const policy::Decision decision = policy::EvaluateAny({.role = call.caller.role,
                                                           .kind = kind,
                                                           .part = policy::PartOf(compartment),
                                                           .action = policy::Action::kRead,
                                                           .consent = opening.consent},
                                                          opening.relations);
    const bool permitted = decision.allowed(stepped_up);
    decided.disclosure.parts.push_back({compartment, permitted, decision.why});
    if (permitted) continue;
    absl::StrAppend(&decided.shut, decided.shut.empty() ? "" : ",", Name(compartment));
    decided.step_up_would_help |= decision.outcome == policy::Outcome::kStepUp;
  }
  return decided;
}

// The record of reads, as far as there is one: a line of the log, pseudonymous.
absl::Status Enter(const Call& call, const Disclosure& disclosure) {
  std::string permitted, shut;
  for (const Disclosure::Part& part : disclosure.parts) {
    std::string& list = part.permitted ? permitted : shut;
    absl::StrAppend(&list, list.empty() ? "" : ",", Name(part.compartment));
  }
  call.host.log().Write(Level::kInfo, "disclosure",
                        {{"trace", call.trace.trace_id},
                         {"person", disclosure.actor.person},
                         {"agency", disclosure.actor.agency},
                         {"purpose", disclosure.purpose},
                         {"case", disclosure.case_code},
                         {"opened", permitted},
                         {"shut", shut},
                         {"position", static_cast<int64_t>(disclosure.position)}});
  return absl::OkStatus();
}

}  // namespace

bool Disclosure::Permits(Compartment compartment) const {
  for (const Part& part : parts) {
    if (part.compartment == compartment) return part.permitted;
  }
  return false;
}

absl::StatusOr<std::string> Opener::Open(const Sealed& sealed, absl::string_view place) const {
  if (sealed.empty()) return std::string();
  // By the value's own compartment: what a reader calls it does not count.
  if (!disclosure_.Permits(sealed.compartment)) {
    return Refuse(Reason::NOT_PERMITTED, {},
                  {{"compartment", std::string(Name(sealed.compartment))}});
  }
  return vault_.Open(sealed, place);
}

absl::Status OpenDoor(const Call& call, const Opening& opening,
                      absl::FunctionRef<absl::Status(const Opener&)> read) {
  if (opening.purpose == common::v1::PURPOSE_UNSPECIFIED) return Refuse(Reason::PURPOSE_REQUIRED);
  if (!MayClaim(call.caller.role, opening.purpose)) {
    return Refuse(Reason::NOT_PERMITTED, "Your role does not read for this purpose.",
                  {{"purpose", PurposeCode(opening.purpose)}});
  }
  const Decided decided = Decide(call, opening);
  // Denials are entered, too: who was refused is a question of the audit.
  RUFAA_RETURN_IF_ERROR(Enter(call, decided.disclosure));
  if (opening.all_or_nothing && !decided.shut.empty()) {
    return Refuse(decided.step_up_would_help ? Reason::STEP_UP_REQUIRED : Reason::NOT_PERMITTED, {},
                  {{"compartments", decided.shut}});
  }
  return read(Opener(call.county->vault, decided.disclosure));
}

}  // namespace rufaa::rpc
