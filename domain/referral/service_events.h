// A referral from its acceptance to the service done.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::referral {

struct Accepted {
  static constexpr absl::string_view kType = "referral.accepted";
  std::string desk;
  std::string contact;  // Person id of who will meet the child.
  std::optional<absl::Time> expected_at;
  absl::Time serve_by;
  bool holds_bed = false;
  absl::Time accepted_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "desk", self.desk);
    visit(2, "contact", self.contact);
    visit(3, "expected_at", self.expected_at);
    visit(4, "serve_by", self.serve_by);
    visit(5, "holds_bed", self.holds_bed);
    visit(6, "accepted_at", self.accepted_at);
  }
  bool operator==(const Accepted&) const = default;
};

struct Waitlisted {
  static constexpr absl::string_view kType = "referral.waitlisted";
  absl::Time review_by;
  absl::Time waitlisted_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "review_by", self.review_by);
    visit(2, "waitlisted_at", self.waitlisted_at);
  }
  bool operator==(const Waitlisted&) const = default;
};

struct Scheduled {
  static constexpr absl::string_view kType = "referral.scheduled";
  absl::Time at;
  std::string place_desk;
  absl::Time act_by;  // To tell whether the child came; no later than service was promised, until
                      // that was told to be missed.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "at", self.at);
    visit(2, "place_desk", self.place_desk);
    visit(3, "act_by", self.act_by);
  }
  bool operator==(const Scheduled&) const = default;
};

struct NoShow {
  static constexpr absl::string_view kType = "referral.no-show";
  absl::Time at;  // The appointment missed.
  absl::Time act_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "at", self.at);
    visit(2, "act_by", self.act_by);
  }
  bool operator==(const NoShow&) const = default;
};

struct AppointmentCancelled {
  static constexpr absl::string_view kType = "referral.appointment-cancelled";
  std::string reason;
  absl::Time act_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "act_by", self.act_by);
  }
  bool operator==(const AppointmentCancelled&) const = default;
};

// The first one stops the clock to first service.
struct ServiceRecorded {
  static constexpr absl::string_view kType = "referral.service-recorded";
  absl::Time at;
  std::string service;
  bool first = false;
  Sealed note;
  absl::Time complete_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "at", self.at);
    visit(2, "service", self.service);
    visit(3, "first", self.first);
    visit(4, "note", self.note);
    visit(5, "complete_by", self.complete_by);
  }
  bool operator==(const ServiceRecorded&) const = default;
};

struct Completed {
  static constexpr absl::string_view kType = "referral.completed";
  std::string outcome;
  absl::Time at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "outcome", self.outcome);
    visit(2, "at", self.at);
  }
  bool operator==(const Completed&) const = default;
};

struct LoopConfirmed {
  static constexpr absl::string_view kType = "referral.loop-confirmed";
  std::string by_person;
  bool with_child = false;  // The child or its family said so, too.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "by_person", self.by_person);
    visit(2, "with_child", self.with_child);
  }
  bool operator==(const LoopConfirmed&) const = default;
};

}  // namespace rufaa::referral
