// Does in the demo county what the services do for a caller: draws ids, seals what is personal,
// lets the real deciders decide and appends what they said, at the agenda's time. Nothing of a demo
// history is written past a rule.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/demo/agenda.h"
#include "cli/demo/county_plan.h"
#include "cli/demo/dice.h"
#include "domain/casework/case.h"
#include "domain/coordination/coordination.h"
#include "domain/coordination/importing.h"
#include "domain/referral/referral.h"
#include "eventlog/execute/executor.h"
#include "vault/vault.h"

namespace rufaa::demo {

std::string HexSha256(absl::string_view bytes);

class Scribe {
 public:
  // All must outlive this.
  Scribe(CountyLog& log, Vault& vault, SimClock& clock, const Dice& dice);

  // `person` acting now. `late`: how long ago it happened, for one without network until now.
  Acting As(const PlannedPerson& person, absl::Duration late = absl::ZeroDuration());
  Acting AsSystem();

  // Drawn again where there is one of that code already.
  std::string NewCaseCode();
  std::string NewReferralCode();
  std::string NewChild();

  // Empty text: an empty value.
  absl::StatusOr<Sealed> Seal(absl::string_view child, Compartment compartment,
                              absl::string_view stream, absl::string_view type,
                              absl::string_view field, absl::string_view text);

  // A decision on any streams; `lane` is the one it contends on.
  absl::Status Do(const Acting& by, const std::string& lane, Executor::Decide decide);
  // The same under a request id (16 bytes) of the story's own, which draws none of the scribe's.
  absl::Status DoAs(const std::string& request_id, const Acting& by, const std::string& lane,
                    Executor::Decide decide);

  absl::Status Case(const std::string& code, const casework::Command& command);
  absl::Status Register(const std::string& code, const casework::Register& command);
  absl::Status Send(const coordination::SendReferral& command);
  absl::Status Refer(const std::string& referral, const referral::Command& command);
  absl::Status Draft(const referral::Draft& command);
  absl::Status Redirect(const std::string& referral, const std::string& to_agency,
                        const coordination::RedirectReferral& command);
  absl::Status AcceptTransfer(const std::string& code, const casework::AcceptTransfer& command);
  absl::Status WithdrawConsent(const std::string& code, const casework::WithdrawConsent& command);

  absl::Status StartImport(const PlannedPerson& person, const std::string& import_id,
                           uint32_t rows);
  absl::Status Import(const std::string& code, const coordination::ImportedCase& imported);
  // Each of its cases in a commit of its own, then the import.
  absl::Status RevertImport(const PlannedPerson& person, const std::string& import_id,
                            const std::vector<std::string>& codes);

  absl::StatusOr<casework::State> LoadCase(absl::string_view code);
  absl::StatusOr<referral::State> LoadReferral(absl::string_view code);
  absl::StatusOr<capacity::State> LoadBeds(absl::string_view offer);

  Vault& vault() { return vault_; }

 private:
  bool IsNew(const std::string& stream);

  Vault& vault_;
  SimClock& clock_;
  Dice dice_;
  Rules rules_;
  Aggregates aggregates_;
  Executor executor_;
};

}  // namespace rufaa::demo
