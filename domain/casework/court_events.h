// Court dates and orders. A matter is one file at one court; it has at most one date ahead.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

struct CourtDateSet {
  static constexpr absl::string_view kType = "case.court-date-set";
  std::string matter;
  std::string session;  // STAP, STPL, STHR, STMN.
  std::string court;
  absl::Time at;
  Sealed file;  // Court file number, sealed under justice.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "session", self.session);
    visit(3, "court", self.court);
    visit(4, "at", self.at);
    visit(5, "file", self.file);
  }
  bool operator==(const CourtDateSet&) const = default;
};

struct CourtDateMoved {
  static constexpr absl::string_view kType = "case.court-date-moved";
  std::string matter;
  absl::Time from;
  absl::Time to;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "from", self.from);
    visit(3, "to", self.to);
    visit(4, "reason", self.reason);
  }
  bool operator==(const CourtDateMoved&) const = default;
};

struct CourtDateVacated {
  static constexpr absl::string_view kType = "case.court-date-vacated";
  std::string matter;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "reason", self.reason);
  }
  bool operator==(const CourtDateVacated&) const = default;
};

struct CourtAttended {
  static constexpr absl::string_view kType = "case.court-attended";
  std::string matter;
  std::string outcome;                // CADJ, CRJD, CRUL, CRCT.
  bool supported = false;             // Somebody stood by the child.
  std::optional<absl::Time> next_at;  // The next date, when the court gave one.
  absl::Time attended_at;
  // By the case's risk, from then on, where a removed child was presented in an emergency; nullopt
  // also in old logs: by when its risk had been set.
  std::optional<absl::Time> act_by = {};

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "outcome", self.outcome);
    visit(3, "supported", self.supported);
    visit(4, "next_at", self.next_at);
    visit(5, "attended_at", self.attended_at);
    visit(6, "act_by", self.act_by);
  }
  bool operator==(const CourtAttended&) const = default;
};

struct OrderMade {
  static constexpr absl::string_view kType = "case.order-made";
  std::string order;
  std::string kind;  // OCCR, OSUP, …
  absl::CivilDay made_on;
  std::optional<absl::CivilDay> expires_on;  // Its last day, as the order says.
  std::string place_agency;
  std::string matter;
  // By when to bring it to court again or to end it; nullopt: it names no last day, or an old log.
  std::optional<absl::Time> renew_by = {};

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "order", self.order);
    visit(2, "kind", self.kind);
    visit(3, "made_on", self.made_on);
    visit(4, "expires_on", self.expires_on);
    visit(5, "place_agency", self.place_agency);
    visit(6, "matter", self.matter);
    visit(7, "renew_by", self.renew_by);
  }
  bool operator==(const OrderMade&) const = default;
};

struct OrderEnded {
  static constexpr absl::string_view kType = "case.order-ended";
  std::string order;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "order", self.order);
    visit(2, "reason", self.reason);
  }
  bool operator==(const OrderEnded&) const = default;
};

}  // namespace rufaa::casework
