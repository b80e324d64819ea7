// What is done for the child: plan, visits, service sessions, follow-up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

struct PlanDrafted {
  static constexpr absl::string_view kType = "case.plan-drafted";
  absl::CivilDay review_on;
  std::string drafted_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "review_on", self.review_on);
    visit(2, "drafted_by", self.drafted_by);
  }
  bool operator==(const PlanDrafted&) const = default;
};

struct PlanApproved {
  static constexpr absl::string_view kType = "case.plan-approved";
  std::string approved_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "approved_by", self.approved_by);
  }
  bool operator==(const PlanApproved&) const = default;
};

struct ImplementationStarted {
  static constexpr absl::string_view kType = "case.implementation-started";
  absl::Time review_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "review_by", self.review_by);
  }
  bool operator==(const ImplementationStarted&) const = default;
};

struct VisitRecorded {
  static constexpr absl::string_view kType = "case.visit-recorded";
  absl::CivilDay on;
  std::string outcome;
  bool final = false;  // The last one, which form 9A asks for.
  std::string visited_by;
  std::optional<absl::Time> next_by;  // During follow-up: when the next one is due.
  Sealed note;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "on", self.on);
    visit(2, "outcome", self.outcome);
    visit(3, "final", self.final);
    visit(4, "visited_by", self.visited_by);
    visit(5, "note", self.note);
    visit(6, "next_by", self.next_by);
  }
  bool operator==(const VisitRecorded&) const = default;
};

struct FollowUpStarted {
  static constexpr absl::string_view kType = "case.follow-up-started";
  absl::Time visit_by;
  std::optional<absl::CivilDay> on;  // Absent in logs from before it was kept.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "visit_by", self.visit_by);
    visit(2, "on", self.on);
  }
  bool operator==(const FollowUpStarted&) const = default;
};

struct ServiceSession {
  static constexpr absl::string_view kType = "case.service-session";
  std::string need;
  std::string service;  // PCNS, PSCH, …
  std::string provider_agency;
  uint32_t number = 0;  // 1…6 of the counselling course.
  absl::CivilDay on;
  std::string behaviour_change;  // IMPROVED, SAME, WORSE; empty when not assessed.
  Sealed note;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "service", self.service);
    visit(3, "provider_agency", self.provider_agency);
    visit(4, "number", self.number);
    visit(5, "on", self.on);
    visit(6, "behaviour_change", self.behaviour_change);
    visit(7, "note", self.note);
  }
  bool operator==(const ServiceSession&) const = default;
};

struct NoteAdded {
  static constexpr absl::string_view kType = "case.note-added";
  Sealed note;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "note", self.note);
  }
  bool operator==(const NoteAdded&) const = default;
};

}  // namespace rufaa::casework
