// Who offers what, where, and with how much room: one row per service of each offer, so that a
// search by service is one scan, and one row per offer for its agency's bed board.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "projections/core/view.h"

namespace rufaa::offers {

inline constexpr absl::string_view kName = "offers";

// A centre's own count that is older than this is called stale: nobody has confirmed it.
inline constexpr absl::Duration kFigureGoesStale = absl::Hours(7 * 24);

struct Row {
  std::string offer;
  std::string agency;
  std::string agency_kind;
  std::string agency_name;
  std::string display_name;
  std::vector<std::string> services;
  std::string destination;
  std::string sex;
  uint32_t age_min = 0;
  uint32_t age_max = 0;
  std::vector<std::string> subcounties;  // Empty: the whole county.
  std::string hours;
  bool has_beds = false;
  bool place_of_safety = false;
  bool withdrawn = false;
  uint32_t total = 0;
  uint32_t held = 0;
  uint32_t used = 0;
  std::string unit;
  absl::Time as_of;  // Of the centre's own last count: how old the figure is.

  uint32_t Free() const { return held + used >= total ? 0 : total - held - used; }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "offer", self.offer);
    visit(2, "agency", self.agency);
    visit(3, "agency_kind", self.agency_kind);
    visit(4, "agency_name", self.agency_name);
    visit(5, "display_name", self.display_name);
    visit(6, "services", self.services);
    visit(7, "destination", self.destination);
    visit(8, "sex", self.sex);
    visit(9, "age_min", self.age_min);
    visit(10, "age_max", self.age_max);
    visit(11, "subcounties", self.subcounties);
    visit(12, "hours", self.hours);
    visit(13, "has_beds", self.has_beds);
    visit(14, "place_of_safety", self.place_of_safety);
    visit(15, "withdrawn", self.withdrawn);
    visit(16, "total", self.total);
    visit(17, "held", self.held);
    visit(18, "used", self.used);
    visit(19, "unit", self.unit);
    visit(20, "as_of", self.as_of);
  }
  bool operator==(const Row&) const = default;
};

class OffersView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 2; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

struct Offers {
  std::vector<Row> rows;
  uint64_t position = 0;
};
// Offers of `service` that serve `subcounty` (empty: any), those with most free beds first.
absl::StatusOr<Offers> FindOffers(const ViewSnapshot& view, absl::string_view service,
                                  absl::string_view subcounty);
// Everything an agency offers, its beds included; by offer.
absl::StatusOr<Offers> OffersOf(const ViewSnapshot& view, absl::string_view agency);

}  // namespace rufaa::offers
