// What may be asked of a referral. Sending, accepting and all that ends one goes through
// domain/coordination, which moves the case and the beds in the same commit.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"

namespace rufaa::referral {

struct Draft {
  Acting by;
  std::string referral;
  std::string case_code;
  std::string need;
  std::string to_agency;
  std::string service;
  Urgency urgency = Urgency::kUnset;
  Sealed note;
};

struct Send {
  Acting by;
  std::string referral;
  std::string case_code;
  std::string child;
  std::string need;
  std::string service;
  std::string destination;
  std::string to_agency;
  std::string to_agency_kind;
  std::string to_desk;
  std::string offer;
  Urgency urgency = Urgency::kUnset;
  std::string age_band;
  std::string sex;
  std::string subcounty;
  std::string consent;
  std::string basis;
  std::vector<Compartment> scope;
  Sealed note;
  std::string part_of;
  bool to_place_of_safety = false;
};

struct Open {
  Acting by;
};

struct AskInfo {
  Acting by;
  Sealed question;
};

struct GiveInfo {
  Acting by;
  Sealed answer;
};

struct Accept {
  Acting by;
  std::string desk;
  std::string contact;
  std::optional<absl::Time> expected_at;
  bool holds_bed = false;
  std::optional<absl::Time> serve_by = {};  // Unset: by the clock table, which is the latest.
};

struct Waitlist {
  Acting by;
  std::optional<absl::Time> review_by;  // Unset: by the clock table.
};

struct Schedule {
  Acting by;
  absl::Time at;
  std::string place_desk;
};

struct RecordNoShow {
  Acting by;
};

struct CancelAppointment {
  Acting by;
  std::string reason;
};

struct RecordService {
  Acting by;
  std::string service;
  Sealed note;
};

struct Complete {
  Acting by;
  std::string outcome;
};

struct ConfirmLoop {
  Acting by;
  bool with_child = false;
};

struct Decline {
  Acting by;
  std::string reason;
  Sealed note;
};

struct Redirect {
  Acting by;
  std::string to_referral;
  std::string to_agency;
  std::string reason;
};

// Cancels at once while the recipient has not opened it; later it only asks.
struct Cancel {
  Acting by;
  std::string reason;
};

struct ConfirmCancel {
  Acting by;
};

struct Expire {
  Acting by;
};

struct RecordNotReached {
  Acting by;
  std::string reason;
};

struct EnterInError {
  Acting by;
  std::string reason;
};

struct Escalate {
  Acting by;
  std::string reason;
};

// The recipient's agency has closed.
struct EndWithRecipient {
  Acting by;
};

using Command =
    std::variant<Draft, Send, Open, AskInfo, GiveInfo, Accept, Waitlist, Schedule, RecordNoShow,
                 CancelAppointment, RecordService, Complete, ConfirmLoop, Decline, Redirect, Cancel,
                 ConfirmCancel, Expire, RecordNotReached, EnterInError, Escalate, EndWithRecipient>;

}  // namespace rufaa::referral
