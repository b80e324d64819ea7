#include "services/hub/view_served.h"

#include "absl/strings/str_cat.h"

namespace rufaa::hub {
namespace {

// A view this far behind answers with yesterday's world: better to say that we don't serve. Nor do
// we before all is seen that was there when we started.
constexpr uint64_t kServingLag = 10'000;

}  // namespace

std::string WhyNotServed(const ViewStatus& view, uint64_t opened_at) {
  // At the log's end it may be, but what is appended from now on it does not see.
  if (!view.followed) {
    return absl::StrCat("made anew: ", view.building_position, " of ", view.position + view.lag);
  }
  if (view.position >= opened_at && view.lag <= kServingLag) return "";
  return absl::StrCat(view.lag, " behind");
}

}  // namespace rufaa::hub
