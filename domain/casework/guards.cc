#include <algorithm>

#include "absl/strings/str_join.h"
#include "domain/base/local_day.h"
#include "domain/casework/decide_internal.h"

namespace rufaa::casework {
namespace {

constexpr absl::string_view kDied = "COCD";
constexpr absl::string_view kLost = "COLC";
constexpr absl::string_view kNoCase = "NOT_A_CASE";
constexpr absl::string_view kHighRisk = "RLHG";
constexpr absl::string_view kNotInSafety =
    "The child was not brought to safety: declare an emergency.";

template <class Map>
std::string Ids(const Map& map) {
  return absl::StrJoin(map, " ",
                       [](std::string* out, const auto& entry) { out->append(entry.first); });
}

RefusalDetails StageAnd(const State& s, Verb verb) {
  return {{"stage", std::string(Name(s.stage))}, {"action", std::string(Name(verb))}};
}

absl::Status CheckPlan(const State& s) {
  // A closed case may have come from a list without one, and is reopened without it.
  if (s.risk.empty()) return Refuse(Reason::RISK_REQUIRED);
  if (s.stage == Stage::kAssessment && !s.views_recorded) return Refuse(Reason::VIEWS_REQUIRED);
  if (s.stage == Stage::kFollowUp && !s.visited) return Refuse(Reason::VISIT_REQUIRED);
  return absl::OkStatus();
}

absl::Status CheckPlanApproval(const State& s, const Acting& by) {
  if (s.plan_approved) return Refuse(Reason::ALREADY_DONE);
  return by.person == s.plan_drafted_by ? Refuse(Reason::SELF_APPROVAL) : absl::OkStatus();
}

absl::Status CheckImplementation(const State& s) {
  if (s.stage == Stage::kPlanned && !s.plan_approved) return Refuse(Reason::APPROVAL_REQUIRED);
  if (s.stage == Stage::kFollowUp && !s.visited) return Refuse(Reason::VISIT_REQUIRED);
  return absl::OkStatus();
}

absl::Status CheckReferralsSent(const State& s) {
  for (const auto& [id, need] : s.needs) {
    if (need.status == Need::Status::kOpen && need.referred == 0) {
      return Refuse(Reason::REFERRAL_REQUIRED, {}, {{"need", id}});
    }
  }
  return absl::OkStatus();
}

bool RunningOrder(const State& s, absl::Time now) {
  return std::any_of(s.orders.begin(), s.orders.end(),
                     [&](const auto& entry) { return entry.second.RunningOn(LocalDay(now)); });
}

// An agency that is asked, or has the child, must not be left with a referral of nobody.
absl::Status CheckNoOpenReferral(const State& s) {
  if (s.open_referrals.empty()) return absl::OkStatus();
  return Refuse(Reason::OPEN_REFERRAL, {}, {{"referrals", Ids(s.open_referrals)}});
}

// What a case must leave nobody with, however it ends.
absl::Status CheckNothingOpen(const State& s, absl::Time now) {
  RUFAA_RETURN_IF_ERROR(CheckNoOpenReferral(s));
  if (!s.court_dates.empty()) {
    return Refuse(Reason::COURT_DATE_AHEAD, {}, {{"matters", Ids(s.court_dates)}});
  }
  return RunningOrder(s, now) ? Refuse(Reason::ORDER_RUNNING) : absl::OkStatus();
}

// What form 9A asks of work that was done. Nobody can do it for a child that is not there.
absl::Status CheckBroughtToItsEnd(const State& s) {
  // A final visit that was recorded before says nothing: it is one of what comes then.
  if (s.stage != Stage::kAssessment && s.stage != Stage::kFollowUp) {
    return Refuse(
        Reason::FINAL_VISIT_REQUIRED,
        "For this reason a case is closed in assessment or in follow-up: start that first.");
  }
  if (s.stage == Stage::kAssessment && !s.views_recorded) return Refuse(Reason::VIEWS_REQUIRED);
  // The final visit is one of the follow-up that it ends.
  const bool before = s.stage == Stage::kFollowUp && s.final_visit < s.follow_up_on;
  return !s.final_visit || before ? Refuse(Reason::FINAL_VISIT_REQUIRED) : absl::OkStatus();
}

// Before a case is worked on, or closed, somebody answers for it: a report goes into an emergency
// without, but no further.
absl::Status CheckRegistered(const State& s) {
  const bool report = s.stage == Stage::kEmergency && !s.registered;
  return report ? Refuse(Reason::REGISTRATION_REQUIRED) : absl::OkStatus();
}

// What no reason spares; what the reason given asks beyond it, its decider says.
absl::Status CheckClosureRequest(const State& s, absl::Time now) {
  if (!s.closure_requested_by.empty()) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(CheckRegistered(s));
  return CheckNothingOpen(s, now);
}

absl::Status CheckClosureAnswer(const State& s) {
  return s.closure_requested_by.empty() ? Refuse(Reason::CLOSURE_NOT_REQUESTED) : absl::OkStatus();
}

absl::Status CheckClosureApproval(const State& s, const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckClosureAnswer(s));
  if (by.person == s.closure_requested_by) return Refuse(Reason::SELF_APPROVAL);
  RUFAA_RETURN_IF_ERROR(CheckRegistered(s));
  return CheckClosable(s, s.closure_reason, by.now);
}

absl::Status CheckTransfer(const State& s) {
  if (s.risk.empty()) return Refuse(Reason::RISK_REQUIRED);
  if (s.stage == Stage::kFollowUp && !s.visited) return Refuse(Reason::VISIT_REQUIRED);
  return absl::OkStatus();
}

// s.40(3): what a court needs is restricted, not erased.
absl::Status CheckErasable(const State& s, absl::Time now) {
  if (s.erased) return Refuse(Reason::ALREADY_DONE);
  const bool held = !s.court_dates.empty() || RunningOrder(s, now);
  return held ? Refuse(Reason::LEGAL_HOLD) : CheckNoOpenReferral(s);
}

absl::Status CheckRevertible(const State& s) {
  if (s.import_id.empty()) return Refuse(Reason::NOT_ALLOWED_IN_STATE);
  const bool untouched = !s.worked_on && s.open_referrals.empty();
  return untouched ? absl::OkStatus() : Refuse(Reason::CASE_WORKED_ON, {}, {{"case", s.code}});
}

// What is set aside must leave nobody waiting: no agency for a child, and no court. To a removed
// child its day in court is owed until it took place.
absl::Status CheckNothingWaits(const State& s, absl::Time now) {
  RUFAA_RETURN_IF_ERROR(CheckNoOpenReferral(s));
  for (const auto& [matter, date] : s.court_dates) {
    const bool waits = date.at > now || s.court_deadline;
    if (waits) return Refuse(Reason::COURT_DATE_AHEAD, {}, {{"matters", matter}});
  }
  if (s.court_deadline) return Refuse(Reason::COURT_DATE_REQUIRED);
  return RunningOrder(s, now) ? Refuse(Reason::ORDER_RUNNING) : absl::OkStatus();
}

absl::Status CheckFlagged(const State& s) {
  return s.duplicates_of.empty() ? Refuse(Reason::NO_SUCH_PART) : absl::OkStatus();
}

// A removed child is to be before a court: an emergency is not over while no date stands for that.
absl::Status CheckPresentation(const State& s) {
  const bool waits = s.stage == Stage::kEmergency && s.court_deadline && s.court_dates.empty();
  return waits ? Refuse(Reason::COURT_DATE_REQUIRED) : absl::OkStatus();
}

absl::Status CheckAssessment(const State& s) {
  RUFAA_RETURN_IF_ERROR(CheckRegistered(s));
  RUFAA_RETURN_IF_ERROR(CheckPresentation(s));
  return s.risk.empty() ? Refuse(Reason::RISK_REQUIRED) : absl::OkStatus();
}

absl::Status Guard(const State& s, const Acting& by, Verb verb) {
  switch (verb) {
    case Verb::kMoveChild:  // To bring it to safety is a removal, which a court is to judge.
      return s.place ? absl::OkStatus() : Refuse(Reason::NOT_ALLOWED_IN_STATE, kNotInSafety);
    case Verb::kRegister:
      return CheckPresentation(s);
    case Verb::kScreenOut:
      return CheckNothingWaits(s, by.now);
    case Verb::kStartAssessment:
      return CheckAssessment(s);
    case Verb::kDraftPlan:
      return CheckPlan(s);
    case Verb::kApprovePlan:
      return CheckPlanApproval(s, by);
    case Verb::kStartImplementation:
      return CheckImplementation(s);
    case Verb::kStartFollowUp:
      return CheckReferralsSent(s);
    case Verb::kRequestClosure:
      return CheckClosureRequest(s, by.now);
    case Verb::kRefuseClosure:
      return CheckClosureAnswer(s);
    case Verb::kApproveClosure:
      return CheckClosureApproval(s, by);
    case Verb::kRequestTransfer:
      return CheckTransfer(s);
    case Verb::kConfirmDuplicate:
      RUFAA_RETURN_IF_ERROR(CheckFlagged(s));
      return CheckNothingWaits(s, by.now);
    case Verb::kDismissDuplicate:
      return CheckFlagged(s);
    case Verb::kRevertImport:
      return CheckRevertible(s);
    case Verb::kErase:
      return CheckErasable(s, by.now);
    default:
      return absl::OkStatus();
  }
}

// Any role of the field may report a child, and so may every desk: the law says "any person".
bool MayIdentify(Role role) {
  return role == Role::kChv || role == Role::kVco || role == Role::kTeacher ||
         role == Role::kHelpline || WorksCases(role);
}

bool Helps(const State& s, absl::string_view agency) {
  return std::any_of(s.open_referrals.begin(), s.open_referrals.end(), [&](const auto& entry) {
    return entry.second.accepted && entry.second.to_agency == agency;
  });
}

}  // namespace

