// What may be asked about consent, closure, reopening and transfer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

struct GiveConsent {
  Acting by;
  std::string consent;
  std::string recipient_agency;
  std::string recipient_kind;
  std::string purpose;
  std::vector<Compartment> scope;
  std::string given_by;
  std::string basis;
  absl::Time from;
  std::optional<absl::Time> until;
  bool has_note = false;  // One is added in the same commit.
};

struct WithdrawConsent {
  Acting by;
  std::string consent;
  std::string reason;
};

struct RequestClosure {
  Acting by;
  std::string reason;
  bool family_told = false;
};

struct RefuseClosure {
  Acting by;
  std::string reason;
  bool has_note = false;  // One is added in the same commit.
};

struct ApproveClosure {
  Acting by;
};

struct Reopen {
  Acting by;
  std::string reason;
};

struct RequestTransfer {
  Acting by;
  std::string to_agency;
  std::string to_agency_kind;
};

struct AcceptTransfer {
  Acting by;
  std::string desk;
  std::string officer;
};

struct DeclineTransfer {
  Acting by;
  std::string reason;
};

struct Reassign {
  Acting by;
  std::string officer;
  std::string desk;
};

}  // namespace rufaa::casework
