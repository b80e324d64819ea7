// The narrow door: every read that opens personal data passes here, and nowhere else does a service
// ask the vault to open anything. What is asked is decided by the policy first, and the decision is
// entered in the record of reads before a single value is unsealed: when it can't be, nothing
// opens.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/sealed.h"
#include "domain/policy/policy.h"
#include "rufaa/common/v1/common.pb.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

// What is to be opened, why, and what the caller is to the case.
struct Opening {
  common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED;
  std::string case_code;
  std::vector<policy::Relation> relations;
  policy::Consent consent = policy::Consent::kWithdrawn;
  std::vector<Compartment> compartments;
  // Refuse the whole read when one compartment stays shut; else open what may be opened.
  bool all_or_nothing = true;
  uint64_t position = 0;  // Of the view that the read is answered from.
};

// What was decided, compartment by compartment: the entry of a read in the record of reads.
struct Disclosure {
  struct Part {
    Compartment compartment;
    bool permitted;
    absl::string_view why;  // The policy's row.
  };
  Actor actor;
  std::string purpose;
  std::string case_code;
  std::vector<Part> parts;
  uint64_t position = 0;

  bool Permits(Compartment compartment) const;
};

// Opens sealed values of permitted compartments of one child's case, during one read.
class Opener {
 public:
  Opener(Vault& vault, const Disclosure& disclosure) : vault_(vault), disclosure_(disclosure) {}

  bool Permits(Compartment compartment) const { return disclosure_.Permits(compartment); }

  // "" for an empty value. NOT_PERMITTED for a compartment that stays shut; ERASED, DATA_LOSS.
  absl::StatusOr<std::string> Open(const Sealed& sealed, absl::string_view place) const;

 private:
  Vault& vault_;
  const Disclosure& disclosure_;
};

// Decides, enters the decision, then calls `read`. PURPOSE_REQUIRED without a purpose;
// NOT_PERMITTED for a purpose that the role may not claim, or a compartment that stays shut;
// STEP_UP_REQUIRED when a step-up would open it.
absl::Status OpenDoor(const Call& call, const Opening& opening,
                      absl::FunctionRef<absl::Status(const Opener&)> read);

}  // namespace rufaa::rpc
