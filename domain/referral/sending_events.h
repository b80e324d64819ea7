// A referral until it is decided: drafted, sent, opened, asked about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"

namespace rufaa::referral {

struct Drafted {
  static constexpr absl::string_view kType = "referral.drafted";
  std::string referral;  // Its own code.
  std::string case_code;
  std::string need;
  std::string from_agency;
  std::string from_desk;
  std::string to_agency;
  std::string service;
  Urgency urgency = Urgency::kUnset;
  Sealed note;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "case_code", self.case_code);
    visit(3, "need", self.need);
    visit(4, "from_agency", self.from_agency);
    visit(5, "from_desk", self.from_desk);
    visit(6, "to_agency", self.to_agency);
    visit(7, "service", self.service);
    visit(8, "urgency", self.urgency);
    visit(9, "note", self.note);
  }
  bool operator==(const Drafted&) const = default;
};

// Carries what a pending recipient may know, enough to decide and not enough to find the child.
// The identity is never copied here.
struct Sent {
  static constexpr absl::string_view kType = "referral.sent";
  std::string referral;  // Its own code.
  std::string case_code;
  std::string child;
  std::string need;         // Id of the need within the case.
  std::string service;      // RM…
  std::string destination;  // RD…: class of the recipient.
  std::string from_agency;
  std::string from_desk;
  std::string from_person;
  std::string to_agency;
  std::string to_agency_kind;
  std::string to_desk;
  std::string offer;  // The recipient's service offer; empty when none was chosen.
  Urgency urgency = Urgency::kUnset;
  absl::Time sent_at;
  absl::Time decide_by;
  std::string age_band;
  std::string sex;
  std::string subcounty;
  std::string consent;             // Relied on; empty where statute suffices.
  std::string basis;               // CONSENT, STATUTE, ORDER, VITAL_INTEREST.
  std::vector<Compartment> scope;  // Compartments that open on acceptance.
  Sealed note;
  std::string
      part_of;  // The referral that this one continues (redirected, or sent again after a decline).
  // Whether children may sleep at the recipient's, as the directory says; not said of old.
  std::optional<bool> to_place_of_safety;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "case_code", self.case_code);
    visit(3, "child", self.child);
    visit(4, "need", self.need);
    visit(5, "service", self.service);
    visit(6, "destination", self.destination);
    visit(7, "from_agency", self.from_agency);
    visit(8, "from_desk", self.from_desk);
    visit(9, "from_person", self.from_person);
    visit(10, "to_agency", self.to_agency);
    visit(11, "to_agency_kind", self.to_agency_kind);
    visit(12, "to_desk", self.to_desk);
    visit(13, "offer", self.offer);
    visit(14, "urgency", self.urgency);
    visit(15, "sent_at", self.sent_at);
    visit(16, "decide_by", self.decide_by);
    visit(17, "age_band", self.age_band);
    visit(18, "sex", self.sex);
    visit(19, "subcounty", self.subcounty);
    visit(20, "consent", self.consent);
    visit(21, "basis", self.basis);
    visit(22, "scope", self.scope);
    visit(23, "note", self.note);
    visit(24, "part_of", self.part_of);
    visit(25, "to_place_of_safety", self.to_place_of_safety);
  }
  bool operator==(const Sent&) const = default;
};

struct Opened {
  static constexpr absl::string_view kType = "referral.opened";
  std::string by_person;
  absl::Time opened_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "by_person", self.by_person);
    visit(2, "opened_at", self.opened_at);
  }
  bool operator==(const Opened&) const = default;
};

struct InfoRequested {
  static constexpr absl::string_view kType = "referral.info-requested";
  Sealed question;
  absl::Time reply_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "question", self.question);
    visit(2, "reply_by", self.reply_by);
  }
  bool operator==(const InfoRequested&) const = default;
};

struct InfoGiven {
  static constexpr absl::string_view kType = "referral.info-given";
  Sealed answer;
  absl::Time decide_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "answer", self.answer);
    visit(2, "decide_by", self.decide_by);
  }
  bool operator==(const InfoGiven&) const = default;
};

}  // namespace rufaa::referral
