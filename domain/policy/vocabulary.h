// The words in which "who may see what" is asked. Nothing stores them: the access book has the
// compartment, and what the row that decided is for.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"

namespace rufaa::policy {

// The codes of list AGENCY_KIND.
enum class AgencyKind {
  kNone = 0,
  kChildrenOffice = 1,
  kCommunity = 2,
  kPolice = 3,
  kHealth = 4,
  kJudiciary = 5,
  kRescueCentre = 6,
  kProsecution = 7,
  kProbation = 8,
  kEducation = 9,
  kChief = 10,
  kLegalAid = 11,
  kCso = 12,
  kHelpline = 13,
  kCommittee = 14,
  kOversight = 15,
  kHub = 16,
};

// What the caller is to the case. A caller may be several things; see EvaluateAny.
enum class Relation {
  kNone = 0,
  kOwner = 1,             // Assigned to the case; while nobody is, every officer of its office.
  kSameAgency = 2,        // Of the owning (or for a directory entry: the own) agency, not assigned.
  kSupervisor = 3,        // Supervises the office that owns the case.
  kRecipientPending = 4,  // A referral was sent to the caller's agency and is not decided.
  kRecipientAccepted = 5,  // … was accepted and has not ended. A court with a date set, too.
  kRecipientEnded = 6,     // … was declined or has ended, kEndedDays ago at most.
  kCommittee = 7,
  kAuditor = 8,
  kOperator = 9,
  kIdentifier = 10,  // Reported the child.
};

inline constexpr int kEndedDays = 30;
// To whom it ended before then, it is nothing any more.
inline absl::Time EndedSince(absl::Time now) { return now - absl::Hours(24) * kEndedDays; }

// What is asked for. All but the trail, the directory and the programme are of a child.
enum class Part {
  kHeader = 0,  // Pseudonymous: code, stage, owner, dates, referrals by code and agency.
  kNeed = 1,    // Need, urgency, age band, sex, sub-county.
  kIdentity = 2,
  kNarrative = 3,
  kLocation = 4,
  kMedical = 5,
  kJustice = 6,
  kAudit = 7,       // The trail: who did and saw what.
  kDirectory = 8,   // Agencies, desks, offers, beds, accounts: no child in it.
  kReply = 9,       // Question and answer about a referral: written to help a recipient decide.
  kProgramme = 10,  // How many an activity of the programme reached: nobody by name or code.
};

enum class Action {
  kRead = 0,
  kWrite = 1,
  kIdentify = 2,  // Report a child not known yet.
  kRefer = 3,
  kRespond = 4,  // Accept, decline, ask, schedule, serve, complete.
  kApprove = 5,  // A plan or closure that another asked for.
  kClose = 6,    // Ask for closure, transfer, reopen.
  kCount = 7,    // Aggregates, small cells suppressed.
  kErase = 8,
  kBreakGlass = 9,
  kAdminister = 10,
};

// For this recipient, purpose and scope. No consent recorded counts as withdrawn; kNotNeeded where
// a statute, an order or the child's vital interest stands in its place.
enum class Consent { kGiven = 0, kWithdrawn = 1, kNotNeeded = 2 };

enum class Outcome {
  kDeny = 0,
  kStepUp = 1,  // Allowed to one who showed a second factor in the last five minutes.
  kAllow = 2,
};

absl::string_view Name(AgencyKind kind);  // "CHILDREN_OFFICE", …
absl::string_view Name(Relation relation);
absl::string_view Name(Part part);
absl::string_view Name(Action action);
absl::string_view Name(Consent consent);
absl::string_view Name(Outcome outcome);

absl::Span<const AgencyKind> AllAgencyKinds();
absl::Span<const Relation> AllRelations();
absl::Span<const Part> AllParts();
absl::Span<const Action> AllActions();
absl::Span<const Consent> AllConsents();

// A code of list AGENCY_KIND; kNone, which may nothing, for any other text.
AgencyKind AgencyKindNamed(absl::string_view code);

// The part that a sealed value belongs to.
Part PartOf(Compartment compartment);

}  // namespace rufaa::policy
