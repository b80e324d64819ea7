#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"
#include "domain/base/status_macros.h"
#include "rufaa/view/v1/view_service.pb.h"

namespace rufaa::cli {
namespace {

constexpr absl::Duration kLookEvery = absl::Milliseconds(200);

// Asks for it, then shows how far it has come until the new views have taken the old ones' place.
absl::Status Rebuild(Context& context, const Args& args) {
  view::v1::RebuildViewRequest request;
  request.set_view(args.Get("view"));
  view::v1::RebuildViewResponse started;
  RUFAA_RETURN_IF_ERROR(context.Call("view.RebuildView", request, started));
  if (args.Has("no-wait")) {
    context.printer().Show(started);
    return absl::OkStatus();
  }
  view::v1::ListViewsResponse views;
  RUFAA_RETURN_IF_ERROR(context.Call("view.ListViews", view::v1::ListViewsRequest(), views));
  const uint64_t total = views.head() * std::max(started.views_size(), 1);
  Progress progress = context.NewProgress("rebuilding", total);
  for (;;) {
    uint64_t missing = 0;
    bool rebuilding = false;
    for (const view::v1::View& view : views.views()) {
      if (!view.rebuilding()) continue;
      rebuilding = true;
      missing += views.head() - std::min(views.head(), view.rebuild_position());
    }
    if (!rebuilding) break;
    progress.Show(total - std::min(total, missing), absl::Now());
    absl::SleepFor(kLookEvery);
    RUFAA_RETURN_IF_ERROR(context.Call("view.ListViews", view::v1::ListViewsRequest(), views));
  }
  progress.Finish(total, absl::Now());
  context.printer().Show(views);
  return absl::OkStatus();
}

}  // namespace

void AddViewVerbs(App& app) {
  app.AddGroup("view", "The views of the log: how far each has read; building one anew.");
  AddRpcVerbs(app, {{"view", "status", "view.ListViews"}});
  app.Add({.group = "view",
           .name = "rebuild",
           .help = "Builds a view from position zero beside the old one, then switches",
           .arguments = {{"view", "its name; empty: all", false}},
           .flags = {{.name = "no-wait", .help = "do not wait for the end"}},
           .run = Rebuild});
}

}  // namespace rufaa::cli
