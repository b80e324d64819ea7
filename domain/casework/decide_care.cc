#include <algorithm>

#include "domain/base/local_day.h"
#include "domain/casework/decide_internal.h"

namespace rufaa::casework {
namespace {

bool IsNeedCode(const Rules& rules, const Acting& by, absl::string_view code) {
  const absl::CivilDay day = LocalDay(by.occurred_at);
  return rules.codes.Has(list::kImmediateNeed, code, day) ||
         rules.codes.Has(list::kReferralReason, code, day);
}

absl::Status CheckNeedCode(const Rules& rules, const Acting& by, absl::string_view code) {
  if (IsNeedCode(rules, by, code)) return absl::OkStatus();
  return CheckCode(rules, by, "code", list::kImmediateNeed, code);
}

absl::Status CheckOpenNeed(const State& s, absl::string_view id) {
  const auto need = s.needs.find(std::string(id));
  if (need == s.needs.end()) return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "need"}});
  return need->second.status == Need::Status::kOpen ? absl::OkStatus()
                                                    : Refuse(Reason::ALREADY_DONE);
}

// It is in no list: there is nothing between these three to be added one day.
absl::Status CheckBehaviour(absl::string_view change) {
  const bool known =
      change.empty() || change == "IMPROVED" || change == "SAME" || change == "WORSE";
  return known ? absl::OkStatus() : Malformed("behaviour_change", "is not IMPROVED, SAME or WORSE");
}

// From when the child was seen, and not from when that is written down; of another day the hour is
// not known. A visit older than the last one does not call the next one back.
absl::Time NextVisitBy(const State& s, const RecordVisit& c, const Rules& rules) {
  const bool same_day = c.on == LocalDay(c.by.occurred_at);
  const absl::Time seen = same_day ? c.by.occurred_at : StartOfLocalDay(c.on);
  const absl::Time due = rules.clocks.Due(clock::kFollowUpVisit, seen);
  return s.stage_deadline ? std::max(due, s.stage_deadline->due) : due;
}

}  // namespace

Decision Decide(const State& s, const StartAssessment& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kStartAssessment));
  return One(AssessmentStarted{.assess_by = DueFrom(rules, clock::kAssess, c.by)});
}

Decision Decide(const State& s, const RecordAssessment& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRecordAssessment));
  for (const std::string& code : c.needs) {
    RUFAA_RETURN_IF_ERROR(CheckNeedCode(rules, c.by, code));
  }
  return One(Assessed{.childs_views_recorded = c.childs_views_recorded,
                      .needs = c.needs,
                      .narrative = c.narrative});
}

Decision Decide(const State& s, const OpenNeed& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kOpenNeed));
  RUFAA_RETURN_IF_ERROR(CheckGiven("need", c.need));
  if (c.urgency == Urgency::kUnset) return Malformed("urgency", "is missing");
  RUFAA_RETURN_IF_ERROR(CheckNeedCode(rules, c.by, c.code));
  if (s.needs.contains(c.need)) return Refuse(Reason::ALREADY_DONE);
  return One(NeedOpened{.need = c.need, .code = c.code, .urgency = c.urgency});
}

Decision Decide(const State& s, const MeetNeed& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kMeetNeed));
  RUFAA_RETURN_IF_ERROR(CheckOpenNeed(s, c.need));
  return One(NeedMet{.need = c.need, .referral = c.referral});
}

Decision Decide(const State& s, const WithdrawNeed& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kWithdrawNeed));
  RUFAA_RETURN_IF_ERROR(CheckOpenNeed(s, c.need));
  RUFAA_RETURN_IF_ERROR(CheckCallOffReason(rules, c.by, c.reason));
  return One(NeedWithdrawn{.need = c.need, .reason = c.reason});
}

Decision Decide(const State& s, const DraftPlan& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kDraftPlan));
  if (c.review_on <= LocalDay(c.by.now)) return Malformed("review_on", "is not in the future");
  RUFAA_RETURN_IF_ERROR(CheckPlannedFor("review_on", StartOfLocalDay(c.review_on), c.by));
  return One(PlanDrafted{.review_on = c.review_on, .drafted_by = c.by.person});
}

