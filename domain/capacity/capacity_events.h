// Beds (or places) of one service offer: stream "capacity/<offer>".
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"

namespace rufaa::capacity {

struct Opened {
  static constexpr absl::string_view kType = "capacity.opened";
  std::string agency;
  std::string offer;
  uint32_t total = 0;
  std::string unit;  // BED, PLACE.
  std::string sex;   // SMAL, SFEM, SINT; empty: any.
  uint32_t age_min = 0;
  uint32_t age_max = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "agency", self.agency);
    visit(2, "offer", self.offer);
    visit(3, "total", self.total);
    visit(4, "unit", self.unit);
    visit(5, "sex", self.sex);
    visit(6, "age_min", self.age_min);
    visit(7, "age_max", self.age_max);
  }
  bool operator==(const Opened&) const = default;
};

// The centre's own count, children who came without the hub included.
struct Counted {
  static constexpr absl::string_view kType = "capacity.counted";
  uint32_t total = 0;
  uint32_t used = 0;
  absl::Time as_of;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "total", self.total);
    visit(2, "used", self.used);
    visit(3, "as_of", self.as_of);
  }
  bool operator==(const Counted&) const = default;
};

struct Held {
  static constexpr absl::string_view kType = "capacity.held";
  std::string referral;
  absl::Time until;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "until", self.until);
  }
  bool operator==(const Held&) const = default;
};

struct Released {
  static constexpr absl::string_view kType = "capacity.released";
  std::string referral;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "reason", self.reason);
  }
  bool operator==(const Released&) const = default;
};

struct Occupied {
  static constexpr absl::string_view kType = "capacity.occupied";
  std::string referral;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
  }
  bool operator==(const Occupied&) const = default;
};

struct Vacated {
  static constexpr absl::string_view kType = "capacity.vacated";
  std::string referral;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
  }
  bool operator==(const Vacated&) const = default;
};

using Event = std::variant<Opened, Counted, Held, Released, Occupied, Vacated>;

}  // namespace rufaa::capacity
