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
  // Of the office whose case it is, or is to be, nobody is more to it by a referral that it has
  // from before: there the case is worked by whom it is assigned to.
  const bool office = !standing.empty();
  // A court with a date set knows the child it is to hear.
  if (by.role == Role::kCourtDesk && kase.courts.contains(by.agency)) {
    standing.push_back({Relation::kRecipientAccepted});
  }
  for (const auto& [code, referral] : kase.open_referrals) {
    const bool counts = !office && (referral.accepted || undecided);
    if (referral.to_agency != by.agency || !counts) continue;
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

policy::Decision Asked(const Call& call, const Standing& standing, const Right& right) {
  return policy::EvaluateAny({.role = call.caller.role,
                              .kind = policy::AgencyKindNamed(call.caller.agency_kind),
                              .part = right.part,
                              .action = right.action},
                             standing);
}

// A colleague is told that it is not their role which is in the way: whom to ask is another.
Reason ReasonAgainst(const Call& call, const Standing& standing, const Right& right,
                     const policy::Decision& decision) {
  if (decision.outcome == policy::Outcome::kStepUp) return Reason::STEP_UP_REQUIRED;
  const bool colleague = !standing.empty() && standing.front().relation == Relation::kSameAgency;
  const bool as_owner =
      colleague && Asked(call, {{Relation::kOwner}}, right).outcome != policy::Outcome::kDeny;
  return as_owner ? Reason::ASSIGNED_TO_ANOTHER : Reason::NOT_PERMITTED;
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
  // Who may not work their office's case does not work a referral that it has from before, either.
  const bool colleague = !standing.empty() && standing.front().relation == Relation::kSameAgency;
  const bool long_over = ended_at && *ended_at < policy::EndedSince(by.now);
  if (referral.to_agency == by.agency && !long_over && !colleague) {
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
  const auto may_read = [&](const Standing& standing, policy::Part part) {
    return CheckMay(call, standing, {part, policy::Action::kRead}).ok();
  };
  const bool nearer = reader.standing.front().relation != Relation::kIdentifier;
  if (nearer && may_read(reader.standing, policy::Part::kHeader)) {
    const bool all = may_read(reader.standing, policy::Part::kNeed);
    reader.reach = all ? Reach::kAll : Reach::kOwnReferrals;
  }
  if (reader.reach == Reach::kAll || kase.identifier_person != by.person) return reader;
  // Whatever else their agency has become to it: that takes nothing from who reported the child.
  reader.reported = may_read({{Relation::kIdentifier}}, policy::Part::kHeader);
  if (reader.reported && reader.reach == Reach::kNothing) reader.reach = Reach::kReport;
  return reader;
}

std::vector<Compartment> OpenTo(const Call& call, const Standing& standing) {
  std::vector<Compartment> open;
  for (const Compartment compartment :
       {Compartment::kIdentity, Compartment::kNarrative, Compartment::kLocation,
        Compartment::kMedical, Compartment::kJustice, Compartment::kReply}) {
    const Right right{policy::PartOf(compartment), policy::Action::kRead};
    if (Asked(call, standing, right).outcome != policy::Outcome::kDeny) open.push_back(compartment);
  }
  return open;
}

absl::Status CheckMay(const Call& call, const Standing& standing, const Right& right) {
  const policy::Decision decision = Asked(call, standing, right);
  if (decision.allowed(call.caller.SteppedUp(call.now))) return absl::OkStatus();
  return Refuse(ReasonAgainst(call, standing, right, decision), {},
                {{"action", std::string(policy::Name(right.action))}});
}

absl::Status RefuseRead(const Call& call, const Standing& standing) {
  const absl::Status why = CheckMay(call, standing, {policy::Part::kHeader, policy::Action::kRead});
  const auto refusal = RefusalOf(why);
  const bool colleague = refusal && refusal->reason == Reason::ASSIGNED_TO_ANOTHER;
  return colleague ? why : Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
}

}  // namespace rufaa::rpc
