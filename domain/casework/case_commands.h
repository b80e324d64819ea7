// Every command of a case. A command without its own Decide does not compile.
#pragma once

#include <variant>

#include "domain/casework/care_commands.h"
#include "domain/casework/closure_commands.h"
#include "domain/casework/court_commands.h"
#include "domain/casework/intake_commands.h"

namespace rufaa::casework {

using Command =
    std::variant<Identify, Register, SetRisk, DeclareEmergency, MoveChild, ScreenOut,
                 CorrectDetails, FlagDuplicate, DecideDuplicate, RevertImport, Erase,
                 StartAssessment, RecordAssessment, OpenNeed, MeetNeed, WithdrawNeed, DraftPlan,
                 ApprovePlan, StartImplementation, RecordVisit, StartFollowUp, RecordSession,
                 AddNote, OpenReferral, NoteAcceptance, EndReferral, SetCourtDate, MoveCourtDate,
                 VacateCourtDate, AttendCourt, MakeOrder, EndOrder, GiveConsent, WithdrawConsent,
                 RequestClosure, RefuseClosure, ApproveClosure, Reopen, RequestTransfer,
                 AcceptTransfer, DeclineTransfer, Reassign>;

}  // namespace rufaa::casework
