#include "services/rpc/command_policy.h"

#include <algorithm>
#include <string>

#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

using policy::Consent;
using policy::Relation;

// Of a referral, as itself or its case knows it.
template <class Referral>
Consent ConsentOf(const casework::State& kase, const Referral& referral, absl::Time now) {
  // A statute stands in its place; or behind it, should it be withdrawn.
  if (referral.consent.empty() || casework::StatutoryRecipient(referral.to_agency_kind)) {
    return Consent::kNotNeeded;
  }
  const casework::Disclosure disclosure{.agency = referral.to_agency,
                                        .kind = referral.to_agency_kind,
                                        .purpose = casework::kReferralService,
                                        .scope = referral.scope};
  const bool served = casework::StillServed(kase, referral.consent, disclosure, now);
  return served ? Consent::kGiven : Consent::kWithdrawn;
}

// What an agency's person is to a case that the agency owns, or is asked to take over.
void AddOwners(const casework::State& kase, const Acting& by, Standing& standing) {
  const bool asked =
      kase.stage == casework::Stage::kTransferPending && kase.transfer_to == by.agency;
  if (kase.owner_agency != by.agency && !asked) return;
  const bool assigned = asked || kase.owner_person.empty() || kase.owner_person == by.person;
  if (assigned) standing.push_back({Relation::kOwner});
  if (by.role == Role::kSupervisor) standing.push_back({Relation::kSupervisor});
  if (standing.empty()) standing.push_back({Relation::kSameAgency});
}

// A forbid row speaks for each thing that somebody is: the general relation, and having reported
// the child, count only for one who is nothing nearer.
void AddGeneral(const Acting& by, Standing& standing) {
  if (standing.empty()) standing.push_back({policy::GeneralRelation(by.role)});
}

// `undecided`: also by referrals that wait for the agency to decide.
Standing InCase(const casework::State& kase, const Acting& by, bool undecided) {
  Standing standing;
  AddOwners(kase, by, standing);
  // A court with a date set knows the child it is to hear.
  if (by.role == Role::kCourtDesk && kase.courts.contains(by.agency)) {
    standing.push_back({Relation::kRecipientAccepted});
  }
  for (const auto& [code, referral] : kase.open_referrals) {
    if (referral.to_agency != by.agency || (!referral.accepted && !undecided)) continue;
    standing.push_back(
        {referral.accepted ? Relation::kRecipientAccepted : Relation::kRecipientPending,
         ConsentOf(kase, referral, by.now), referral.scope});
  }
  if (standing.empty() && kase.identifier_person == by.person) {
    standing.push_back({Relation::kIdentifier});
  }
  AddGeneral(by, standing);
  return standing;
}

}  // namespace

Standing NoStanding(const Acting& by) { return {{policy::GeneralRelation(by.role)}}; }

Standing StandingIn(const casework::State& kase, const Acting& by) {
  return InCase(kase, by, /*undecided=*/true);
}

Standing StandingIn(const referral::State& referral, const casework::State& kase, const Acting& by,
                    std::optional<absl::Time> ended_at) {
  Standing standing;
  AddOwners(kase, by, standing);
  const bool long_over = ended_at && *ended_at < policy::EndedSince(by.now);
  if (referral.to_agency == by.agency && !long_over) {
    standing.push_back({!referral::IsOpen(referral) ? Relation::kRecipientEnded
                        : referral.accepted         ? Relation::kRecipientAccepted
                                                    : Relation::kRecipientPending,
                        ConsentOf(kase, referral, by.now), referral.scope});
  }
  // Who sent it, and has passed the case on since, may still know what came of it.
  if (standing.empty() && referral.from_agency == by.agency) {
    standing.push_back({Relation::kRecipientEnded});
  }
  AddGeneral(by, standing);
  return standing;
}

Reader ReaderOf(const Call& call, const casework::State& kase, const Acting& by) {
  Reader reader{.standing = InCase(kase, by, /*undecided=*/false)};
  const auto may_read = [&](policy::Part part) {
    return CheckMay(call, reader.standing, {part, policy::Action::kRead}).ok();
  };
  if (!may_read(policy::Part::kHeader)) return reader;
  // Who reported the child may know no need: what its agency holds for that is the header.
  const bool reported = reader.standing.front().relation == Relation::kIdentifier;
  reader.reach = reported || may_read(policy::Part::kNeed) ? Reach::kAll : Reach::kOwnReferrals;
  return reader;
}

bool AnyoneMayOpen(const casework::State& kase, const std::string& agency,
                   const std::string& agency_kind, Compartment compartment, absl::Time then) {
  for (const Role role : AllRoles()) {
    // As the person to whom the agency gave the case, who may open the most.
    const Standing standing = StandingIn(kase, {.person = kase.owner_person,
                                                .agency = agency,
                                                .desk = {},
                                                .role = role,
                                                .agency_kind = agency_kind,
                                                .now = then,
                                                .occurred_at = then});
    const policy::Decision decision =
        policy::EvaluateAny({.role = role,
                             .kind = policy::AgencyKindNamed(agency_kind),
                             .part = policy::PartOf(compartment),
                             .action = policy::Action::kRead},
                            standing);
    if (decision.outcome != policy::Outcome::kDeny) return true;
  }
  return false;
}

absl::Status CheckMay(const Call& call, const Standing& standing, const Right& right) {
  const policy::Decision decision =
      policy::EvaluateAny({.role = call.caller.role,
                           .kind = policy::AgencyKindNamed(call.caller.agency_kind),
                           .part = right.part,
                           .action = right.action},
                          standing);
  if (decision.allowed(call.caller.SteppedUp(call.now))) return absl::OkStatus();
  const Reason reason = decision.outcome == policy::Outcome::kStepUp ? Reason::STEP_UP_REQUIRED
                                                                     : Reason::NOT_PERMITTED;
  return Refuse(reason, {}, {{"action", std::string(policy::Name(right.action))}});
}

}  // namespace rufaa::rpc
