#include <algorithm>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/casework/decide_internal.h"

namespace rufaa::casework {
namespace {

// What overrides a family's word must say on whose authority: which law, or why a life is at stake.
// The one order that runs speaks for itself; of several, or of one not yet recorded, a note does.
absl::Status CheckAuthority(const State& s, const GiveConsent& c) {
  if (c.basis == "CONSENT" || c.has_note) return absl::OkStatus();
  const auto running = std::count_if(s.orders.begin(), s.orders.end(), [&](const auto& order) {
    return order.second.RunningOn(LocalDay(c.by.now));
  });
  if (c.basis == "ORDER" && running == 1) return absl::OkStatus();
  return Malformed("note", "is missing: say which law or order, or why a life is at stake");
}

}  // namespace

Decision Decide(const State& s, const GiveConsent& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kGiveConsent));
  RUFAA_RETURN_IF_ERROR(CheckGiven("consent", c.consent));
  if (s.consents.contains(c.consent)) return Refuse(Reason::ALREADY_DONE);
  // One recipient or one kind, never "anybody": consent is for somebody.
  if (c.recipient_agency.empty() == c.recipient_kind.empty()) {
    return Malformed("recipient_agency", "must be one agency or one kind of agency");
  }
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "recipient_kind", list::kAgencyKind, c.recipient_kind));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "purpose", list::kPurpose, c.purpose));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "given_by", list::kConsentGiver, c.given_by));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "basis", list::kConsentBasis, c.basis));
  // A parent's word, or the child's, is consent: another basis would name one who was not asked.
  if (c.basis != "CONSENT" && (c.given_by == "GUARDIAN" || c.given_by == "CHILD")) {
    return Malformed("given_by", "gives consent and no other basis: name the court or the officer");
  }
  RUFAA_RETURN_IF_ERROR(CheckAuthority(s, c));
  if (c.scope.empty()) return Malformed("scope", "is missing");
  if (c.until && *c.until <= c.from) return Malformed("until_time", "is not after from_time");
  return One(ConsentGiven{.consent = c.consent,
                          .recipient_agency = c.recipient_agency,
                          .recipient_kind = c.recipient_kind,
                          .purpose = c.purpose,
                          .scope = c.scope,
                          .given_by = c.given_by,
                          .basis = c.basis,
                          .from = c.from,
                          .until = c.until});
}

Decision Decide(const State& s, const WithdrawConsent& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kWithdrawConsent));
  const auto consent = s.consents.find(c.consent);
  if (consent == s.consents.end()) return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "consent"}});
  if (consent->second.withdrawn) return Refuse(Reason::ALREADY_DONE);
  // No reason is asked of a family that changes its mind.
  return One(ConsentWithdrawn{.consent = c.consent, .reason = c.reason});
}

Decision Decide(const State& s, const RequestClosure& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRequestClosure));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kClosureReason, c.reason, true));
  RUFAA_RETURN_IF_ERROR(CheckClosable(s, c.reason, c.by.now));
  if (!c.family_told && !EndsUnworked(c.reason)) return Refuse(Reason::FAMILY_NOT_TOLD);
  return One(ClosureRequested{.reason = c.reason,
                              .final_visit_on = s.final_visit.value_or(absl::CivilDay()),
                              .family_told = c.family_told,
                              .requested_by = c.by.person});
}

Decision Decide(const State& s, const RefuseClosure& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRefuseClosure));
  RUFAA_RETURN_IF_ERROR(
      CheckReason(rules, c.by, list::kClosureRefusalReason, c.reason, c.has_note));
  return One(ClosureRefused{.reason = c.reason, .refused_by = c.by.person});
}

Decision Decide(const State& s, const ApproveClosure& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kApproveClosure));
  return One(Closed{.reason = s.closure_reason,
                    .requested_by = s.closure_requested_by,
                    .approved_by = c.by.person,
                    .closed_at = c.by.occurred_at});
}

Decision Decide(const State& s, const Reopen& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kReopen));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kReopenReason, c.reason, true));
  Reopened reopened{.reason = c.reason, .assess_by = DueFrom(rules, clock::kAssess, c.by)};
  // What was learnt while it was closed forced nothing then.
  return WithForcedRisk(s, std::move(reopened), c.by, rules);
}

Decision Decide(const State& s, const RequestTransfer& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRequestTransfer));
  RUFAA_RETURN_IF_ERROR(CheckGiven("to_agency", c.to_agency));
  if (c.to_agency == s.owner_agency) return Malformed("to_agency", "owns the case already");
  if (c.to_agency_kind != "CHILDREN_OFFICE") return Malformed("to_agency", "is no children office");
  return One(TransferRequested{.to_agency = c.to_agency,
                               .requested_by = c.by.person,
                               .answer_by = DueOnceTold(rules, clock::kTransferAnswer, c.by)});
}

Decision Decide(const State& s, const AcceptTransfer& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kAcceptTransfer));
  return One(TransferAccepted{.owner_agency = c.by.agency,
                              .owner_desk = c.desk.empty() ? c.by.desk : c.desk,
                              .owner_person = c.officer.empty() ? c.by.person : c.officer,
                              // Of the risk's own clock it has seen nothing.
                              .act_by = DueFrom(rules, RiskRule(s.risk), c.by)});
}

Decision Decide(const State& s, const DeclineTransfer& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kDeclineTransfer));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kDeclineReason, c.reason, true));
  return One(TransferDeclined{.reason = c.reason});
}

Decision Decide(const State& s, const Reassign& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kReassign));
  RUFAA_RETURN_IF_ERROR(CheckGiven("officer", c.officer));
  if (c.officer == s.owner_person) return Refuse(Reason::ALREADY_DONE);
  return One(
      Reassigned{.owner_person = c.officer, .owner_desk = c.desk, .reassigned_by = c.by.person});
}

}  // namespace rufaa::casework
