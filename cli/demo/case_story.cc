#include "cli/demo/case_story.h"

#include <algorithm>
#include <utility>

#include "cli/demo/report.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"

namespace rufaa::demo {
namespace {

using casework::Verb;

constexpr int kClosureTriesMost = 8;

absl::Duration Usual(Verb verb) {
  const auto days = [](int n) { return absl::Hours(24 * n); };
  switch (verb) {
    case Verb::kScreenOut:
    case Verb::kRegister:
      return absl::Hours(13);
    case Verb::kSetRisk:
    case Verb::kGiveConsent:
    case Verb::kDeclareEmergency:
      return absl::Hours(2);
    case Verb::kRefer:
    case Verb::kFlagDuplicate:
    case Verb::kApprovePlan:
    case Verb::kStartImplementation:
      return absl::Hours(20);
    case Verb::kRequestTransfer:
    case Verb::kConfirmDuplicate:
    case Verb::kDismissDuplicate:
    case Verb::kStartAssessment:
    case Verb::kAcceptTransfer:
    case Verb::kDeclineTransfer:
    case Verb::kRefuseClosure:
    case Verb::kApproveClosure:
      return days(2);
    case Verb::kRecordAssessment:
    case Verb::kDraftPlan:
      return days(6);
    case Verb::kRecordVisit:
    case Verb::kRequestClosure:
      return days(22);
    case Verb::kStartFollowUp:
      return days(35);
    case Verb::kReopen:
      return days(40);
    default:
      return days(4);
  }
}

std::string IdentifierKind(Role role) {
  switch (role) {
    case Role::kVco:
      return "VCO";
    case Role::kTeacher:
      return "TEACHER";
    case Role::kHelpline:
      return "HELPLINE";
    case Role::kAgencyDesk:
      return "POLICE";
    default:
      return "CHV";
  }
}

}  // namespace

CaseStory::CaseStory(World& world, const Dice& dice, CaseBrief brief,
                     std::vector<std::string>& codes)
    : world_(world), dice_(dice), brief_(std::move(brief)), codes_(codes) {}

void CaseStory::Begin() {
  world_.agenda.At(brief_.found_at, [self = shared_from_this()] {
    RUFAA_RETURN_IF_ERROR(self->Identify());
    self->GoOn();
    return absl::OkStatus();
  });
}

absl::Status CaseStory::Identify() {
  code_ = world_.scribe.NewCaseCode();
  const absl::Time now = world_.agenda.Now();
  child_ = MakeChild(dice_, world_.plan, world_.scribe.NewChild(), brief_.subcounty, now);
  if (brief_.path.empty()) brief_.path = DrawCasePath(dice_, child_);
  brief_.path.erase(brief_.path.begin());  // This act.
  // A phone without network keeps the report until it has some.
  const bool waits = brief_.finder.role == Role::kChv && dice_.Chance(25);
  const absl::Duration late = waits ? absl::Minutes(dice_.Between(20, 3000)) : absl::ZeroDuration();
  static const auto* const reporters =
      new std::vector<std::string>{"CRON", "CROR", "CRMO", "CRSF", "CRCH"};

  RUFAA_ASSIGN_OR_RETURN(casework::Identify c,
                         Report(world_, child_, code_, world_.scribe.As(brief_.finder, late)));
  c.identifier_kind = IdentifierKind(brief_.finder.role);
  c.reporter = brief_.finder.role == Role::kHelpline ? "CRHE" : dice_.Pick(*reporters);
  supervisor_ = world_.plan.With(Role::kSupervisor, child_.subcounty).front();
  codes_.push_back(code_);
  return world_.scribe.Case(code_, c);
}

void CaseStory::GoOn() {
  if (brief_.path.empty()) return;
  // One case in twelve falls out of somebody's hands at some step; the board must show it.
  if (brief_.haste == absl::InfiniteDuration() && dice_.Chance(1)) return;
  world_.agenda.After(Wait(brief_.path.front()),
                      [self = shared_from_this()] { return self->Step(); });
}

absl::Duration CaseStory::Wait(Verb verb) {
  const absl::Time now = world_.agenda.Now();
  absl::Duration usual = Usual(verb);
  if (verb == Verb::kRequestClosure && refused_ > 0) usual = absl::Hours(24 * 30);
  const absl::Duration wait = std::min(dice_.Around(usual), brief_.haste);
  if (brief_.haste < absl::InfiniteDuration() || verb == Verb::kDeclareEmergency) return wait;
  return OfficeHours(now + wait, dice_) - now;
}

absl::Status CaseStory::Step() {
  const Verb verb = brief_.path.front();
  brief_.path.erase(brief_.path.begin());
  const absl::Status done = Act(verb);
  if (!done.ok()) {
    RUFAA_RETURN_IF_ERROR(Tolerate(world_, done));
    // A referral open or a court date ahead: ask again later. Anything else is this story's end.
    if (verb != Verb::kRequestClosure || ++refused_ > kClosureTriesMost) return absl::OkStatus();
    brief_.path.insert(brief_.path.begin(), verb);
  }
  GoOn();
  return absl::OkStatus();
}

absl::Status CaseStory::Act(Verb verb) {
  Scribe& scribe = world_.scribe;
  const Acting by = scribe.As(Registered() ? officer_ : supervisor_);
  switch (verb) {
    case Verb::kScreenOut:
      return scribe.Case(code_, casework::ScreenOut{by, "NO_CONCERN_FOUND", {}});
    case Verb::kRegister: {
      officer_ = dice_.Pick(world_.plan.With(Role::kChildrensOfficer, child_.subcounty));
      return scribe.Register(
          code_,
          {.by = scribe.As(officer_), .serial = {}, .desk = officer_.desk, .officer = officer_.id});
    }
    case Verb::kSetRisk:
      return SetRisk();
    case Verb::kDeclareEmergency:
      return DeclareEmergency();
    case Verb::kGiveConsent:
      return GiveConsents();
    case Verb::kFlagDuplicate:
      return FlagDuplicate(by);
    case Verb::kConfirmDuplicate:
    case Verb::kDismissDuplicate:
      return DecideDuplicate(by, verb == Verb::kConfirmDuplicate);
    case Verb::kStartAssessment:
      return scribe.Case(code_, casework::StartAssessment{by});
    case Verb::kRecordAssessment:
      return RecordAssessment();
    case Verb::kDraftPlan:
      return scribe.Case(code_, casework::DraftPlan{by, LocalDay(by.now) + 90});
    case Verb::kApprovePlan:
      return scribe.Case(code_, casework::ApprovePlan{scribe.As(supervisor_)});
    case Verb::kStartImplementation:
      return scribe.Case(code_, casework::StartImplementation{by});
    case Verb::kStartFollowUp:
      return scribe.Case(code_, casework::StartFollowUp{by});
    case Verb::kRecordVisit:
      return RecordVisit(false);
    case Verb::kRefer:
      return Refer();
    case Verb::kSetCourtDate:
      return SetCourtDate();
    default:
      return ActOnClosing(verb);
  }
}

absl::Status CaseStory::ActOnClosing(Verb verb) {
  Scribe& scribe = world_.scribe;
  const Acting by = scribe.As(officer_);
  switch (verb) {
    case Verb::kWithdrawConsent:
      return scribe.WithdrawConsent(code_, {by, "c1", "FAMILY_REFUSED"});
    case Verb::kRequestClosure:
      return RequestClosure();
    case Verb::kRefuseClosure:
      return scribe.Case(code_, casework::RefuseClosure{scribe.As(supervisor_), "VISIT_AGAIN"});
    case Verb::kApproveClosure:
      return scribe.Case(code_, casework::ApproveClosure{scribe.As(supervisor_)});
    case Verb::kReopen:
      return scribe.Case(code_, casework::Reopen{by, "NEW_INCIDENT"});
    case Verb::kRequestTransfer:
      return RequestTransfer();
    case Verb::kAcceptTransfer:
      return AcceptTransfer();
    case Verb::kDeclineTransfer:
      return scribe.Case(code_, casework::DeclineTransfer{scribe.As(receiver_), "OUT_OF_AREA"});
    default:
      return absl::OkStatus();
  }
}

}  // namespace rufaa::demo
