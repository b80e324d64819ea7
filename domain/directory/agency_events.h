// An agency, its desks and what it offers: stream "agency/<id>".
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"

namespace rufaa::directory {

struct AgencyRegistered {
  static constexpr absl::string_view kType = "agency.registered";
  std::string agency;
  std::string kind;       // Of list AGENCY_KIND.
  std::string unit_type;  // CPIMS: TNGD, TNPS, …
  std::string display_name;
  std::vector<std::string> subcounties;  // Empty: the whole county.
  bool place_of_safety = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "agency", self.agency);
    visit(2, "kind", self.kind);
    visit(3, "unit_type", self.unit_type);
    visit(4, "display_name", self.display_name);
    visit(5, "subcounties", self.subcounties);
    visit(6, "place_of_safety", self.place_of_safety);
  }
  bool operator==(const AgencyRegistered&) const = default;
};

struct DeskOpened {
  static constexpr absl::string_view kType = "agency.desk-opened";
  std::string desk;
  std::string display_name;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "desk", self.desk);
    visit(2, "display_name", self.display_name);
  }
  bool operator==(const DeskOpened&) const = default;
};

struct OfferPublished {
  static constexpr absl::string_view kType = "agency.offer-published";
  std::string offer;
  std::vector<std::string> services;  // RM… codes.
  std::string destination;            // RD… class.
  std::string sex;                    // Empty: any.
  uint32_t age_min = 0;
  uint32_t age_max = 0;
  std::vector<std::string> subcounties;
  std::string hours;
  bool has_beds = false;
  std::string display_name;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "offer", self.offer);
    visit(2, "services", self.services);
    visit(3, "destination", self.destination);
    visit(4, "sex", self.sex);
    visit(5, "age_min", self.age_min);
    visit(6, "age_max", self.age_max);
    visit(7, "subcounties", self.subcounties);
    visit(8, "hours", self.hours);
    visit(9, "has_beds", self.has_beds);
    visit(10, "display_name", self.display_name);
  }
  bool operator==(const OfferPublished&) const = default;
};

struct OfferWithdrawn {
  static constexpr absl::string_view kType = "agency.offer-withdrawn";
  std::string offer;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "offer", self.offer);
    visit(2, "reason", self.reason);
  }
  bool operator==(const OfferWithdrawn&) const = default;
};

// From here on nothing is given to it, and nobody acts for it. Its offers are withdrawn, each by an
// event of its own, in the same commit.
struct AgencyClosed {
  static constexpr absl::string_view kType = "agency.closed";
  std::string reason;  // Of list AGENCY_CLOSE_REASON.
  absl::Time closed_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "closed_at", self.closed_at);
  }
  bool operator==(const AgencyClosed&) const = default;
};

struct AgencyReopened {
  static constexpr absl::string_view kType = "agency.reopened";
  absl::Time reopened_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reopened_at", self.reopened_at);
  }
  bool operator==(const AgencyReopened&) const = default;
};

using AgencyEvent = std::variant<AgencyRegistered, DeskOpened, OfferPublished, OfferWithdrawn,
                                 AgencyClosed, AgencyReopened>;

}  // namespace rufaa::directory
