// A referral that ended otherwise than by service, or that must not wait any longer.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::referral {

struct Declined {
  static constexpr absl::string_view kType = "referral.declined";
  std::string reason;
  Sealed note;
  absl::Time declined_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "note", self.note);
    visit(3, "declined_at", self.declined_at);
  }
  bool operator==(const Declined&) const = default;
};

struct Redirected {
  static constexpr absl::string_view kType = "referral.redirected";
  std::string to_referral;
  std::string to_agency;
  std::string reason;  // Out of the code list of declines: to redirect is to say no, and who else.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "to_referral", self.to_referral);
    visit(2, "to_agency", self.to_agency);
    visit(3, "reason", self.reason);
  }
  bool operator==(const Redirected&) const = default;
};

struct CancelRequested {
  static constexpr absl::string_view kType = "referral.cancel-requested";
  std::string reason;
  absl::Time answer_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "answer_by", self.answer_by);
  }
  bool operator==(const CancelRequested&) const = default;
};

struct Cancelled {
  static constexpr absl::string_view kType = "referral.cancelled";
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
  }
  bool operator==(const Cancelled&) const = default;
};

struct Expired {
  static constexpr absl::string_view kType = "referral.expired";
  std::string deadline;  // Clock rule that ran out: DECIDE_URGENT, REPLY, …
  absl::Time was_due;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "deadline", self.deadline);
    visit(2, "was_due", self.was_due);
  }
  bool operator==(const Expired&) const = default;
};

struct NotReached {
  static constexpr absl::string_view kType = "referral.not-reached";
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
  }
  bool operator==(const NotReached&) const = default;
};

struct EnteredInError {
  static constexpr absl::string_view kType = "referral.entered-in-error";
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
  }
  bool operator==(const EnteredInError&) const = default;
};

// The case went to another owner, who now answers for what the old one sent.
struct HandedOver {
  static constexpr absl::string_view kType = "referral.handed-over";
  std::string from_agency;
  std::string from_desk;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "from_agency", self.from_agency);
    visit(2, "from_desk", self.from_desk);
  }
  bool operator==(const HandedOver&) const = default;
};

// A thing that must not wait for its desk: a shelter that said no, a promise overdue.
struct Escalated {
  static constexpr absl::string_view kType = "referral.escalated";
  std::string to;  // SUPERVISOR; older logs name a COUNTY_COORDINATOR, too, whom no county has.
  std::string reason;
  std::optional<absl::Time> was_due;  // The deadline missed, when one was.
  // Where that was a promise, and an appointment stands for later: by its own clock from now on.
  std::optional<absl::Time> act_by = {};

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "to", self.to);
    visit(2, "reason", self.reason);
    visit(3, "was_due", self.was_due);
    visit(4, "act_by", self.act_by);
  }
  bool operator==(const Escalated&) const = default;
};

}  // namespace rufaa::referral
