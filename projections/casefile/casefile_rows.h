// Rows of the case file. A row of an agency holds what that agency may know and nothing else; the
// master rows hold all, under keys that no reader's prefix reaches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "eventlog/commit.h"
#include "projections/casefile/casefile_lines.h"
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

// From a commit to the one before another.
struct Span {
  uint64_t from = 0;
  uint64_t until = 0;  // 0: it lasts.

  bool Has(uint64_t position) const { return from <= position && (until == 0 || position < until); }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "from", self.from);
    visit(2, "until", self.until);
  }
  bool operator==(const Span&) const = default;
};

// The head of a case file: everything in the master, a part of it in an agency's row.
struct CaseFile {
  Relation relation = Relation::kNone;
  CaseTrack track;
  std::vector<casework::Category> categories;
  std::vector<NeedLine> needs;
  std::vector<ReferralLine> referrals;
  std::vector<CourtLine> court_dates;
  std::vector<OrderLine> orders;
  std::vector<ConsentLine> consents;
  uint32_t sessions = 0;           // Delivered.
  std::optional<PlaceLine> place;  // Unset: the child was not brought to safety.
  std::vector<HeldSealed> sealed;  // The latest of each field; stands in a row of its own.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "relation", self.relation);
    visit(2, "track", self.track);
    visit(3, "needs", self.needs);
    visit(4, "referrals", self.referrals);
    visit(5, "court_dates", self.court_dates);
    visit(6, "orders", self.orders);
    visit(7, "consents", self.consents);
    visit(8, "categories", self.categories);
    visit(9, "sessions", self.sessions);
    visit(10, "place", self.place);
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
