// Rows of the case file. A row of an agency holds what that agency may know and nothing else; the
// master rows hold all, under keys that no reader's prefix reaches.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"
#include "eventlog/commit.h"
#include "projections/casefile/visibility.h"
#include "projections/tracks/case_track.h"

namespace rufaa::casefile {

// A sealed value and where it stood: the vault opens it only with that.
struct HeldSealed {
  std::string field;  // "identity"
  std::string place;  // "case/MSA-7F3K-Q2/case.identified/identity"
  Sealed sealed;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "field", self.field);
    visit(2, "place", self.place);
    visit(3, "sealed", self.sealed);
  }
  bool operator==(const HeldSealed&) const = default;
};

struct NeedLine {
  std::string need;
  std::string code;
  Urgency urgency = Urgency::kUnset;
  std::string status;  // open, met, withdrawn.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "code", self.code);
    visit(3, "urgency", self.urgency);
    visit(4, "status", self.status);
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
  }
  bool operator==(const ReferralLine&) const = default;
};

struct CourtLine {
  std::string matter;
  std::string session;
  std::string court;
  absl::Time at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "matter", self.matter);
    visit(2, "session", self.session);
    visit(3, "court", self.court);
    visit(4, "at", self.at);
  }
  bool operator==(const CourtLine&) const = default;
};

struct OrderLine {
  std::string order;
  std::string kind;
  absl::CivilDay made_on;
  std::optional<absl::CivilDay> expires_on;
  std::string place_agency;
  bool ended = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "order", self.order);
    visit(2, "kind", self.kind);
    visit(3, "made_on", self.made_on);
    visit(4, "expires_on", self.expires_on);
    visit(5, "place_agency", self.place_agency);
    visit(6, "ended", self.ended);
  }
  bool operator==(const OrderLine&) const = default;
};

struct ConsentLine {
  std::string consent;
  std::string recipient_agency;
  std::string recipient_kind;
  std::string purpose;
  std::vector<Compartment> scope;
  absl::Time from;
  std::optional<absl::Time> until;
  bool withdrawn = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "consent", self.consent);
    visit(2, "recipient_agency", self.recipient_agency);
    visit(3, "recipient_kind", self.recipient_kind);
    visit(4, "purpose", self.purpose);
    visit(5, "scope", self.scope);
    visit(6, "from", self.from);
    visit(7, "until", self.until);
    visit(8, "withdrawn", self.withdrawn);
  }
  bool operator==(const ConsentLine&) const = default;
};

// The head of a case file: everything in the master, a part of it in an agency's row.
struct CaseFile {
  Relation relation = Relation::kNone;
  CaseTrack track;
  std::vector<NeedLine> needs;
  std::vector<ReferralLine> referrals;
  std::vector<CourtLine> court_dates;
  std::vector<OrderLine> orders;
  std::vector<ConsentLine> consents;
  std::vector<HeldSealed> sealed;  // The latest of each field; stands in a row of its own.
  uint64_t changed_by = 0;         // Position of the last commit that changed this row.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "relation", self.relation);
    visit(2, "track", self.track);
    visit(3, "needs", self.needs);
    visit(4, "referrals", self.referrals);
    visit(5, "court_dates", self.court_dates);
    visit(6, "orders", self.orders);
    visit(7, "consents", self.consents);
    visit(9, "changed_by", self.changed_by);
  }
  bool operator==(const CaseFile&) const = default;
};

// One event as an agency may know it; its key says position and index.
struct TimelineRow {
  std::string type;
  std::string stream;
  std::string payload;  // The event without its sealed fields.
  Actor actor;
  std::string authority;
  absl::Time occurred_at;
  absl::Time recorded_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "type", self.type);
    visit(2, "stream", self.stream);
    visit(3, "payload", self.payload);
    visit(4, "actor", self.actor);
    visit(5, "authority", self.authority);
    visit(6, "occurred_at", self.occurred_at);
    visit(7, "recorded_at", self.recorded_at);
  }
  bool operator==(const TimelineRow&) const = default;
};

// The same, to be encoded from where its parts stand.
struct TimelineRowRef {
  const std::string& type;
  const std::string& stream;
  const std::string& payload;
  const Actor& actor;
  const std::string& authority;
  const absl::Time& occurred_at;
  const absl::Time& recorded_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    TimelineRow::Fields(self, visit);
  }
};

// The sealed fields of one event and one compartment, in a row of their own: taking them back is
// deleting it, and the timeline stays.
struct SealedRow {
  std::vector<HeldSealed> fields;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "fields", self.fields);
  }
  bool operator==(const SealedRow&) const = default;
};

}  // namespace rufaa::casefile
