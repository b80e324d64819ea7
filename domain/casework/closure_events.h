// Consent, closure, reopening and transfer: who may hold the case, and until when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

// Consent is given per recipient, purpose and scope, and can be withdrawn.
struct ConsentGiven {
  static constexpr absl::string_view kType = "case.consent-given";
  std::string consent;
  std::string recipient_agency;  // Either this …
  std::string recipient_kind;    // … or every agency of this kind (list AGENCY_KIND).
  std::string purpose;
  std::vector<Compartment> scope;
  std::string given_by;  // GUARDIAN, CHILD, STATUTORY, COURT.
  std::string basis;     // CONSENT, STATUTE, ORDER, VITAL_INTEREST.
  absl::Time from;
  std::optional<absl::Time> until;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "consent", self.consent);
    visit(2, "recipient_agency", self.recipient_agency);
    visit(3, "recipient_kind", self.recipient_kind);
    visit(4, "purpose", self.purpose);
    visit(5, "scope", self.scope);
    visit(6, "given_by", self.given_by);
    visit(7, "basis", self.basis);
    visit(8, "from", self.from);
    visit(9, "until", self.until);
  }
  bool operator==(const ConsentGiven&) const = default;
};

struct ConsentWithdrawn {
  static constexpr absl::string_view kType = "case.consent-withdrawn";
  std::string consent;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "consent", self.consent);
    visit(2, "reason", self.reason);
  }
  bool operator==(const ConsentWithdrawn&) const = default;
};

struct ClosureRequested {
  static constexpr absl::string_view kType = "case.closure-requested";
  std::string reason;             // CO…
  absl::CivilDay final_visit_on;  // 1970-01-01: there was none; the child is lost or died.
  bool family_told = false;
  std::string requested_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "final_visit_on", self.final_visit_on);
    visit(3, "family_told", self.family_told);
    visit(4, "requested_by", self.requested_by);
  }
  bool operator==(const ClosureRequested&) const = default;
};

struct ClosureRefused {
  static constexpr absl::string_view kType = "case.closure-refused";
  std::string reason;
  std::string refused_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "refused_by", self.refused_by);
  }
  bool operator==(const ClosureRefused&) const = default;
};

struct Closed {
  static constexpr absl::string_view kType = "case.closed";
  std::string reason;
  std::string requested_by;
  std::string approved_by;
  absl::Time closed_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "requested_by", self.requested_by);
    visit(3, "approved_by", self.approved_by);
    visit(4, "closed_at", self.closed_at);
  }
  bool operator==(const Closed&) const = default;
};

struct Reopened {
  static constexpr absl::string_view kType = "case.reopened";
  std::string reason;
  absl::Time assess_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "assess_by", self.assess_by);
  }
  bool operator==(const Reopened&) const = default;
};

// The owner stays until the other side accepts.
struct TransferRequested {
  static constexpr absl::string_view kType = "case.transfer-requested";
  std::string to_agency;
  std::string requested_by;
  absl::Time answer_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "to_agency", self.to_agency);
    visit(2, "requested_by", self.requested_by);
    visit(3, "answer_by", self.answer_by);
  }
  bool operator==(const TransferRequested&) const = default;
};

struct TransferAccepted {
  static constexpr absl::string_view kType = "case.transfer-accepted";
  std::string owner_agency;
  std::string owner_desk;
  std::string owner_person;
  // By the case's risk, from the acceptance; nullopt in old logs: by when its risk had been set.
  std::optional<absl::Time> act_by = {};

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "owner_agency", self.owner_agency);
    visit(2, "owner_desk", self.owner_desk);
    visit(3, "owner_person", self.owner_person);
    visit(4, "act_by", self.act_by);
  }
  bool operator==(const TransferAccepted&) const = default;
};

// Another person of the same office works the case from now on.
struct Reassigned {
  static constexpr absl::string_view kType = "case.reassigned";
  std::string owner_person;
  std::string owner_desk;
  std::string reassigned_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "owner_person", self.owner_person);
    visit(2, "owner_desk", self.owner_desk);
    visit(3, "reassigned_by", self.reassigned_by);
  }
  bool operator==(const Reassigned&) const = default;
};

struct TransferDeclined {
  static constexpr absl::string_view kType = "case.transfer-declined";
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
  }
  bool operator==(const TransferDeclined&) const = default;
};

}  // namespace rufaa::casework
