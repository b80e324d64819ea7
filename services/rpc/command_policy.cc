#include "services/rpc/command_policy.h"

#include <algorithm>
#include <string>

#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

using policy::Consent;
using policy::Relation;

Consent ConsentOf(const casework::State& kase, const std::string& id, absl::Time now) {
  if (id.empty()) return Consent::kNotNeeded;  // A statute stands in its place.
  const auto consent = kase.consents.find(id);
  if (consent == kase.consents.end() || consent->second.withdrawn) return Consent::kWithdrawn;
  const bool over = consent->second.until && *consent->second.until <= now;
  return over ? Consent::kWithdrawn : Consent::kGiven;
}

// What an agency's person is to a case that the agency owns, or is asked to take over.
void AddOwners(const casework::State& kase, const Acting& by, std::vector<Relation>& relations) {
  const bool asked =
      kase.stage == casework::Stage::kTransferPending && kase.transfer_to == by.agency;
  if (kase.owner_agency != by.agency && !asked) return;
  const bool assigned = asked || kase.owner_person.empty() || kase.owner_person == by.person;
  if (assigned) relations.push_back(Relation::kOwner);
  if (by.role == Role::kSupervisor) relations.push_back(Relation::kSupervisor);
  if (relations.empty()) relations.push_back(Relation::kSameAgency);
}

// A forbid row speaks for each thing that somebody is: the general relation, and having reported
// the child, count only for one who is nothing nearer.
void AddGeneral(const Acting& by, std::vector<Relation>& relations) {
  if (relations.empty()) relations.push_back(policy::GeneralRelation(by.role));
}

}  // namespace

Standing NoStanding(const Acting& by) {
  return {.relations = {policy::GeneralRelation(by.role)}, .consent = Consent::kNotNeeded};
}

Standing StandingIn(const casework::State& kase, const Acting& by) {
  Standing standing;
  AddOwners(kase, by, standing.relations);
  // A court with a date set knows the child it is to hear.
  if (by.role == Role::kCourtDesk && kase.courts.contains(by.agency)) {
    standing.relations.push_back(Relation::kRecipientAccepted);
  }
  for (const auto& [code, referral] : kase.open_referrals) {
    if (referral.to_agency != by.agency) continue;
    standing.relations.push_back(referral.accepted ? Relation::kRecipientAccepted
                                                   : Relation::kRecipientPending);
    standing.consent = ConsentOf(kase, referral.consent, by.now);
  }
  if (standing.relations.empty() && kase.identifier_person == by.person) {
    standing.relations.push_back(Relation::kIdentifier);
  }
  AddGeneral(by, standing.relations);
  return standing;
}

Standing StandingIn(const referral::State& referral, const casework::State& kase,
                    const Acting& by) {
  Standing standing;
  AddOwners(kase, by, standing.relations);
  if (referral.to_agency == by.agency) {
    standing.relations.push_back(!referral::IsOpen(referral) ? Relation::kRecipientEnded
                                 : referral.accepted         ? Relation::kRecipientAccepted
                                                             : Relation::kRecipientPending);
    standing.consent = ConsentOf(kase, referral.consent, by.now);
  }
  AddGeneral(by, standing.relations);
  return standing;
}

absl::Status CheckMay(const Call& call, const Standing& standing, const Right& right) {
  const policy::Decision decision =
      policy::EvaluateAny({.role = call.caller.role,
                           .kind = policy::AgencyKindNamed(call.caller.agency_kind),
                           .part = right.part,
                           .action = right.action,
                           .consent = standing.consent},
                          standing.relations);
  if (decision.allowed(call.caller.SteppedUp(call.now))) return absl::OkStatus();
  const Reason reason = decision.outcome == policy::Outcome::kStepUp ? Reason::STEP_UP_REQUIRED
                                                                     : Reason::NOT_PERMITTED;
  return Refuse(reason, {}, {{"action", std::string(policy::Name(right.action))}});
}

}  // namespace rufaa::rpc
