// What may be asked of a case while the child is helped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"
#include "domain/base/urgency.h"

namespace rufaa::casework {

struct StartAssessment {
  Acting by;
};

struct RecordAssessment {
  Acting by;
  bool childs_views_recorded = false;
  std::vector<std::string> needs;
  Sealed narrative;
};

struct OpenNeed {
  Acting by;
  std::string need;
  std::string code;
  Urgency urgency = Urgency::kUnset;
};

struct MeetNeed {
  Acting by;
  std::string need;
  std::string referral;
};

struct WithdrawNeed {
  Acting by;
  std::string need;
  std::string reason;
};

struct DraftPlan {
  Acting by;
  absl::CivilDay review_on;
};

struct ApprovePlan {
  Acting by;
};

struct StartImplementation {
  Acting by;
};

struct RecordVisit {
  Acting by;
  absl::CivilDay on;
  std::string outcome;
  bool final = false;
  Sealed note;
};

struct StartFollowUp {
  Acting by;
};

struct RecordSession {
  Acting by;
  std::string need;
  std::string service;
  std::string provider_agency;
  uint32_t number = 0;
  absl::CivilDay on;
  std::string behaviour_change;
  Sealed note;
};

struct AddNote {
  Acting by;
  Sealed note;
};

// The three below are only made by coordination, in the commit that moves the referral itself.
struct OpenReferral {
  Acting by;
  std::string referral;
  std::string need;
  std::string to_agency;
  std::string to_agency_kind;
  std::string consent;
  std::vector<Compartment> scope;
};

struct NoteAcceptance {
  Acting by;
  std::string referral;
};

struct EndReferral {
  Acting by;
  std::string referral;
  std::string outcome;
};

}  // namespace rufaa::casework
