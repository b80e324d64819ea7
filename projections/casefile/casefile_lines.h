// What a case file lists: needs, referrals, days in court, orders, consents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"
#include "projections/casefile/visibility.h"

namespace rufaa::casefile {

struct NeedLine {
  std::string need;
  std::string code;
  Urgency urgency = Urgency::kUnset;
  std::string status;  // open, met, withdrawn.
  absl::Time opened_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "code", self.code);
    visit(3, "urgency", self.urgency);
    visit(4, "status", self.status);
    visit(5, "opened_at", self.opened_at);
  }
  bool operator==(const NeedLine&) const = default;
};

struct ReferralLine {
  std::string referral;
  std::string need;
  std::string to_agency;
  std::string to_agency_kind;
  std::string consent;
  std::vector<Compartment> scope;
  Relation state = Relation::kNone;  // kPending, kAccepted, kEnded.
  std::string outcome;
  bool accepted = false;  // Also of one that has ended since.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "need", self.need);
    visit(3, "to_agency", self.to_agency);
    visit(4, "to_agency_kind", self.to_agency_kind);
    visit(5, "consent", self.consent);
    visit(6, "scope", self.scope);
    visit(7, "state", self.state);
    visit(8, "outcome", self.outcome);
    visit(9, "accepted", self.accepted);
  }
  bool operator==(const ReferralLine&) const = default;
};

// A day in court. A matter has at most one that stands; earlier ones stay, with what came of them.
struct CourtLine {
  std::string matter;
  std::string session;
  std::string court;
  absl::Time at;
  std::string status;   // set, attended, vacated.
  std::string outcome;  // CADJ, CRJD, CRUL, CRCT.
  uint32_t moves = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "session", self.session);
    visit(3, "court", self.court);
    visit(4, "at", self.at);
    visit(5, "status", self.status);
    visit(6, "outcome", self.outcome);
    visit(7, "moves", self.moves);
  }
  bool operator==(const CourtLine&) const = default;
};

struct OrderLine {
  std::string order;
  std::string kind;
  absl::CivilDay made_on;
  std::optional<absl::CivilDay> expires_on;
  std::string place_agency;
  std::string matter;
  bool ended = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "order", self.order);
    visit(2, "kind", self.kind);
    visit(3, "made_on", self.made_on);
    visit(4, "expires_on", self.expires_on);
    visit(5, "place_agency", self.place_agency);
    visit(6, "ended", self.ended);
    visit(7, "matter", self.matter);
  }
  bool operator==(const OrderLine&) const = default;
};

// Where the child is in safety, since it was removed or moved there.
struct PlaceLine {
  std::string kind;
  std::string agency;
  absl::Time since;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "kind", self.kind);
    visit(2, "agency", self.agency);
    visit(3, "since", self.since);
  }
  bool operator==(const PlaceLine&) const = default;
};

struct ConsentLine {
  std::string consent;
  std::string recipient_agency;
  std::string recipient_kind;
  std::string purpose;
  std::vector<Compartment> scope;
  absl::Time from;
  std::optional<absl::Time> until;
  std::string given_by;
  std::string basis;
  std::optional<absl::Time> withdrawn_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "consent", self.consent);
    visit(2, "recipient_agency", self.recipient_agency);
    visit(3, "recipient_kind", self.recipient_kind);
    visit(4, "purpose", self.purpose);
    visit(5, "scope", self.scope);
    visit(6, "from", self.from);
    visit(7, "until", self.until);
    visit(8, "given_by", self.given_by);
    visit(9, "basis", self.basis);
    visit(10, "withdrawn_at", self.withdrawn_at);
  }
  bool operator==(const ConsentLine&) const = default;
};

}  // namespace rufaa::casefile
