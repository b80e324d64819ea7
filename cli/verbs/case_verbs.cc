#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"

namespace rufaa::cli {

void AddCaseVerbs(App& app) {
  app.AddGroup("case", "A child's case, from identified to closed.");
  AddRpcVerbs(
      app,
      {
          {.group = "case",
           .name = "identify",
           .method = "casework.IdentifyChild",
           .asks_for_child = true},
          {"case", "register", "casework.RegisterCase"},
          {"case", "risk", "casework.SetRisk", {"case_code", "risk"}},
          {"case", "emergency", "casework.DeclareEmergency"},
          {"case", "move-child", "casework.MoveChild", {"case_code", "place_agency"}},
          {"case", "screen-out", "casework.ScreenOut"},
          {"case", "assess", "casework.AssessCase"},
          {"case", "need", "casework.OpenNeed", {"case_code", "code"}},
          {"case", "meet-need", "casework.MeetNeed", {"case_code", "need"}},
          {"case", "withdraw-need", "casework.WithdrawNeed", {"case_code", "need"}},
          {"case", "plan", "casework.DraftPlan"},
          {"case", "approve-plan", "casework.ApprovePlan"},
          {"case", "start", "casework.StartImplementation"},
          {"case", "visit", "casework.RecordVisit"},
          {"case", "follow-up", "casework.StartFollowUp"},
          {"case", "session", "casework.RecordSession"},
          {"case", "consent", "casework.GiveConsent"},
          {"case", "withdraw-consent", "casework.WithdrawConsent", {"case_code", "consent"}},
          {"case", "close", "casework.RequestClosure"},
          {"case", "refuse-closure", "casework.RefuseClosure"},
          {"case", "approve-closure", "casework.ApproveClosure"},
          {"case", "reopen", "casework.ReopenCase"},
          {"case", "transfer", "casework.RequestTransfer", {"case_code", "to_agency"}},
          {"case", "accept-transfer", "casework.AcceptTransfer"},
          {"case", "decline-transfer", "casework.DeclineTransfer"},
          {"case", "reassign", "casework.ReassignCase", {"case_code", "owner_person"}},
          {"case", "note", "casework.AddNote"},
          {"case", "correct", "casework.CorrectDetails"},
          {"case", "flag-duplicate", "casework.FlagDuplicate", {"case_code", "of"}},
          {"case", "duplicate", "casework.DecideDuplicate", {"case_code", "of"}},
          {.group = "case",
           .name = "erase",
           .method = "casework.EraseChild",
           .confirm = "The child's personal data will be gone for ever."},
          {"case", "show", "casework.GetCase"},
          {"case", "reveal", "casework.RevealChild"},
          {.group = "case",
           .name = "timeline",
           .method = "casework.GetTimeline",
           .columns = {"position", "occur_time", "event_type", "actor", "referral_code", "facts"}},
          {.group = "case",
           .name = "list",
           .method = "casework.ListCaseload",
           .columns = {"case_code", "stage", "stage_time", "risk", "age_band", "subcounty",
                       "owner_person", "due_what", "due_time", "awaits", "open_referrals"}},
          {"case", "similar", "casework.FindSimilarChildren"},
      });
}

void AddCourtVerbs(App& app) {
  app.AddGroup("court", "Days in court, their outcomes, and orders.");
  AddRpcVerbs(app, {
                       {"court", "set", "casework.SetCourtDate"},
                       {"court", "move", "casework.MoveCourtDate", {"case_code", "matter"}},
                       {"court", "vacate", "casework.VacateCourtDate", {"case_code", "matter"}},
                       {"court", "outcome", "casework.RecordCourtOutcome", {"case_code", "matter"}},
                       {"court", "order", "casework.MakeOrder", {"case_code", "matter"}},
                       {"court", "end-order", "casework.EndOrder", {"case_code", "order"}},
                       {.group = "court",
                        .name = "list",
                        .method = "casework.ListCourtCalendar",
                        .columns = {"court_time", "case_code", "court", "session", "matter",
                                    "state", "outcome", "moves"}},
                   });
}

}  // namespace rufaa::cli
