// The table itself. A change here is a change of the county's rules: raise kVersion, say in `why`
// what the row is for, and change tests/domain_policy/oracle.py from the rule's wording, not from
// this file.
#include "domain/policy/table.h"

namespace rufaa::policy {
namespace {

using Roles = EnumSet<Role>;
using Kinds = EnumSet<AgencyKind>;
using Relations = EnumSet<Relation>;
using Parts = EnumSet<Part>;
using Actions = EnumSet<Action>;
using Consents = EnumSet<Consent>;
using K = AgencyKind;
using R = Relation;
using A = Action;

constexpr absl::string_view kVersion = "2026-11-6";

constexpr Roles kOfficers = {Role::kChildrensOfficer, Role::kSupervisor};
constexpr Roles kAuditors = {Role::kAuditor, Role::kDpo};
constexpr Roles kAdmins = {Role::kCountyAdmin, Role::kOperator};
// Any person may report a child (Children Act s.145).
constexpr Roles kReporters = Roles{Role::kChv,      Role::kVco,        Role::kTeacher,
                                   Role::kHelpline, Role::kAgencyDesk, Role::kCourtDesk} |
                             kOfficers;
constexpr Roles kReceivers = Roles{Role::kVco, Role::kAgencyDesk, Role::kCourtDesk} | kOfficers;
constexpr Roles kPeople = kReporters | kAuditors | kAdmins | Roles{Role::kCommittee};
constexpr Roles kEveryRole = kPeople | Roles{Role::kNone, Role::kSystem};

constexpr Kinds kDeskKinds = {K::kPolice,      K::kHealth,    K::kRescueCentre,
                              K::kProsecution, K::kProbation, K::kEducation,
                              K::kChief,       K::kLegalAid,  K::kCso};
constexpr Kinds kReceiverKinds =
    kDeskKinds | Kinds{K::kJudiciary, K::kChildrenOffice, K::kCommunity};
constexpr Kinds kReporterKinds = kReceiverKinds | Kinds{K::kHelpline};
constexpr Kinds kPeopleKinds = kReporterKinds | Kinds{K::kCommittee, K::kOversight, K::kHub};
constexpr Kinds kEveryKind = kPeopleKinds | Kinds{K::kNone};

constexpr Kinds Except(Kinds all, Kinds not_these) {
  Kinds left;
  for (int i = 0; i <= static_cast<int>(K::kHub); ++i) {
    if (all.Has(static_cast<K>(i)) && !not_these.Has(static_cast<K>(i))) {
      left.Add(static_cast<K>(i));
    }
  }
  return left;
}

constexpr Relations kReceiving = {R::kRecipientPending, R::kRecipientAccepted, R::kRecipientEnded};
constexpr Relations kGeneral = {R::kNone, R::kCommittee, R::kAuditor, R::kOperator};
constexpr Relations kEveryRelation =
    kReceiving | kGeneral | Relations{R::kOwner, R::kSameAgency, R::kSupervisor, R::kIdentifier};

constexpr Parts kCompartments = {Part::kIdentity, Part::kNarrative, Part::kLocation, Part::kMedical,
                                 Part::kJustice};
constexpr Parts kBehindHeader = kCompartments | Parts{Part::kNeed, Part::kReply};
constexpr Parts kChild = kBehindHeader | Parts{Part::kHeader};

constexpr Actions kNotCounting = {A::kRead,       A::kWrite,     A::kIdentify, A::kRefer,
                                  A::kRespond,    A::kApprove,   A::kClose,    A::kErase,
                                  A::kBreakGlass, A::kAdminister};
constexpr Actions kEveryAction = kNotCounting | Actions{A::kCount};
constexpr Actions kOpening = {A::kRead, A::kWrite};

constexpr Consents kConsented = {Consent::kGiven, Consent::kNotNeeded};
constexpr Consents kAnyConsent = kConsented | Consents{Consent::kWithdrawn};

constexpr Effect kAllow = Effect::kAllow;
constexpr Effect kStepUp = Effect::kStepUp;
constexpr Effect kForbid = Effect::kForbid;

constexpr Row kRows[] = {
    // Reporting.
    {kAllow, kReporters, kReporterKinds, R::kNone, Part::kHeader, A::kIdentify, kAnyConsent,
     "any person may report a child"},
    {kAllow, kReporters, kReporterKinds, R::kIdentifier, Part::kHeader, A::kRead, kAnyConsent,
     "who reported a child may know that it was received, and by whom"},

    // The owner and the supervisor: statutory work, whatever the consent.
    {kAllow, kOfficers, K::kChildrenOffice, R::kOwner, kChild, kOpening, kAnyConsent,
     "the assigned officer keeps the whole file"},
    {kAllow, kOfficers, K::kChildrenOffice, R::kOwner, Part::kNeed, A::kRefer, kAnyConsent,
     "the assigned officer refers"},
    {kAllow, kOfficers, K::kChildrenOffice, R::kOwner, Part::kHeader, A::kClose, kAnyConsent,
     "the assigned officer asks for closure or transfer, and reopens"},
    {kAllow,
     Role::kSupervisor,
     K::kChildrenOffice,
     R::kSupervisor,
     Part::kHeader,
     {A::kRead, A::kWrite, A::kApprove, A::kClose},
     kAnyConsent,
     "the supervisor approves, and steps in"},
    {kAllow, Role::kSupervisor, K::kChildrenOffice, R::kSupervisor, Part::kNeed, A::kRefer,
     kAnyConsent, "the supervisor refers while the officer can't"},
    {kAllow, Role::kSupervisor, K::kChildrenOffice, R::kSupervisor, kBehindHeader, A::kRead,
     kAnyConsent, "the supervisor reads what the officer decided on"},

    // Recipients of a referral.
    {kAllow, kReceivers, kReceiverKinds, kReceiving, Part::kHeader, A::kRead, kAnyConsent,
     "a recipient knows of its referral, also after its end"},
    {kAllow,
     kReceivers,
     kReceiverKinds,
     {R::kRecipientPending, R::kRecipientAccepted},
     Part::kNeed,
     {A::kRead, A::kRespond},
     kConsented,
     "a recipient sees enough to decide, and answers"},
    {kAllow,
     kReceivers,
     kReceiverKinds,
     R::kRecipientAccepted,
     {Part::kHeader, Part::kNeed},
     A::kWrite,
     kConsented,
     "who accepted records what it does"},
    {kAllow,
     kReceivers,
     kReceiverKinds,
     R::kRecipientAccepted,
     {Part::kIdentity, Part::kNarrative},
     A::kRead,
     kConsented,
     "who accepted must know the child, and the referral's summary"},
    {kAllow,
     kReceivers,
     kReceiverKinds,
     {R::kRecipientPending, R::kRecipientAccepted},
     Part::kReply,
     A::kRead,
     kConsented,
     "who asks before it decides may read the answer, which was written for it"},
    {kAllow, Role::kAgencyDesk, K::kRescueCentre, R::kRecipientAccepted, Part::kLocation, A::kRead,
     kConsented, "who places the child must know where"},
    {kAllow, Role::kAgencyDesk, K::kHealth, R::kRecipientAccepted, Part::kMedical, kOpening,
     kConsented, "visit facts are for health"},
    {kAllow,
     {Role::kAgencyDesk, Role::kCourtDesk},
     {K::kPolice, K::kJudiciary},
     R::kRecipientAccepted,
     Part::kJustice,
     kOpening,
     kConsented,
     "OB number, charges and court file are for police and court"},

    // The county.
    {kAllow, kOfficers, K::kChildrenOffice, R::kNone, Part::kHeader, A::kCount, kAnyConsent,
     "children's officers see the county's counts"},
    {kAllow, Role::kCommittee, K::kCommittee, R::kCommittee, Part::kHeader, A::kCount, kAnyConsent,
     "the committee sees counts, never a child"},

    // Oversight and administration.
    {kAllow, kAuditors, K::kOversight, R::kAuditor, Parts{Part::kAudit, Part::kIdentity}, A::kRead,
     kAnyConsent, "auditors read the trail, and find the child a request is about"},
    {kAllow, Role::kDpo, K::kOversight, R::kAuditor, Part::kHeader, A::kErase, kAnyConsent,
     "the data protection officer carries out a lawful erasure"},
    {kAllow, kPeople, kPeopleKinds, kGeneral, Part::kDirectory, A::kRead, kAnyConsent,
     "who offers what, where, with room, is for all to know"},
    {kAllow, Roles{Role::kAgencyDesk, Role::kCourtDesk} | kOfficers,
     kDeskKinds | Kinds{K::kJudiciary, K::kChildrenOffice}, R::kSameAgency, Part::kDirectory,
     A::kWrite, kAnyConsent, "an agency keeps its own offers and beds"},
    {kAllow, kAdmins, Kinds{K::kChildrenOffice, K::kHub}, Relations{R::kNone, R::kOperator},
     Part::kDirectory, A::kAdminister, kAnyConsent,
     "administrators keep agencies and accounts; operators list people, and see views or have "
     "them made anew"},

    // The programme beside its cases: numbers that agencies report.
    {kAllow, Role::kAgencyDesk, kDeskKinds, R::kNone, Part::kProgramme, kOpening, kAnyConsent,
     "an agency records what the programme did through it"},
    {kAllow, kOfficers, K::kChildrenOffice, R::kNone, Part::kProgramme, kOpening, kAnyConsent,
     "children's officers record what they did, and answer for what others report"},
    {kAllow, Role::kCountyAdmin, Kinds{K::kChildrenOffice, K::kHub}, R::kNone, Part::kProgramme,
     kOpening, kAnyConsent, "the county's administrator records and corrects"},
    {kAllow, Role::kCommittee, K::kCommittee, R::kCommittee, Part::kProgramme, A::kRead,
     kAnyConsent, "the committee sees what its indicators are made of"},
    {kAllow, Role::kSystem, K::kHub, R::kNone, Part::kHeader, A::kWrite, kAnyConsent,
     "the hub's own clocks expire what is due"},

    // Breaking the glass: one child, 60 minutes, the owner told at once, reviewed by a second
    // person.
    {kAllow,
     kOfficers,
     K::kChildrenOffice,
     {R::kNone, R::kSameAgency},
     {Part::kIdentity, Part::kNarrative, Part::kLocation},
     A::kBreakGlass,
     kAnyConsent,
     "an officer who must find a child in danger"},
    {kAllow,
     Role::kAgencyDesk,
     {K::kPolice, K::kHealth},
     R::kRecipientPending,
     Part::kIdentity,
     A::kBreakGlass,
     kAnyConsent,
     "police or hospital with the child before them"},

    // A second factor within the last five minutes.
    {kStepUp, kEveryRole, kEveryKind, kEveryRelation, Part::kLocation, A::kRead, kAnyConsent,
     "where a child sleeps"},
    {kStepUp, kEveryRole, kEveryKind, R::kSupervisor, Part::kMedical, A::kRead, kAnyConsent,
     "medical facts beyond the officer who needs them"},
    {kStepUp, kEveryRole, kEveryKind, R::kAuditor, Part::kIdentity, A::kRead, kAnyConsent,
     "a name outside the daily work"},
    {kStepUp,
     kEveryRole,
     kEveryKind,
     kEveryRelation,
     kChild,
     {A::kBreakGlass, A::kErase},
     kAnyConsent,
     "what can't be taken back"},

    // Rails: no row above, nor any added later, leads past these.
    {kForbid, Role::kNone, kEveryKind, kEveryRelation, kChild | Parts{Part::kAudit}, kEveryAction,
     kAnyConsent, "nobody in particular"},
    {kForbid, kAdmins, kEveryKind, kEveryRelation, kChild, kEveryAction, kAnyConsent,
     "administrators and operators see no child at all"},
    {kForbid, Role::kSystem, kEveryKind, kEveryRelation, kBehindHeader, kEveryAction, kAnyConsent,
     "the hub itself opens nothing"},
    {kForbid, Role::kCommittee, kEveryKind, kEveryRelation, kChild, kNotCounting, kAnyConsent,
     "the committee sees counts, never a child"},
    {kForbid, kEveryRole, kEveryKind, kReceiving, kBehindHeader, kOpening, Consent::kWithdrawn,
     "without consent, statute or order nothing goes to a recipient"},
    {kForbid,
     kEveryRole,
     kEveryKind,
     {R::kNone, R::kSameAgency, R::kRecipientPending, R::kRecipientEnded, R::kCommittee,
      R::kOperator, R::kIdentifier},
     kCompartments,
     kOpening,
     kAnyConsent,
     "identity opens on acceptance and closes with the end"},
    {kForbid,
     kEveryRole,
     kEveryKind,
     {R::kNone, R::kSameAgency, R::kRecipientEnded, R::kCommittee, R::kOperator, R::kIdentifier},
     Part::kReply,
     kOpening,
     kAnyConsent,
     "an answer is for who asked, until it has decided"},
    {kForbid, kEveryRole, Except(kEveryKind, {K::kChildrenOffice, K::kHealth}), kEveryRelation,
     Part::kMedical, kEveryAction, kAnyConsent, "visit facts are for health"},
    {kForbid, kEveryRole, Except(kEveryKind, {K::kChildrenOffice, K::kPolice, K::kJudiciary}),
     kEveryRelation, Part::kJustice, kEveryAction, kAnyConsent, "justice is for police and court"},
    {kForbid, kEveryRole, Except(kEveryKind, {K::kChildrenOffice, K::kRescueCentre}),
     kEveryRelation, Part::kLocation, kEveryAction, kAnyConsent,
     "where a child sleeps is for who places it"},
    {kForbid, kEveryRole, Except(kEveryKind, K::kOversight), kEveryRelation, Part::kAudit,
     kEveryAction, kAnyConsent, "the trail is for oversight"},

    // A role counts only at its own kind of agency.
    {kForbid, Role::kChv, Except(kEveryKind, {K::kCommunity, K::kHealth}), kEveryRelation, kChild,
     kEveryAction, kAnyConsent, "health volunteers belong to the community or a facility"},
    {kForbid, Role::kVco, Except(kEveryKind, {K::kCommunity, K::kChildrenOffice}), kEveryRelation,
     kChild, kEveryAction, kAnyConsent, "volunteer officers belong to the community or the office"},
    {kForbid, Role::kTeacher, Except(kEveryKind, K::kEducation), kEveryRelation, kChild,
     kEveryAction, kAnyConsent, "teachers belong to education"},
    {kForbid, Role::kHelpline, Except(kEveryKind, K::kHelpline), kEveryRelation, kChild,
     kEveryAction, kAnyConsent, "counsellors belong to the helpline"},
    {kForbid, kOfficers, Except(kEveryKind, K::kChildrenOffice), kEveryRelation, kChild,
     kEveryAction, kAnyConsent, "officers belong to a children office"},
    {kForbid, Role::kAgencyDesk, Except(kEveryKind, kDeskKinds), kEveryRelation, kChild,
     kEveryAction, kAnyConsent, "desks belong to the agencies that serve"},
    {kForbid, Role::kCourtDesk, Except(kEveryKind, K::kJudiciary), kEveryRelation, kChild,
     kEveryAction, kAnyConsent, "court desks belong to a court"},
    {kForbid, kAuditors, Except(kEveryKind, K::kOversight), kEveryRelation,
     kChild | Parts{Part::kAudit}, kEveryAction, kAnyConsent, "auditors belong to oversight"},
};

}  // namespace

absl::Span<const Row> Table() { return kRows; }

absl::string_view Version() { return kVersion; }

}  // namespace rufaa::policy
