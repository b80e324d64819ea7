#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"

namespace rufaa::cli {
namespace {

const std::vector<std::string>& OfferColumns() {
  static const auto* const columns = new std::vector<std::string>{
      "offer",   "agency", "services", "display_name", "sex",  "age_min",
      "age_max", "room",   "total",    "count_time",   "stale"};
  return *columns;
}

// Of a list that may have those taken back, too.
std::vector<std::string> AllOfferColumns() {
  std::vector<std::string> columns = OfferColumns();
  columns.push_back("withdrawn");
  return columns;
}

}  // namespace

void AddDirectoryVerbs(App& app) {
  app.AddGroup("agency", "Agencies of the network, and their desks.");
  app.AddGroup("people", "Who works where, in which role; pseudonymous.");
  app.AddGroup("offers", "Who offers what, with room.");
  app.AddGroup("beds", "Places, held and free.");
  AddRpcVerbs(app, {
                       {.group = "agency",
                        .name = "list",
                        .method = "directory.ListAgencies",
                        .columns = {"agency", "kind", "display_name", "subcounties",
                                    "place_of_safety", "close_time"}},
                       {"agency", "register", "directory.RegisterAgency", {"agency"}},
                       {"agency", "close", "directory.CloseAgency", {"agency"}},
                       {"agency", "reopen", "directory.ReopenAgency", {"agency"}},
                       {"agency", "open-desk", "directory.OpenDesk", {"agency", "desk"}},
                       {"people", "list", "directory.ListPeople"},
                       {"people", "enroll", "directory.EnrollPerson", {"person"}},
                       {"people", "retire", "directory.RetirePerson", {"person"}},
                       {.group = "offers",
                        .name = "find",
                        .method = "directory.FindOffers",
                        .arguments = {"service"},
                        .columns = OfferColumns(),
                        .hidden = {"has_age"}},
                       {.group = "offers",
                        .name = "list",
                        .method = "directory.ListOffers",
                        .columns = AllOfferColumns()},
                       {"offers", "publish", "directory.PublishOffer", {"agency", "offer"}},
                       {"offers", "withdraw", "directory.WithdrawOffer", {"agency", "offer"}},
                       {.group = "beds",
                        .name = "show",
                        .method = "directory.GetCapacity",
                        .arguments = {"agency"},
                        .own_agency = true},
                       {"beds", "count", "directory.CountBeds", {"agency", "offer"}},
                   });
}

}  // namespace rufaa::cli
