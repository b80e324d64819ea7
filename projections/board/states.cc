#include "projections/board/states.h"

#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "projections/core/key.h"

namespace rufaa::board {

absl::StatusOr<CaseState> ReadCaseState(const ViewSnapshot& view, absl::string_view kase) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                         view.Get(KeyWriter().U8(kCaseStates).Text(kase).Take()));
  if (!row) return absl::DataLossError("views: a board's line of no case");
  return DecodeFields<CaseState>(*row);
}

absl::StatusOr<ReferralState> ReadReferralState(const ViewSnapshot& view,
                                                absl::string_view referral) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                         view.Get(KeyWriter().U8(kReferralStates).Text(referral).Take()));
  if (!row) return absl::DataLossError("views: a board's line of no referral");
  return DecodeFields<ReferralState>(*row);
}

}  // namespace rufaa::board
