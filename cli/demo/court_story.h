// One court matter of a case: dates set, moved, attended, an order perhaps, and its end.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/demo/world.h"

namespace rufaa::demo {

struct CourtBrief {
  PlannedPerson officer;
  std::string case_code;
  std::string child;
  std::string matter;
  std::string court;  // Its agency.
  std::string place_agency;
  bool care_order = false;  // An emergency ends in one.
};

class CourtStory : public std::enable_shared_from_this<CourtStory> {
 public:
  CourtStory(World& world, const Dice& dice, CourtBrief brief);

  // Sets the first date, some weeks ahead.
  absl::Status SetDate();
  // A date is set already, for `at`.
  void Await(absl::Time at);

 private:
  absl::Status Attend();
  absl::Status Move();
  absl::Status MakeOrder();
  PlannedPerson Registry();
  absl::Time DateAhead(int days_min, int days_max);

  World& world_;
  Dice dice_;
  const CourtBrief brief_;
  absl::Time at_;
  int adjourned_ = 0;
};

}  // namespace rufaa::demo
