// What must be known of a case to decide on it; views know more.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"
#include "domain/casework/case_table.h"
#include "domain/casework/court_order.h"
#include "domain/clocks/clocks.h"

namespace rufaa::casework {

struct Need {
  std::string code;
  Urgency urgency = Urgency::kUnset;
  enum class Status { kOpen, kMet, kWithdrawn } status = Status::kOpen;
  uint32_t referred = 0;    // Referrals ever sent for it.
  std::string met_by = {};  // The referral that met it; empty: none did.
  bool operator==(const Need&) const = default;
};

struct CourtDate {
  std::string session;
  std::string court;
  absl::Time at;
  bool operator==(const CourtDate&) const = default;
};

struct Order {
  std::string kind;
  std::string court;  // Of its matter; empty: no date was ever set in that.
  absl::CivilDay made_on;
  std::optional<absl::CivilDay> expires_on;
  bool ended = false;

  bool RunningOn(absl::CivilDay day) const {
    return StandsOn(day, kind, expires_on, ended) == OrderStands::kRunning;
  }
  bool operator==(const Order&) const = default;
};

struct Consent {
  std::string recipient_agency;
  std::string recipient_kind;
  std::string purpose;
  std::vector<Compartment> scope;
  std::string basis;
  absl::Time from;
  std::optional<absl::Time> until;
  bool withdrawn = false;
  bool operator==(const Consent&) const = default;
};

struct CaseReferral {
  std::string need;
  std::string to_agency;
  std::string to_agency_kind;
  std::string consent;
  std::vector<Compartment> scope;
  bool accepted = false;
  bool operator==(const CaseReferral&) const = default;
};

// Where a child is in safety, as far as anybody told: an order of a court may have placed it
// elsewhere since, and nobody tells when it goes home.
struct Place {
  std::string kind;  // RESCUE_CENTRE, HOSPITAL, …
  std::string agency;
  absl::Time since;
  bool operator==(const Place&) const = default;
};

// Keyed by id within the case. Ordered maps: states are compared, and refusals list ids in order.
struct State {
  Stage stage = Stage::kAbsent;
  std::string code;
  std::string child;
  std::string county, subcounty, ward;
  std::string sex;
  std::string age_band;  // As it was told: today's is by domain/base/ages.h.
  std::optional<uint32_t> birth_year;
  std::string owner_agency, owner_person;
  std::string identifier_person, identifier_agency;
  std::string serial;
  bool registered = false;  // Ever.
  std::string import_id;
  std::string risk;
  absl::Time identified_at;
  std::optional<absl::Time> exposure_at;
  std::optional<Deadline> deadline;  // The sooner of the next two: what is to happen first.
  std::optional<Deadline> stage_deadline;
  std::optional<Deadline> court_deadline;  // A child was removed, and has not been before a court.
  std::optional<Place> place;              // Since the last removal; unset: there was none.
  absl::Time removed_at;                   // The last one, where `place` is set.
  std::string court_matter;  // The matter in which that is to happen; empty: it has no date.
  std::optional<Deadline> risk_deadline;
  std::optional<Deadline> deadline_before_transfer;
  bool trafficking = false;
  bool perpetrator_in_household = false;
  bool views_recorded = false;
  bool plan_approved = false;
  absl::CivilDay follow_up_on;  // When follow-up began.
  bool visited = false;         // Since then.
  std::optional<absl::CivilDay> final_visit;
  bool worked_on = false;  // Something happened after its import.
  bool erased = false;
  std::string plan_drafted_by;
  std::string closure_requested_by;  // Empty: not requested.
  std::string closure_reason;
  Stage before_transfer = Stage::kAbsent;
  std::string transfer_to;
  std::map<std::string, Need> needs;
  std::map<std::string, CourtDate> court_dates;  // By matter: the date still ahead.
  std::set<std::string> courts;                  // Agencies at which a date was ever set.
  std::map<std::string, std::string> matters;    // Of each, the court of its last date.
  std::map<std::string, Order> orders;
  std::map<std::string, Consent> consents;
  std::map<std::string, CaseReferral> open_referrals;
  // The last session of each course: one service for one need.
  std::map<std::pair<std::string, std::string>, uint32_t> sessions;
  std::vector<std::string> duplicates_of;  // Flagged and not yet decided.
  std::string same_as;                     // The case that it was found to repeat; empty: none.

  bool operator==(const State&) const = default;
};

}  // namespace rufaa::casework
