// A child in safety is moved from one place of safety to another.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

// Of list PLACE_CHANGE_REASON: the child was there all along, another place had been entered.
inline constexpr absl::string_view kPlaceInError = "ENTERED_IN_ERROR";

// No removal: the day in court that is owed stays the one of that.
struct ChildMoved {
  static constexpr absl::string_view kType = "case.child-moved";
  std::string place_kind;  // As of EmergencyDeclared.
  std::string place_agency;
  absl::Time moved_at;  // Of kPlaceInError, when it came to the place that was entered.
  std::string reason;
  std::string order;  // The court's order that it rests on; empty: none.
  Sealed location;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "place_kind", self.place_kind);
    visit(2, "place_agency", self.place_agency);
    visit(3, "moved_at", self.moved_at);
    visit(4, "reason", self.reason);
    visit(5, "order", self.order);
    visit(6, "location", self.location);
  }
  bool operator==(const ChildMoved&) const = default;
};

// Of a child that has been at its place since `since`: whether the move was told after a later one,
// and leaves it there.
inline bool IsBetweenStays(const ChildMoved& moved, absl::Time since) {
  return moved.moved_at < since;
}

}  // namespace rufaa::casework