EnumSet<Party> PartiesOf(const State& s, const Acting& by) {
  EnumSet<Party> parties;
  if (by.role == Role::kSystem) parties.Add(Party::kSystem);
  if (by.role == Role::kDpo) parties.Add(Party::kDpo);
  if (by.role == Role::kCountyAdmin) parties.Add(Party::kAdmin);
  if (s.stage == Stage::kAbsent) {
    parties.Add(MayIdentify(by.role) ? Party::kIdentifier : Party::kNobody);
    return parties;
  }
  const bool works = WorksCases(by.role);
  // kNobody marks a tie without a right: such a colleague is told "not permitted", not "not found".
  if (by.agency == s.owner_agency) {
    parties.Add(works ? Party::kOwner : Party::kNobody);
    if (by.role == Role::kSupervisor) parties.Add(Party::kApprover);
  }
  if (by.person == s.identifier_person) parties.Add(Party::kIdentifier);
  if (Helps(s, by.agency)) {
    parties.Add(WorksReferrals(by.role) ? Party::kHelper : Party::kNobody);
  }
  if (by.role == Role::kCourtDesk && s.courts.contains(by.agency)) parties.Add(Party::kCourt);
  if (s.stage == Stage::kTransferPending && by.agency == s.transfer_to) {
    parties.Add(works ? Party::kReceiver : Party::kNobody);
  }
  return parties;
}

