// A record of a county's line list, understood: every code of its list, every date a date.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

namespace rufaa::linelist {

enum class ReferralStatus { kNone, kPending, kAccepted, kDeclined, kCompleted };

// Personal data in the clear: goes to the vault's edge and nowhere else.
struct Row {
  int record = 0;  // 1 is the first behind the header.

  std::string serial;
  absl::CivilDay reported_on;
  std::string first_name, other_name, surname;
  std::string sex;  // SMAL, SFEM, SINT.
  std::optional<absl::CivilDay> born_on;
  std::optional<int> age;         // As told, in years, when reported.
  std::optional<int> birth_year;  // Of born_on, else reckoned from the age.

  std::string sub_county;  // "003"
  std::string ward;        // "11"
  std::string village;

  std::string category, subcategory;  // CSRG, CEPR.
  std::string risk;                   // RLHG, RLMD, RLLW, or empty: not set.

  std::string identifier_kind;                // Of list IDENTIFIER_KIND.
  std::string reporter;                       // Of list REPORTER.
  std::string reporter_name, reporter_phone;  // Phone as +254….
  std::string identifier_id;                  // The county's own: CHV-14.

  std::string ob_number, police_station;

  std::string referral_destination;  // RD…/RM…; empty: not referred.
  std::string referral_reason;       // RM…
  std::optional<absl::CivilDay> referred_on;
  ReferralStatus referral_status = ReferralStatus::kNone;
  std::string rescue_centre;

  std::string court, court_file;
  std::optional<absl::CivilDay> next_court_on;

  std::optional<bool> in_school;
  std::string disability;  // DI…
  std::optional<int> counselling_sessions;
  std::optional<bool> behaviour_changed;
  std::vector<std::string> support;  // Services received, of list REFERRAL_REASON.

  bool closed = false;
  std::string closure_reason;  // CO…
  std::optional<absl::CivilDay> closed_on;

  std::string remarks;
};

}  // namespace rufaa::linelist
