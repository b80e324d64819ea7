#include "cli/verbs/board_verb.h"
#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"

namespace rufaa::cli {

void AddCountyVerbs(App& app) {
  app.AddGroup("audit", "Who did what, on whose authority; who saw what; what was known when.");
  const std::vector<std::string> trail = {"position", "record_time", "event_type",
                                          "stream",   "actor",       "authority"};
  app.AddGroup("counted", "The lists behind the board's figures, under masked codes.");
  app.AddGroup("activity", "What the programme did beside its cases: reached, trained, formed.");
  AddBoardVerb(app);
  AddRpcVerbs(app, {
                       {"", "indicators", "committee.GetIndicators"},
                       {"", "overdue", "committee.ListOverdue"},
                       {"counted", "cases", "committee.ListCountedCases"},
                       {"counted", "referrals", "committee.ListRunningReferrals"},
                       {"counted", "answers", "committee.ListAnswers"},
                       {"counted", "needs", "committee.ListNeeds"},
                       {"counted", "court-weeks", "committee.GetCourtWeeks"},
                       {"activity", "record", "committee.RecordActivity", {"kind"}},
                       {"activity", "withdraw", "committee.WithdrawActivity", {"activity"}},
                       {.group = "activity",
                        .name = "list",
                        .method = "committee.ListActivities",
                        .columns = {"activity", "on", "kind", "count", "subcounty", "agency",
                                    "withdraw_reason"}},
                       {.group = "audit",
                        .name = "trail",
                        .method = "audit.GetTrail",
                        .arguments = {"case_code"},
                        .columns = trail},
                       {.group = "audit",
                        .name = "reads",
                        .method = "audit.ListReads",
                        .columns = {"number", "record_time", "actor", "purpose", "method", "shown",
                                    "case_codes", "about", "parts", "permitted", "refusal"}},
                       {"audit", "asof", "audit.GetAsOf", {"agency"}},
                   });
}

}  // namespace rufaa::cli
