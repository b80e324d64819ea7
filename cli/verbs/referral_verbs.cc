#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"

namespace rufaa::cli {

void AddReferralVerbs(App& app) {
  app.AddGroup("referral", "The loop between two agencies.");
  AddRpcVerbs(
      app,
      {
          {"referral", "send", "referral.SendReferral", {"case_code", "to_agency"}},
          {"referral", "open", "referral.OpenReferral"},
          {"referral", "ask", "referral.AskInformation"},
          {"referral", "answer", "referral.GiveInformation"},
          {"referral", "accept", "referral.AcceptReferral"},
          {"referral", "waitlist", "referral.WaitlistReferral"},
          {"referral", "schedule", "referral.ScheduleAppointment"},
          {"referral", "no-show", "referral.RecordNoShow"},
          {"referral", "cancel-appointment", "referral.CancelAppointment"},
          {"referral", "service", "referral.RecordService"},
          {"referral", "complete", "referral.CompleteReferral"},
          {"referral", "confirm", "referral.ConfirmLoop"},
          {"referral", "decline", "referral.DeclineReferral"},
          {"referral", "redirect", "referral.RedirectReferral", {"referral_code", "to_agency"}},
          {"referral", "cancel", "referral.RequestCancel"},
          {"referral", "confirm-cancel", "referral.ConfirmCancel"},
          {"referral", "not-reached", "referral.MarkNotReached"},
          {"referral", "error", "referral.MarkEnteredInError"},
          {"referral", "show", "referral.GetReferral"},
          {.group = "referral",
           .name = "list",
           .method = "referral.ListWorklist",
           .defaults = {{"queue", "inbox"}},
           .columns = {"referral_code", "state", "service", "urgency", "from_agency", "to_agency",
                       "age_band", "sex", "subcounty", "escalated", "due_what", "due_time"}},
          {"referral", "counts", "referral.CountWorklists"},
          {"referral", "alternatives", "referral.FindAlternatives"},
      });
}

}  // namespace rufaa::cli
