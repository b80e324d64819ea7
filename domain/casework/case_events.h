// Every event of the stream "case/<code>". An event that `Evolve` does not handle does not compile.
#pragma once

#include <variant>

#include "domain/casework/care_events.h"
#include "domain/casework/closure_events.h"
#include "domain/casework/correction_events.h"
#include "domain/casework/court_events.h"
#include "domain/casework/intake_events.h"
#include "domain/casework/place_events.h"
#include "domain/casework/plan_events.h"

namespace rufaa::casework {

using Event =
    std::variant<Identified, Registered, RiskSet, EmergencyDeclared, ScreenedOut, DetailsCorrected,
                 DuplicateFlagged, DuplicateDecided, Imported, ImportReverted, Erased, PlanDrafted,
                 PlanApproved, ImplementationStarted, VisitRecorded, FollowUpStarted,
                 ServiceSession, NoteAdded, AssessmentStarted, Assessed, NeedOpened, NeedMet,
                 NeedWithdrawn, ReferralOpened, ReferralAccepted, ReferralEnded, CourtDateSet,
                 CourtDateMoved, CourtDateVacated, CourtAttended, OrderMade, OrderEnded,
                 ConsentGiven, ConsentWithdrawn, ClosureRequested, ClosureRefused, Closed, Reopened,
                 TransferRequested, TransferAccepted, TransferDeclined, NeedReopened, Reassigned,
                 ChildMoved>;

}  // namespace rufaa::casework