absl::Status CheckStage(const State& s, Verb verb) {
  if (FindTransition(Transitions(), s.stage, verb) != nullptr) return absl::OkStatus();
  return Refuse(Reason::NOT_ALLOWED_IN_STATE, {}, StageAnd(s, verb));
}

absl::Status CheckVerb(const State& s, const Acting& by, Verb verb) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
  const EnumSet<Party> parties = PartiesOf(s, by);
  if (parties.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  RUFAA_RETURN_IF_ERROR(CheckStage(s, verb));
  const TransitionRow* row = FindTransition(Transitions(), s.stage, verb);
  if (!row->who.Meets(parties)) return Refuse(Reason::NOT_PERMITTED, {}, StageAnd(s, verb));
  if (s.erased && verb != Verb::kErase) return Refuse(Reason::ERASED);
  return Guard(s, by, verb);
}

std::vector<Verb> AllowedActions(const State& s, const Acting& by) {
  std::vector<Verb> verbs;
  for (const TransitionRow& row : Transitions()) {
    if (row.from.Has(s.stage) && CheckVerb(s, by, row.verb).ok()) verbs.push_back(row.verb);
  }
  return verbs;
}

bool Stands(const State& s) {
  const bool aside = s.stage == Stage::kAbsent || s.stage == Stage::kScreenedOut ||
                     s.stage == Stage::kReverted || s.stage == Stage::kDuplicate;
  return !aside && !s.erased;
}

Urgency UrgencyByCase(const State& s) {
  return UrgencyNow(s.risk == kHighRisk ? Urgency::kUrgent : Urgency::kNormal, s.stage);
}

Urgency UrgencyNow(Urgency said, Stage stage) {
  return stage == Stage::kEmergency ? Urgency::kEmergency : said;
}

absl::string_view DueWhat(const State& s) {
  if (!s.deadline) return "";
  return DueWhat(s.stage, s.deadline->rule == clock::kToCourt);
}

bool ProvedNoCase(absl::string_view closure_reason) { return closure_reason == kNoCase; }

bool EndsUnworked(absl::string_view closure_reason) {
  return closure_reason == kDied || closure_reason == kLost || ProvedNoCase(closure_reason);
}

absl::Status CheckClosable(const State& s, absl::string_view reason, absl::Time now) {
  if (!EndsUnworked(reason)) RUFAA_RETURN_IF_ERROR(CheckBroughtToItsEnd(s));
  RUFAA_RETURN_IF_ERROR(CheckNothingOpen(s, now));
  // A removed child is owed its day in court; of one that died nothing more is asked.
  const bool owed = s.court_deadline && reason != kDied;
  return owed ? Refuse(Reason::COURT_DATE_REQUIRED) : absl::OkStatus();
}

}  // namespace rufaa::casework
