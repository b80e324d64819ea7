#include "projections/all_views.h"

#include "services/directory/directory_view.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

std::vector<std::unique_ptr<View>> HubViews() {
  std::vector<std::unique_ptr<View>> views = AllViews();
  views.push_back(std::make_unique<directory::DirectoryView>());
  return views;
}

}  // namespace rufaa::hub