Decision Decide(const State& s, const ApprovePlan& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kApprovePlan));
  return One(PlanApproved{.approved_by = c.by.person});
}

Decision Decide(const State& s, const StartImplementation& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kStartImplementation));
  absl::Time review_by = DueFrom(rules, clock::kReview, c.by);
  // A plan may be looked at again sooner than the clock says, and never later.
  if (s.stage == Stage::kPlanned && s.stage_deadline) {
    review_by = std::min(review_by, s.stage_deadline->due);
  }
  return One(ImplementationStarted{.review_by = review_by});
}

Decision Decide(const State& s, const RecordVisit& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRecordVisit));
  RUFAA_RETURN_IF_ERROR(CheckDayPast("on", c.on, c.by));
  RUFAA_RETURN_IF_ERROR(CheckBorn(s.birth_year, c.by, "on", c.on));
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "outcome", list::kVisitOutcome, c.outcome));
  VisitRecorded visit{.on = c.on,
                      .outcome = c.outcome,
                      .final = c.final,
                      .visited_by = c.by.person,
                      .next_by = std::nullopt,
                      .note = c.note};
  if (s.stage == Stage::kFollowUp) visit.next_by = NextVisitBy(s, c, rules);
  return One(std::move(visit));
}

Decision Decide(const State& s, const StartFollowUp& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kStartFollowUp));
  return One(FollowUpStarted{.visit_by = DueFrom(rules, clock::kFollowUpVisit, c.by),
                             .on = LocalDay(c.by.occurred_at)});
}

Decision Decide(const State& s, const RecordSession& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRecordSession));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "service", list::kIntervention, c.service));
  RUFAA_RETURN_IF_ERROR(CheckBehaviour(c.behaviour_change));
  RUFAA_RETURN_IF_ERROR(CheckDayPast("on", c.on, c.by));
  RUFAA_RETURN_IF_ERROR(CheckBorn(s.birth_year, c.by, "on", c.on));
  if (!c.need.empty() && !s.needs.contains(c.need)) {
    return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "need"}});
  }
  const auto course = s.sessions.find({c.need, c.service});
  const uint32_t next = course == s.sessions.end() ? 1 : course->second + 1;
  return One(
      ServiceSession{.need = c.need,
                     .service = c.service,
                     .provider_agency = c.provider_agency.empty() ? c.by.agency : c.provider_agency,
                     .number = c.number == 0 ? next : c.number,
                     .on = c.on,
                     .behaviour_change = c.behaviour_change,
                     .note = c.note});
}

Decision Decide(const State& s, const AddNote& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kAddNote));
  if (c.note.empty()) return Malformed("note", "is missing");
  return One(NoteAdded{.note = c.note});
}

Decision Decide(const State& s, const OpenReferral& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRefer));
  RUFAA_RETURN_IF_ERROR(CheckGiven("referral", c.referral));
  RUFAA_RETURN_IF_ERROR(CheckOpenNeed(s, c.need));
  if (s.open_referrals.contains(c.referral)) return Refuse(Reason::ALREADY_DONE);
  return One(ReferralOpened{.referral = c.referral,
                            .need = c.need,
                            .to_agency = c.to_agency,
                            .to_agency_kind = c.to_agency_kind,
                            .consent = c.consent,
                            .scope = c.scope});
}

// The two below never refuse: what the referral decided must stand in the case, whatever stage the
// case is in by now.
Decision Decide(const State& s, const NoteAcceptance& c, const Rules&) {
  const auto it = s.open_referrals.find(c.referral);
  if (it == s.open_referrals.end() || it->second.accepted) return std::vector<Event>{};
  return One(ReferralAccepted{.referral = c.referral, .agency = it->second.to_agency});
}

Decision Decide(const State& s, const EndReferral& c, const Rules&) {
  if (!s.open_referrals.contains(c.referral)) return std::vector<Event>{};
  return One(ReferralEnded{.referral = c.referral, .outcome = c.outcome});
}

}  // namespace rufaa::casework
