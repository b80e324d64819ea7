#include "projections/all_views.h"

#include "projections/board/board.h"
#include "projections/calendar/calendar.h"
#include "projections/casefile/casefile.h"
#include "projections/caseload/caseload.h"
#include "projections/deadlines/deadlines.h"
#include "projections/offers/offers.h"
#include "projections/trail/trail.h"
#include "projections/worklist/worklist.h"

namespace rufaa {

std::vector<std::unique_ptr<View>> AllViews() {
  std::vector<std::unique_ptr<View>> views;
  views.push_back(std::make_unique<casefile::CaseFileView>());
  views.push_back(std::make_unique<worklist::WorklistView>());
  views.push_back(std::make_unique<caseload::CaseloadView>());
  views.push_back(std::make_unique<offers::OffersView>());
  views.push_back(std::make_unique<calendar::CalendarView>());
  views.push_back(std::make_unique<board::BoardView>());
  views.push_back(std::make_unique<deadlines::DeadlinesView>());
  views.push_back(std::make_unique<trail::TrailView>());
  return views;
}

}  // namespace rufaa
