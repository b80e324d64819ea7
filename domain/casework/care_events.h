// What the child needs: the inquiry, the needs it found, and the referrals that are to meet them.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"

namespace rufaa::casework {

struct AssessmentStarted {
  static constexpr absl::string_view kType = "case.assessment-started";
  absl::Time assess_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "assess_by", self.assess_by);
  }
  bool operator==(const AssessmentStarted&) const = default;
};

// The social inquiry. The child's own views must be in it before a plan may be made.
struct Assessed {
  static constexpr absl::string_view kType = "case.assessed";
  bool childs_views_recorded = false;
  std::vector<std::string> needs;  // Codes of the needs found.
  Sealed narrative;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "childs_views_recorded", self.childs_views_recorded);
    visit(2, "needs", self.needs);
    visit(3, "narrative", self.narrative);
  }
  bool operator==(const Assessed&) const = default;
};

struct NeedOpened {
  static constexpr absl::string_view kType = "case.need-opened";
  std::string need;  // Id within the case: "n1".
  std::string code;  // ES…, EM… or RM….
  Urgency urgency = Urgency::kUnset;
  bool referred_before = false;  // Imported: a referral made before the hub knew of it is running.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "code", self.code);
    visit(3, "urgency", self.urgency);
    visit(4, "referred_before", self.referred_before);
  }
  bool operator==(const NeedOpened&) const = default;
};

struct NeedMet {
  static constexpr absl::string_view kType = "case.need-met";
  std::string need;
  std::string referral;  // Empty when met without one.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "referral", self.referral);
  }
  bool operator==(const NeedMet&) const = default;
};

// The referral that had met it was entered in error: nobody was served.
struct NeedReopened {
  static constexpr absl::string_view kType = "case.need-reopened";
  std::string need;
  std::string referral;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "referral", self.referral);
  }
  bool operator==(const NeedReopened&) const = default;
};

struct NeedWithdrawn {
  static constexpr absl::string_view kType = "case.need-withdrawn";
  std::string need;
  std::string reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "reason", self.reason);
  }
  bool operator==(const NeedWithdrawn&) const = default;
};

// Keeps what the case must know of its referrals, so that closure is decided on the case alone.
struct ReferralOpened {
  static constexpr absl::string_view kType = "case.referral-opened";
  std::string referral;
  std::string need;
  std::string to_agency;
  std::string to_agency_kind;
  std::string consent;             // Relied on; empty where statute suffices.
  std::vector<Compartment> scope;  // Compartments that open to the recipient on acceptance.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "need", self.need);
    visit(3, "to_agency", self.to_agency);
    visit(4, "to_agency_kind", self.to_agency_kind);
    visit(5, "consent", self.consent);
    visit(6, "scope", self.scope);
  }
  bool operator==(const ReferralOpened&) const = default;
};

struct ReferralAccepted {
  static constexpr absl::string_view kType = "case.referral-accepted";
  std::string referral;
  std::string agency;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "agency", self.agency);
  }
  bool operator==(const ReferralAccepted&) const = default;
};

struct ReferralEnded {
  static constexpr absl::string_view kType = "case.referral-ended";
  std::string referral;
  std::string outcome;  // completed, declined, redirected, cancelled, expired, not-reached,
                        // entered-in-error.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "outcome", self.outcome);
  }
  bool operator==(const ReferralEnded&) const = default;
};

}  // namespace rufaa::casework
