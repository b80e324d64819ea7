#include "domain/casework/court_order.h"

#include <algorithm>
#include <iterator>

namespace rufaa::casework {
namespace {

// Release, revocation, reunification, a marriage declared void.
constexpr absl::string_view kDoesNotLast[] = {"OCCL", "OREX", "CORR", "OEMV"};

}  // namespace

absl::string_view Name(OrderStands stands) {
  switch (stands) {
    case OrderStands::kRunning:
      return "running";
    case OrderStands::kExpired:
      return "expired";
    case OrderStands::kEnded:
      return "ended";
    case OrderStands::kMade:
      return "made";
  }
  return "";
}

OrderStands StandsOn(absl::CivilDay day, absl::string_view kind,
                     const std::optional<absl::CivilDay>& expires_on, bool ended) {
  if (ended) return OrderStands::kEnded;
  if (expires_on) return day <= *expires_on ? OrderStands::kRunning : OrderStands::kExpired;
  const bool made =
      std::find(std::begin(kDoesNotLast), std::end(kDoesNotLast), kind) != std::end(kDoesNotLast);
  return made ? OrderStands::kMade : OrderStands::kRunning;
}

}  // namespace rufaa::casework
